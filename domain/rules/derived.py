"""What the game itself produces, as facts: XP, coins, completed missions, badges, streaks.

So "earn 1,000 XP", "finish five missions" and "a streak of ten days" are conditions like any other. Each is a function
of the work behind it and stands at the moment of that work, whenever it arrived.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Protocol
from uuid import UUID

from domain.rules.missions import MISSION_COMPLETED
from domain.rules.scoring import pay, within_hours
from domain.rules.streaks import NO_LIFE, Change, Life, Mark, Periods, Run, changes, reached
from domain.rules.zones import Zones, start_of
from domain.specs import DEFAULT_STREAK, PRESENCE, SHIPPED_STREAKS, Fact, StreakSpec

XP_EARNED = "xp.earned"
COINS_EARNED = "coins.earned"
BADGE_EARNED = "badge.earned"
STREAK_LENGTH = "streak.length"

DERIVED = frozenset({XP_EARNED, COINS_EARNED, MISSION_COMPLETED, BADGE_EARNED, STREAK_LENGTH})
#: What the ledger adds up, day by day, beside the work itself.
BOOKED = (XP_EARNED, COINS_EARNED)
#: Coins that are spent, or come back from that, were not earned.
SPENDING = "purchase"
#: No work: what the ledger keeps by the day, and days on which somebody looked in.
NOT_WORK = (*BOOKED, PRESENCE)


@dataclass(frozen=True, slots=True)
class Earned:
    """A ledger entry as rules see it. From `each` to `cap`, and `hour` and its cap, are those of a scoring rule."""

    grant_key: str
    player_id: UUID
    cause_id: str
    amount: int
    day: date
    occurred_at: datetime
    known_at: datetime
    cause: str
    coins: int
    each: int | None = None
    full_until: int = 0
    cap: int = 0
    hour: str | None = None
    hour_cap: int | None = None

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
    days: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for entry in sorted(entries, key=lambda entry: (entry.occurred_at, entry.grant_key)):
        amount = entry.amount
        if entry.each is not None:
            hours = days[entry.cause_id, entry.day]
            before = _paid(entry, hours)
            hours[entry.hour or ""] = hours.get(entry.hour or "", 0) + entry.each
            amount = _paid(entry, hours) - before
        if amount:
            yield xp(entry, amount)


def _paid(entry: Earned, hours: Mapping[str, int]) -> int:
    """What the day of an entry pays, when its hours add up to that."""
    raw = sum(hours.values()) if entry.hour_cap is None else within_hours(hours, entry.hour_cap)
    return pay(entry.full_until, entry.cap, raw)


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


class Streak:
    """The lengths of one of a player's streaks, period by period, as work becomes known and is taken back.

    They count by the day, from its beginning: which of its hours came in first says nothing. `counts` is how often on
    which day something was done that counts for it.
    """

    def __init__(
        self,
        player_id: UUID,
        zones: Zones,
        spec: StreakSpec = SHIPPED_STREAKS[0],
        life: Life = NO_LIFE,
        counts: Mapping[date, int] | None = None,
    ) -> None:
        self._player_id, self._zones, self._spec = player_id, zones, spec
        self._counts: dict[date, int] = defaultdict(int, counts or {})
        self._is_on = spec.on
        self._run = self._anew(life)

    def add(self, day: date, known_at: datetime, *, times: int = 1, since: datetime | None = None) -> list[Fact]:
        """Something was done `times` more on a day, less where that was taken back, which holds `since` then.

        The periods whose length changes by it: each with its old length taken back and its new one.
        """
        self._counts[day] += times
        if not self._is_on:
            return []
        periods = self._run.periods
        period = periods.of(day)
        mine = {one: self._counts[one] for one in periods.days(period) if self._counts.get(one)}
        enough = reached(self._spec, periods, mine).get(period)
        return self._facts(self._run.put(period, enough), known_at, since)

    def live(self, spec: StreakSpec, life: Life, known_at: datetime, since: date | None = None) -> list[Fact]:
        """The same work under another definition, or with other days off, which are as they were before `since`."""
        before = self._run
        since = since if spec == self._spec else None
        self._spec, self._is_on = spec, spec.on
        self._run = self._anew(life, since)
        return self._facts(changes(before, self._run), known_at, None)

    def _anew(self, life: Life, since: date | None = None) -> Run:
        """Of a streak that is off nothing is counted."""
        spec = self._spec
        periods = Periods(spec.cadence, life.off)
        first = periods.of(since) if since else date.min
        counts = {day: number for day, number in self._counts.items() if day >= first} if since else self._counts
        so_far = (self._run, first) if since else None
        return Run(spec, life, reached(spec, periods, counts) if self._is_on else {}, so_far=so_far)

    def _facts(self, changed: Iterable[Change], known_at: datetime, since: datetime | None) -> list[Fact]:
        facts = []
        for change in changed:
            old, new = change.old, change.new
            if old is not None and new is not None and (old.length, old.reached) == (new.length, new.reached):
                continue
            facts += [self._fact(change.period, old, -1, known_at, since)] if old is not None else []
            facts += [self._fact(change.period, new, 1, known_at, since)] if new is not None else []
        return facts

    def _fact(self, period: date, mark: Mark, times: int, known_at: datetime, since: datetime | None) -> Fact:
        name = self._player_id if self._spec.id == DEFAULT_STREAK else f"{self._spec.id}:{self._player_id}"
        begin = start_of(self._zones, mark.reached, known_at=known_at)
        return Fact(
            key=f"streak:{name}:{period}",
            metric=STREAK_LENGTH,
            value=mark.length,
            occurred_at=datetime.combine(mark.reached, time.max, UTC),
            day=mark.reached,
            dimensions={"streak": self._spec.id},
            times=times,
            since=max(begin, since) if since else begin,
            player_id=self._player_id,
            received_at=known_at,
        )


@dataclass(frozen=True, slots=True)
class Done:
    """It became known that something was done on a day, or that it was taken back, which holds `since` then."""

    known_at: datetime
    day: date
    times: int
    since: datetime | None = None


class Said(Protocol):
    """What was ever said about the days of a player, and when."""

    zones: Zones

    def moments(self) -> Sequence[datetime]: ...

    def life(self, streak: str, at: datetime | None = None) -> Life: ...


#: The definitions of a streak, and since when each was in force; the first one was from the beginning.
Versions = Sequence[tuple[datetime, StreakSpec]]


def streak_facts(player_id: UUID, said: Said, versions: Versions, work: Iterable[Done]) -> list[Fact]:
    """All lengths a streak ever had, in the order in which they became known."""
    begin, spec = versions[0]
    changed = deque(sorted({*said.moments(), *(at for at, _ in versions[1:])}))
    streak = Streak(player_id, said.zones, spec, said.life(spec.id, begin))
    facts: list[Fact] = []
    for one in sorted(work, key=lambda one: (one.known_at, -one.times, one.day)):
        while changed and changed[0] < one.known_at:
            facts += _changed(streak, said, versions, changed.popleft())
        facts += streak.add(one.day, one.known_at, times=one.times, since=one.since)
    for later in changed:
        facts += _changed(streak, said, versions, later)
    return facts


def _changed(streak: Streak, said: Said, versions: Versions, at: datetime) -> list[Fact]:
    spec = [spec for since, spec in versions if since <= at][-1]
    return streak.live(spec, said.life(spec.id, at), at)
