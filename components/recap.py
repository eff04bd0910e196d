"""The look back at a season."""

from datetime import date
from typing import Any

from components.outside import plain
from components.seasons import span_of
from components.vue import vue
from domain.views import Recap, TeamRecap


def recap_page(recap: Recap, *, preview: bool) -> None:
    """One player's look back, with a picture of it to share."""
    spec = recap.season.spec
    figures = [
        (f"{recap.xp:,}", "XP"),
        (f"{recap.missions:,}", "mission" if recap.missions == 1 else "missions"),
        (f"{len(recap.badges):,}", "badge" if len(recap.badges) == 1 else "badges"),
        (f"{recap.streak:,}", "day in a row" if recap.streak == 1 else "days in a row"),
    ]
    _draw(
        recap.season.spec.theme.value,
        recap.weeks,
        done="Missions you completed",
        kind="Preview of your look back" if preview else "Your look back",
        title=spec.name,
        name=spec.name,
        span=span_of(spec),
        figures=[] if recap.is_empty else [{"value": value, "label": label} for value, label in figures],
        growth=recap.growth,
        empty="You were elsewhere, and that is fine. The next one is a fresh start." if recap.is_empty else "",
        highlights=plain(recap.highlights),
        badges=plain(recap.badges),
        firsts=list(recap.firsts),
        titles=list(recap.titles),
        thanks=list(recap.thanks),
        prizes=plain(recap.prizes),
        picture=None if recap.is_empty else f"/seasons/{spec.id}/picture.svg",
        file=f"season-{spec.id}",
    )


def team_recap_page(recap: TeamRecap, *, preview: bool) -> None:
    """A team's look back: sums alone."""
    spec = recap.season.spec
    small = f"A look back is drawn for teams of five or more who may be seen; this one has {recap.members}."
    _draw(
        spec.theme.value,
        recap.weeks,
        done="Missions completed together",
        kind=f"{'Preview: ' if preview else ''}{spec.name}, looked back at together",
        title=recap.team,
        name=spec.name,
        span=span_of(spec),
        figures=[],
        growth="",
        empty="" if recap.large_enough else small,
        highlights=plain(recap.highlights),
        badges=[],
        firsts=[],
        titles=list(recap.titles),
        thanks=[],
        prizes=[],
        picture=None,
        file="",
    )


def _draw(theme: str, weeks: tuple[tuple[date, int], ...], **shown: Any) -> None:
    lines = [
        {"week": str(week), "xp": xp, "short": f"{week:%-d %b}", "label": f"Week of {week:%-d %B}"}
        for week, xp in weeks
    ]
    vue("recap", recap={"theme": theme, "weeks": lines, **shown}).mark("recap")
