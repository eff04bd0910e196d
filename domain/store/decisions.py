"""Decisions: what people and the calendar decided, each with its place among the deliveries, for a replay.

A decision is recorded when it is made, in a table of its own that a replay only reads.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.specs import Award
from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Published:
    """A mission began, and counted what was there before it."""

    at: datetime
    mission_id: UUID
    award: Award


@dataclass(frozen=True, slots=True)
class Reversed:
    """An admin took a completion back, and `coins` of it were left."""

    at: datetime
    mission_id: UUID
    player_id: UUID
    period: str
    reason: str
    actor_id: UUID
    coins: int


@dataclass(frozen=True, slots=True)
class Settled:
    """A window was decided."""

    at: datetime
    mission_id: UUID
    period: str


@dataclass(frozen=True, slots=True)
class Duelled:
    """A duel was decided."""

    at: datetime
    duel_id: UUID


@dataclass(frozen=True, slots=True)
class Merged:
    """Two accounts turned out to be one person."""

    at: datetime
    from_id: UUID
    into_id: UUID
    accounts: list[list[str]]
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class ByHand:
    """An admin gave XP, or took it."""

    at: datetime
    id: UUID
    player_id: UUID
    amount: int
    day: date
    reason: str
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class Held:
    """What was paid for some work was put on hold."""

    at: datetime
    id: UUID
    works: list[str]
    sentence: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A hold was released, or nobody had decided it in time."""

    at: datetime
    hold_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A season opened, or was closed, while these people hid, and these were none."""

    at: datetime
    season_id: str
    phase: str
    hidden: list[UUID]
    left_out: list[UUID]


@dataclass(frozen=True, slots=True)
class Redefined:
    """An admin changed a streak, or made one."""

    at: datetime
    streak: str
    version: int
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Paused:
    """A player entered time off, or took it back."""

    at: datetime
    id: UUID
    player_id: UUID
    first: date
    last: date
    ended: bool


@dataclass(frozen=True, slots=True)
class DayOff:
    """An admin named a day on which a team, or everybody, is off, or took it back."""

    at: datetime
    id: UUID
    team_id: UUID | None
    day: date
    name: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Repaired:
    """A player used a freeze for a period that he had missed."""

    at: datetime
    player_id: UUID
    streak: str
    period: date
    day: date


@dataclass(frozen=True, slots=True)
class Frozen:
    """An admin gave freezes by hand; what rewards give comes again with what gave them."""

    at: datetime
    player_id: UUID
    streak: str
    count: int
    cause: str


@dataclass(frozen=True, slots=True)
class Rewarded:
    """A reward was claimed or used, expired, or was revoked: what `kind` says."""

    at: datetime
    reward_id: UUID
    kind: str
    actor_id: UUID | None
    reason: str
    coins: int | None


@dataclass(frozen=True, slots=True)
class Bought:
    """A player bought something."""

    at: datetime
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class Handled:
    """An admin agreed to a purchase, handed it over, refused it or gave its coins back."""

    at: datetime
    purchase_id: UUID
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class BoardDecided:
    """A span of a board with prizes was decided."""

    at: datetime
    board: str
    first: date
    last: date


#: Whatever changed the game when it was made.
Decision = (
    Published
    | Reversed
    | Settled
    | Duelled
    | Merged
    | ByHand
    | Reached
    | Rewarded
    | Bought
    | Handled
    | Held
    | GivenBack
    | Redefined
    | Paused
    | DayOff
    | Repaired
    | Frozen
    | BoardDecided
)


def decisions(session: Session) -> list[Decision]:
    """Every decision, in the order in which they were made."""
    driver = connection(session)
    published = driver.execute(
        """
        select published_at, id, coalesce(award, 'from_now') from public.mission
        where published_at is not null and state <> 'scheduled' and (retired_at is null or retired_at > published_at)
        """
    ).fetchall()
    settled = driver.execute("select settled_at, mission_id, period from public.settlement").fetchall()
    back = driver.execute(
        "select at, mission_id, player_id, period, reason, actor_id, coins from public.reversal"
    ).fetchall()
    hand = driver.execute("select at, id, player_id, amount, day, reason, actor_id from public.hand_entry").fetchall()
    seasons = driver.execute("select at, season_id, phase, hidden, left_out from public.season_phase").fetchall()
    merged = driver.execute("select at, from_id, into_id, accounts, actor_id from public.merger").fetchall()
    rewards = driver.execute(
        "select at, reward_id, kind, actor_id, reason, coins from public.reward_decision"
    ).fetchall()
    held = driver.execute(
        """
        select h.at, h.id, array_agg(w.activity_key order by w.activity_key), h.sentence, h.expires_at
        from public.hold h join public.hold_work w on w.hold_id = h.id group by h.id
        """
    ).fetchall()
    freed = driver.execute("select at, hold_id, reason from public.hold_end where outcome <> 'reversed'").fetchall()
    boards = driver.execute(
        "select at, board, first, last from public.board_close where spec -> 'prizes' <> '[]'::jsonb"
    ).fetchall()
    found: list[Decision] = [
        *(BoardDecided(*row) for row in boards),
        *_about_streaks(session),
        *(Rewarded(*row) for row in rewards),
        *(Bought(*row) for row in driver.execute("select at, id from public.purchase")),
        *(Handled(*row) for row in driver.execute("select at, purchase_id, step, reason from public.purchase_step")),
        *(Held(*row) for row in held),
        *(GivenBack(*row) for row in freed),
        *(ByHand(*row) for row in hand),
        *(Merged(*row) for row in merged),
        *(Published(at, mission_id, Award(award)) for at, mission_id, award in published),
        *(Settled(*row) for row in settled),
        *(Duelled(*row) for row in driver.execute("select at, duel_id from public.duel_result").fetchall()),
        *(Reversed(*row) for row in back),
        *(Reached(*row) for row in seasons),
    ]
    return sorted(found, key=lambda one: (one.at, type(one).__name__, str(one)))


def _about_streaks(session: Session) -> Iterator[Decision]:
    driver = connection(session)
    rows = driver.execute("select at, streak, version, spec from public.streak_version").fetchall()
    yield from (Redefined(*row) for row in rows)
    rows = driver.execute(
        """
        select at, id, player_id, first, last, false from public.pause union all
        select ended_at, id, player_id, first, last, true from public.pause where ended_at is not null
        """
    ).fetchall()
    yield from (Paused(*row) for row in rows)
    rows = driver.execute(
        """
        select at, id, team_id, day, name, false from public.day_off union all
        select ended_at, id, team_id, day, name, true from public.day_off where ended_at is not null
        """
    ).fetchall()
    yield from (DayOff(*row) for row in rows)
    rows = driver.execute("select at, player_id, streak, period, day from public.streak_repair").fetchall()
    yield from (Repaired(*row) for row in rows)
    rows = driver.execute(
        "select at, player_id, streak, count, cause from public.streak_freeze where starts_with(cause, 'hand:')"
    ).fetchall()
    yield from (Frozen(*row) for row in rows)
