"""The picture of a season for its player to share: an SVG of his own numbers, and of nobody else's.

Every text in it is escaped, and what XML does not allow is left away: names and titles come from outside.
"""

from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

from components.theme import DARK, SEASONS
from domain.views import Recap

WIDTH, HEIGHT = 1200, 630
FONTS = "Geist, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"
#: Characters that turn the direction of what follows; a name may not rearrange the picture.
_TURNS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


def picture(recap: Recap, *, named: bool) -> str:
    """The picture, 1200 × 630. `named` puts the player's name on it."""
    season = recap.season.spec
    tokens = {**DARK, **SEASONS[season.theme][0]}
    head = _text(80, 208, season.name, 76, tokens["text"], weight=700, longest=22)
    span = f"{season.first:%-d %B} – {season.last:%-d %B %Y}"
    who = recap.name if named else ""
    return "".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            f'role="img" font-family="{escape(FONTS, {chr(34): "&quot;"})}">',
            f"<title>{_clean(season.name, 80)}</title>",
            _ground(tokens),
            _text(80, 108, "Season recap", 26, tokens["accent"], weight=600),
            head,
            _text(80, 254, f"{who} · {span}" if who else span, 26, tokens["muted"], longest=64),
            _figures(recap, tokens),
            _weeks(recap.weeks, tokens),
            _lines(recap, tokens),
            _text(1120, 590, "Questboard", 22, tokens["faint"], anchor="end", weight=600),
            "</svg>",
        )
    )


def _ground(tokens: dict[str, str]) -> str:
    return (
        '<defs><linearGradient id="dawn" x1="0" x2="1"><stop offset="0" stop-color="{0}"/><stop offset=".6" '
        'stop-color="{1}"/><stop offset="1" stop-color="{2}"/></linearGradient>'
        '<radialGradient id="sky" cx=".86" cy="-.1" r="1"><stop offset="0" stop-color="{0}" stop-opacity=".55"/>'
        '<stop offset="1" stop-color="{0}" stop-opacity="0"/></radialGradient></defs>'
        '<rect width="{w}" height="{h}" fill="{ground}"/><rect width="{w}" height="{h}" fill="url(#sky)"/>'
        '<rect x="80" y="50" width="96" height="8" rx="4" fill="url(#dawn)"/>'
    ).format(tokens["glow-1"], tokens["glow-2"], tokens["glow-3"], w=WIDTH, h=HEIGHT, ground=tokens["canvas"])


def _figures(recap: Recap, tokens: dict[str, str]) -> str:
    figures = [
        (f"{recap.xp:,}", "XP"),
        (f"{recap.missions:,}", "mission" if recap.missions == 1 else "missions"),
        (f"{len(recap.badges):,}", "badge" if len(recap.badges) == 1 else "badges"),
        (f"{recap.streak:,}", "day in a row" if recap.streak == 1 else "days in a row"),
    ]
    return "".join(
        _text(80 + 270 * at, 366, value, 64, tokens["text"], weight=700)
        + _text(80 + 270 * at, 404, label, 24, tokens["muted"])
        for at, (value, label) in enumerate(figures)
    )


def _weeks(weeks: Sequence[tuple[date, int]], tokens: dict[str, str]) -> str:
    """XP by week as bars, as high as the best of them."""
    most = max((xp for _, xp in weeks), default=0)
    if not most:
        return ""
    step = min(64.0, 520 / len(weeks))
    bars = []
    for at, (_, xp) in enumerate(weeks):
        high = max(4.0, 96 * xp / most)
        bars.append(
            f'<rect x="{80 + at * step:.1f}" y="{560 - high:.1f}" width="{step * 0.66:.1f}" height="{high:.1f}" '
            f'rx="4" fill="url(#dawn)" fill-opacity="{0.4 + 0.6 * xp / most:.2f}"/>'
        )
    return "".join(bars) + _text(80, 594, "XP by week", 18, tokens["faint"])


def _lines(recap: Recap, tokens: dict[str, str]) -> str:
    """Up to three highlights, in words."""
    lines = [f"{one.label}: {one.value}" for one in recap.highlights][:3]
    return "".join(_text(660, 466 + 38 * at, line, 24, tokens["text"], longest=42) for at, line in enumerate(lines))


def _text(
    x: int,
    y: int,
    text: str,
    size: int,
    fill: str,
    *,
    weight: int = 400,
    anchor: str = "start",
    longest: int = 80,
) -> str:
    return (
        f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}">'
        f"{_clean(text, longest)}</text>"
    )


def _clean(text: str, longest: int) -> str:
    """The text as XML may hold it, cut where it would run out of the picture."""
    kept = "".join(char for char in text if _is_allowed(ord(char)))
    short = kept if len(kept) <= longest else f"{kept[: longest - 1].rstrip()}…"
    return escape(short, {'"': "&quot;", "'": "&apos;"})


def _is_allowed(code: int) -> bool:
    """Whether XML 1.0 allows a character, and it does nothing to the others."""
    printable = code >= 0x20 and not 0x7F <= code <= 0x9F and not 0xD800 <= code <= 0xDFFF
    return printable and code & 0xFFFE != 0xFFFE and code not in _TURNS
