"""What the game itself produces, as facts: XP, coins, completed missions, badges, streaks.

So "earn 1,000 XP", "finish five missions" and "a streak of ten days" are conditions like any other. Each is a function
of the work behind it and stands at the moment of that work, whenever it arrived.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from domain.rules.missions import MISSION_COMPLETED
from domain.rules.scoring import pay
from domain.rules.streaks import WEEKEND, previous_working_day
from domain.rules.zones import Zones, start_of
from domain.specs import Fact

XP_EARNED = "xp.earned"
COINS_EARNED = "coins.earned"
BADGE_EARNED = "badge.earned"
STREAK_LENGTH = "streak.length"

DERIVED = frozenset({XP_EARNED, COINS_EARNED, MISSION_COMPLETED, BADGE_EARNED, STREAK_LENGTH})
#: What the ledger adds up, day by day, beside the work itself.
BOOKED = (XP_EARNED, COINS_EARNED)
#: Coins that are spent, or come back from that, were not earned.
SPENDING = "purchase"


@dataclass(frozen=True, slots=True)
class Earned:
    """A ledger entry as rules see it. `each`, `full_until` and `cap` are those of a scoring rule."""

    grant_key: str
    player_id: UUID
    cause_id: str
    amount: int
    day: date
    occurred_at: datetime
    known_at: datetime
    each: int | None = None
    full_until: int = 0
    cap: int = 0
    cause: str = "rule"
    coins: int = 0

    @property
    def earned_coins(self) -> int:
        """The coins in it, spending not counted."""
        return 0 if self.cause == SPENDING else self.coins


def xp(entry: Earned, amount: int) -> Fact:
    """XP as a fact; `amount` is what the entry paid."""
    return Fact(
        key=entry.grant_key,
        metric=XP_EARNED,
        value=amount,
        occurred_at=entry.occurred_at,
        day=entry.day,
        dimensions={"cause": entry.cause_id},
        player_id=entry.player_id,
        received_at=entry.known_at,
    )


def coins(entry: Earned) -> Fact:
    """Coins as a fact."""
    return replace(xp(entry, entry.earned_coins), key=f"coins:{entry.grant_key}", metric=COINS_EARNED)


def xp_in_order(entries: Iterable[Earned]) -> Iterator[Fact]:
    """A player's entries with the amounts they would have, had all work arrived in the order in which it happened.

    Which entry of a day meets the cap depends on the order of arrival; the sum of the day does not.
    """
    raw: dict[tuple[str, date], int] = defaultdict(int)
    for entry in sorted(entries, key=lambda entry: (entry.occurred_at, entry.grant_key)):
        amount = entry.amount
        if entry.each is not None:
            day = (entry.cause_id, entry.day)
            before = pay(entry.full_until, entry.cap, raw[day])
            raw[day] += entry.each
            amount = pay(entry.full_until, entry.cap, raw[day]) - before
        if amount:
            yield xp(entry, amount)


def mission_completed(
    player_id: UUID,
    slug: str,
    period: str,
    day: date,
    completed_at: datetime,
    known_at: datetime,
    *,
    times: int = 1,
) -> Fact:
    """A completed mission as a fact."""
    return Fact(
        key=f"mission:{slug}:{player_id}:{period}",
        metric=MISSION_COMPLETED,
        value=1,
        occurred_at=completed_at,
        day=day,
        dimensions={"mission": slug},
        times=times,
        player_id=player_id,
        received_at=known_at,
    )


def badge_earned(
    player_id: UUID, badge_id: str, cause: str, tier: str, day: date, at: datetime, known_at: datetime
) -> Fact:
    """An earned badge as a fact."""
    return Fact(
        key=f"badge:{badge_id}:{player_id}:{cause}",
        metric=BADGE_EARNED,
        value=1,
        occurred_at=at,
        day=day,
        dimensions={"badge": badge_id, "tier": tier},
        player_id=player_id,
        received_at=known_at,
    )


@dataclass(frozen=True, slots=True)
class ActiveDay:
    """A day on which a player did something, and when the first of it came in."""

    day: date
    received_at: datetime


class Streak:
    """The lengths of a player's runs of working days, day by day, as active days become known.

    They count by the day, from its beginning: which of its hours came in first says nothing.
    """

    def __init__(self, player_id: UUID, zones: Zones, days: Iterable[date] = ()) -> None:
        self._player_id, self._zones = player_id, zones
        self._lengths: dict[date, int] = {}
        for day in sorted(days):
            if day.weekday() not in WEEKEND:
                self._lengths[day] = self._lengths.get(previous_working_day(day), 0) + 1

    def add(self, active: ActiveDay) -> list[Fact]:
        """The days whose run became longer: each with its old length taken back and its new one."""
        if active.day.weekday() in WEEKEND or active.day in self._lengths:
            return []
        facts = []
        day, length = active.day, self._lengths.get(previous_working_day(active.day), 0) + 1
        while True:
            old = self._lengths.get(day)
            facts += [self._fact(day, old, active, -1)] if old is not None else []
            facts.append(self._fact(day, length, active, 1))
            self._lengths[day] = length
            day, length = _next_working_day(day), length + 1
            if day not in self._lengths:
                return facts

    def _fact(self, day: date, length: int, active: ActiveDay, times: int) -> Fact:
        return Fact(
            key=f"streak:{self._player_id}:{day}",
            metric=STREAK_LENGTH,
            value=length,
            occurred_at=datetime.combine(day, time.max, UTC),
            day=day,
            dimensions={},
            times=times,
            since=start_of(self._zones, day, known_at=active.received_at),
            player_id=self._player_id,
            received_at=active.received_at,
        )


def _next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while day.weekday() in WEEKEND:
        day += timedelta(days=1)
    return day
