"""Whether what is recommended would have been done: on the four histories, at the end of each month, for everybody who
did something in the eight weeks before. A hit is a mission that was completed within the next 14 days, in its window.

The weights of the rule were chosen on httpx and nicegui; flask and pinot tell how good they are. Beside them stand two
simpler ways to choose: any of the open missions, and those with the largest share, as many at the same moments. Always
is the second of these without the judgement when to be silent: three at every moment.
Quests that were not accepted and streaks are left out: nobody can finish the one, and the other has no end.
"""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel import Session

from domain.rules.missions import period
from domain.rules.recommendations import MOST
from domain.specs import Kind
from domain.store import session
from domain.store.driver import connection
from domain.store.progress import GUILD
from domain.store.queries import cards, players, recommendations
from domain.views import MissionCard, Standing
from tests import corpus
from tests.benchmarks import lived

AHEAD, LATELY = timedelta(days=14), timedelta(weeks=8)
CHOSEN_ON = frozenset({"httpx", "nicegui"})
_OPEN = {Standing.NOT_STARTED, Standing.IN_PROGRESS}

#: When a mission was completed by somebody: (mission, subject) → its windows.
Completions = Mapping[tuple[UUID, UUID], Mapping[str, datetime]]


@dataclass(frozen=True, slots=True)
class Open:
    """A mission that somebody could finish at some moment, in the window that is open then; any run of a quest."""

    mission_id: UUID
    window: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What was open for somebody at a moment, the nearest first, and which of it was recommended, best first."""

    subjects: tuple[UUID, ...]
    since: datetime
    until: datetime
    open: tuple[Open, ...]
    recommended: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Hits among so many that were chosen, at those moments at which anything was recommended."""

    looks: int
    with_any: int
    chosen: int
    hits: int
    first_hits: int
    closest_hits: int
    random_hits: float
    always: int
    always_hits: int


def measure(name: str, most: int | None = None) -> Found:
    """Live through a history in the store's empty database, looking at the end of each month."""
    looks: list[Look] = []
    for last in lived.months(lived.activities(name, most)):
        looks += session.read(_looks, last)
    return _found(looks, session.read(_completions))


def tell(only: str | None) -> None:
    """Measure the histories, each in a new database, and print what was found."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(f"{'':<10}{'looks':>8}{'some':>8}{'chosen':>8}{'hit':>8}{'first':>8}{'closest':>9}{'random':>8}{'always':>8}")
    for name in (only,) if only else corpus.histories():
        with lived.empty_database():
            print(line(name, measure(name)), flush=True)
    print(
        f"Of so many looks, some had anything to recommend; of what was chosen, so much was done in {AHEAD.days} days."
    )
    print("first: of the first in each list. closest, random: of as many others, chosen at the same moments.")
    print("always: of the three closest, at every look.")
    print("* the weights were chosen on these.")


def line(name: str, found: Found) -> str:
    """One row of the table."""
    rates = [
        (found.hits, found.chosen),
        (found.first_hits, found.with_any),
        (found.closest_hits, found.chosen),
        (found.random_hits, found.chosen),
        (found.always_hits, found.always),
    ]
    shown = [f"{hits / of:.1%}" if of else "–" for hits, of in rates]
    mark = "*" if name in CHOSEN_ON else ""
    return (
        f"{name + mark:<10}{found.looks:>8,}{found.with_any:>8,}{found.chosen:>8,}"
        f"{shown[0]:>8}{shown[1]:>8}{shown[2]:>9}{shown[3]:>8}{shown[4]:>8}"
    )


def _looks(reading: Session, last: datetime) -> list[Look]:
    now = _at_work(last)
    rows = connection(reading).execute(
        "select distinct player_id from activity where occurred_at > %s order by 1", (now - LATELY,)
    )
    return [_look(reading, row[0], last, now) for row in rows.fetchall()]


def _look(reading: Session, player_id: UUID, last: datetime, now: datetime) -> Look:
    mine = cards.mission_cards(reading, player_id, now=now)
    streak = players.player_card(reading, player_id, now=now).streak
    found = recommendations.recommendations(reading, player_id, mine, streak, now=now)
    teams = connection(reading).execute("select team_id from team_member where player_id = %s", (player_id,))
    nearest = sorted((card for card in mine if _can_be_finished(card)), key=lambda card: (-card.progress, card.title))
    could = tuple(Open(card.id, _window(card, now)) for card in nearest)
    wanted = [one.mission_id for one in found.items] if found else []
    ids = {one.mission_id for one in could}
    return Look(
        subjects=(player_id, GUILD, *(row[0] for row in teams.fetchall())),
        since=last,
        until=now + AHEAD,
        open=could,
        recommended=tuple(mission for mission in wanted if mission in ids),
    )


def _can_be_finished(card: MissionCard) -> bool:
    accepted = card.kind is not Kind.QUEST or card.standing is Standing.IN_PROGRESS
    return accepted and card.standing in _OPEN and bool(card.needs)


def _window(card: MissionCard, now: datetime) -> str | None:
    if card.kind is Kind.QUEST:
        return None
    return card.tier.value if card.tier else period(card.window, now.date())


def _at_work(at: datetime) -> datetime:
    """The next moment in working hours; everybody in the histories lives in UTC."""
    while at.weekday() > 4 or at.hour >= 18:
        at = (at + timedelta(days=1)).replace(hour=10)
    return at.replace(hour=max(at.hour, 10))


def _completions(reading: Session) -> Completions:
    found: dict[tuple[UUID, UUID], dict[str, datetime]] = {}
    for mission, subject, window, at in connection(reading).execute(
        """
        select mission_id, subject_id, period, completed_at from progress
        where completed_at is not null and position('/' in period) = 0
        """
    ):
        found.setdefault((mission, subject), {})[window] = at
    return found


def _found(looks: Sequence[Look], completions: Completions) -> Found:
    done = {id(look): _hits(look, completions) for look in looks}
    told = [look for look in looks if look.recommended]
    return Found(
        looks=len(looks),
        with_any=len(told),
        chosen=sum(len(look.recommended) for look in told),
        hits=sum(_among(look.recommended, done[id(look)]) for look in told),
        first_hits=sum(_among(look.recommended[:1], done[id(look)]) for look in told),
        closest_hits=sum(_among(_closest(look, len(look.recommended)), done[id(look)]) for look in told),
        random_hits=sum(len(look.recommended) * len(done[id(look)]) / len(look.open) for look in told),
        always=sum(len(_closest(look, MOST)) for look in looks),
        always_hits=sum(_among(_closest(look, MOST), done[id(look)]) for look in looks),
    )


def _closest(look: Look, number: int) -> list[UUID]:
    return [one.mission_id for one in look.open[:number]]


def _hits(look: Look, completions: Completions) -> set[UUID]:
    """What of all that was open was completed in time."""
    return {
        one.mission_id
        for one in look.open
        for subject in look.subjects
        for window, at in completions.get((one.mission_id, subject), {}).items()
        if one.window in {None, window} and look.since < at <= look.until
    }


def _among(chosen: Iterable[UUID], done: Collection[UUID]) -> int:
    return sum(mission in done for mission in chosen)
