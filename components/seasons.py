"""Seasons on a page: the card with its clock, the prizes, and the way to other seasons."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui

from components.frame import words
from components.layout import card as a_card
from components.outside import plain
from components.vue import put, vue
from domain.specs import SeasonSpec
from domain.views import PrizeLine, SeasonCard, SeasonState, SeasonTeam, SeasonTotals, SeasonView


class SeasonClock:
    """A season, with one's own numbers. Without one it is not there. `large` heads a page."""

    def __init__(self, card: SeasonCard | None, *, large: bool = False) -> None:
        self.element = vue("season", large=large, season=None).mark("season")
        self.show(card)

    def show(self, card: SeasonCard | None) -> None:
        """Show it as it is now."""
        put(self.element, season=_shown(card) if card else None)


class Prizes:
    """What can be reached in a season, and how far one is."""

    def __init__(self, prizes: Sequence[PrizeLine], *, closed: bool) -> None:
        self.element = vue("prizes", closed=closed, prizes=[]).mark("prizes")
        self.show(prizes)

    def show(self, prizes: Sequence[PrizeLine]) -> None:
        """Show them as they are now."""
        put(self.element, prizes=[{**plain(one), "share": one.share, "reached": one.reached} for one in prizes])


def held_note() -> None:
    """What somebody reads some of whose work was on hold when a season was decided."""
    with a_card("About your numbers"):
        words("h2", "About your numbers")
        words(
            "p",
            "Some of your work was on hold when this season was decided, so it is not in your numbers here. If it is "
            "released, it counts again on its own days; what was decided stays for everybody.",
        )


def season_list(heading: str, seasons: Sequence[SeasonView]) -> None:
    """Links to seasons; nothing without any."""
    if not seasons:
        return
    with a_card(heading):
        words("h2", heading)
        with ui.element("div").classes("qb-season-list"):
            for one in seasons:
                link = ui.element("a").classes(f"qb-theme-{one.spec.theme.value}")
                link.props["href"] = f"/seasons/{one.spec.id}"
                with link:
                    words("b", one.spec.name)
                    words("small", f"{span_of(one.spec)} · {_STATES[one.state]}")


def links(heading: str, targets: Sequence[tuple[str, str]]) -> None:
    """Links to what belongs to a season; nothing without any."""
    if not targets:
        return
    with a_card(heading):
        words("h2", heading)
        with ui.element("div").classes("qb-season-list"):
            for href, title in targets:
                link = ui.element("a")
                link.props["href"] = href
                with link:
                    words("b", title)


def together(totals: SeasonTotals, teams: Sequence[SeasonTeam]) -> None:
    """What everybody did, and the averages of teams that are large enough, in the order of their names."""
    with a_card("Together"):
        words("h2", "Together")
        people = "person" if totals.people == 1 else "people"
        words("p", f"{totals.people:,} {people} took part.").classes("qb-text")
        numbers = (
            (totals.xp, "XP"),
            (totals.missions, "missions"),
            (totals.badges, "badges"),
            (totals.prizes, "prizes"),
        )
        with ui.element("dl").classes("qb-season-figures"):
            for number, label in numbers:
                with ui.element("div"):
                    words("dt", label)
                    words("dd", f"{number:,}")
        for team in teams:
            mine = "your team, " if team.mine else ""
            words("p", f"{team.name}: {mine}{team.members} members, {team.xp:,} XP each on average").classes("qb-note")


def span_of(spec: SeasonSpec) -> str:
    """“16 November – 29 November 2026”, in one year."""
    begin = f"{spec.first:%-d %B}" if spec.first.year == spec.last.year else f"{spec.first:%-d %B %Y}"
    return f"{begin} – {spec.last:%-d %B %Y}"


_STATES = {
    SeasonState.DRAFT: "a draft",
    SeasonState.ANNOUNCED: "still to come",
    SeasonState.OPEN: "on now",
    SeasonState.OVER: "being decided",
    SeasonState.CLOSED: "over",
}


def clock_of(card: SeasonCard) -> str:
    """How long it takes, without haste."""
    match card.season.state:
        case SeasonState.CLOSED:
            return "over"
        case SeasonState.OVER:
            return "being decided"
        case _ if card.begins_in > 0:
            return "begins tomorrow" if card.begins_in == 1 else f"begins in {card.begins_in} days"
        case _ if card.days_left == 0:
            return "over"
        case _:
            return "last day" if card.days_left == 1 else f"{card.days_left} days left"


def _shown(card: SeasonCard) -> dict[str, Any]:
    spec = card.season.spec
    closed = card.season.state is SeasonState.CLOSED
    return {
        "name": spec.name,
        "sentence": spec.sentence,
        "theme": spec.theme.value,
        "href": f"/seasons/{spec.id}",
        "recap": f"/seasons/{spec.id}/recap" if closed else None,
        "span": span_of(spec),
        "clock": clock_of(card),
        "passed": card.passed,
        "began": card.begins_in == 0,
        "xp": card.xp,
        "missions": card.missions,
        "badges": card.badges,
        "streak": card.streak,
        "prizes": [{**plain(one), "share": one.share, "reached": one.reached} for one in card.prizes],
        "together": [
            {"id": str(one.id), "title": one.title, "line": one.line, "progress": one.progress} for one in card.together
        ],
    }
