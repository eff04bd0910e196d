"""Missions: which window a fact belongs to, and what has to be reached in it.

A late fact counts in its own window while that is open somewhere in the world, and for a grace after it. When that is
over too, the window is decided for good. What had arrived before the mission was published is never late.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache

from domain.rules import requirements
from domain.rules.requirements import Progress, Verdict
from domain.rules.tallies import Tally, add, pruned
from domain.specs import (
    Aggregate,
    AllOf,
    Condition,
    Fact,
    Filter,
    MissionSpec,
    Requirement,
    Scope,
    Window,
    conditions,
    metrics,
)

#: How long after the close of a window what happened in it may still arrive.
GRACE = timedelta(hours=48)
#: A day is over everywhere when it is over in the westernmost zone, UTC−12.
WESTERNMOST = timedelta(hours=12)
#: And it begins first in the easternmost one, UTC+14.
EASTERNMOST = timedelta(hours=14)

MISSION_COMPLETED = "mission.completed"


Inside = Callable[[Fact], bool]


def always(_: Fact) -> bool:
    """Every fact lies inside the window."""
    return True


@dataclass(frozen=True)
class Goal:
    """What has to be reached: a requirement, and by how many people at least. `shared` work keeps its contributors."""

    requirement: Requirement
    contributors: int = 1
    shared: bool = False

    def fold(self, tallies: Sequence[Tally], facts: Iterable[Fact], *, inside: Inside = always) -> list[dict[str, int]]:
        """The tallies after `facts`; those who contributed stand in a further tally behind them."""
        grown = self._copy(tallies)
        for fact in facts:
            self._add(grown, fact, inside=inside(fact))
        return grown

    def measure(self, tallies: Sequence[Tally]) -> Progress:
        """The progress that tallies stand for. Too few contributors keep it open."""
        if not self.shared:
            return requirements.measure(self.requirement, tallies)
        progress = requirements.measure(self.requirement, tallies[:-1])
        if len(tallies[-1] if tallies else ()) >= self.contributors or progress.verdict is Verdict.LOST:
            return progress
        return Progress(min(progress.share, 0.99), min(progress.verdict, Verdict.OPEN), progress.reached)

    def completion(self, facts: Iterable[Fact], *, begin: Sequence[Tally] = (), inside: Inside = always) -> Fact | None:
        """The fact with which it was first reached for good, in the order of `facts`, going on from `begin`."""
        tallies = self._copy(begin)
        facts = list(facts) if self.has_stretches else facts
        forward = self.has_stretches and all(fact.times > 0 for fact in facts)
        for fact in facts:
            if self._add(tallies, fact, inside=inside(fact)) and self.is_met(tallies):
                return fact
            if forward:
                tallies = [dict(tally) for tally in self.pruned(tallies, fact.moment)]
        return None

    def pruned(self, tallies: Sequence[Tally], latest: datetime) -> list[Tally]:
        """The tallies without what lies too far back for any stretch of time that ends later."""
        if not self.has_stretches:
            return list(tallies)
        own = pruned(self._wanted, tallies[: len(self._wanted)], latest)
        return [*own, *tallies[len(self._wanted) :]]

    def _copy(self, tallies: Sequence[Tally]) -> list[dict[str, int]]:
        return [dict(tally) for tally in tallies] or [{} for _ in range(len(self._wanted) + self.shared)]

    def _add(self, tallies: Sequence[dict[str, int]], fact: Fact, *, inside: bool) -> bool:
        """Add a fact; work that is taken back was still a contribution."""
        own = tallies[:-1] if self.shared else tallies
        counted = add(self._wanted, own, fact, inside=inside)
        if self.shared and counted and inside and fact.times > 0 and fact.player_id is not None:
            helper = str(fact.player_id)
            tallies[-1][helper] = tallies[-1].get(helper, 0) + fact.times
        return counted

    def is_met(self, tallies: Sequence[Tally]) -> bool:
        """Whether it is reached for good: the same as `measure(…).done()`, quicker."""
        if self.shared and len(tallies[-1]) < self.contributors:
            return False
        return requirements.is_met(self.requirement, requirements.amounts(self._wanted, tallies[: len(self._wanted)]))

    @cached_property
    def _wanted(self) -> tuple[Condition, ...]:
        return tuple(conditions(self.requirement))

    def concerns(self, fact: Fact) -> bool:
        """Whether one of the conditions counts this fact."""
        return requirements.is_counted(self._wanted, fact)

    @cached_property
    def metrics(self) -> frozenset[str]:
        """What it counts, missions that must be completed before included."""
        return metrics(self.requirement)

    @cached_property
    def has_stretches(self) -> bool:
        """Whether a condition looks at stretches of time inside the window."""
        return any(condition.within for condition in self._wanted)

    @cached_property
    def looks_back(self) -> bool:
        """Whether a condition counts what lies before the window."""
        return any(condition.ever for condition in self._wanted)


def goals(spec: MissionSpec) -> Mapping[str, Goal]:
    """What has to be reached in each window of a mission: one goal, or one for each tier of an achievement."""
    requirement = spec.requirement
    if requirement is None:
        return {}
    shared = spec.scope is not Scope.PERSONAL
    if spec.tiers and isinstance(requirement, Condition):
        return {
            tier.tier.value: Goal(_after(spec, requirement.model_copy(update={"threshold": tier.threshold})))
            for tier in spec.tiers
        }
    return {"": Goal(_after(spec, requirement), spec.min_contributors, shared)}


def _after(spec: MissionSpec, requirement: Requirement) -> Requirement:
    """The requirement, and the missions that must be completed before it: they are conditions like any other."""
    if not spec.after:
        return requirement
    return AllOf(all=(*(completed(slug) for slug in spec.after), requirement))


def completed(slug: str) -> Condition:
    """The condition that a mission was completed at any time."""
    return Condition(
        metric=MISSION_COMPLETED,
        aggregate=Aggregate.COUNT,
        filters=(Filter(dimension="mission", values=(slug,)),),
        threshold=1,
        ever=True,
    )


def prerequisite(condition: Condition) -> str | None:
    """The slug of the mission that has to be completed before; None of any other condition."""
    match condition.filters:
        case (Filter(values=(slug,)),) if condition == completed(slug):
            return slug
        case _:
            return None


@lru_cache(maxsize=4_096)
def period(window: Window, day: date) -> str:
    """The name of the window that `day` lies in: `once`, `2026-11-20`, `2026-W47` (ISO), `2026-11` or `2026-Q4`."""
    match window:
        case Window.ONCE:
            return "once"
        case Window.DAILY:
            return day.isoformat()
        case Window.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}"
        case Window.MONTHLY:
            return f"{day.year:04}-{day.month:02}"
        case Window.SEASON:
            return f"{day.year:04}-Q{(day.month + 2) // 3}"


def days(window: Window, name: str) -> tuple[date, date] | None:
    """The first and the last day of a window by its name; None of `once`."""
    match window:
        case Window.ONCE:
            return None
        case Window.DAILY:
            day = date.fromisoformat(name)
            return day, day
        case Window.WEEKLY:
            monday = date.fromisocalendar(int(name[:4]), int(name[-2:]), 1)
            return monday, monday + timedelta(days=6)
        case Window.MONTHLY:
            return _months(int(name[:4]), int(name[-2:]), 1)
        case Window.SEASON:
            return _months(int(name[:4]), int(name[-1]) * 3 - 2, 3)


def _months(year: int, month: int, number: int) -> tuple[date, date]:
    after = month + number
    following = date(year + (after > 12), after - 12 if after > 12 else after, 1)
    return date(year, month, 1), following - timedelta(days=1)


def closes_at(spec: MissionSpec, name: str) -> datetime | None:
    """When the window of that name is over for everybody on Earth; None of one that stays open."""
    return _closes(spec.window, name, spec.ends_at)


def _closes(window: Window, name: str, ends_at: datetime | None) -> datetime | None:
    over = _over(window, name)
    return min(over, ends_at) if over and ends_at else over or ends_at


def _over(window: Window, name: str) -> datetime | None:
    span = days(window, name)
    return datetime.combine(span[1] + timedelta(days=1), time(), UTC) + WESTERNMOST if span else None


def decided_at(spec: MissionSpec, name: str) -> datetime | None:
    """When the window takes nothing more in; None of one that stays open."""
    return _decided(spec.window, name, spec.ends_at)


@lru_cache(maxsize=16_384)
def _decided(window: Window, name: str, ends_at: datetime | None) -> datetime | None:
    over = _closes(window, name, ends_at)
    return over + GRACE if over else None


def windows(spec: MissionSpec, since: date, now: datetime) -> Iterator[str]:
    """The names of the windows from the day `since` on that are decided by `now`, the oldest first."""
    day = since
    while True:
        name = period(spec.window, day)
        decided = decided_at(spec, name)
        if decided is None or decided > now:
            return
        yield name
        span = days(spec.window, name)
        if span is None:
            return
        day = span[1] + timedelta(days=1)
        if spec.ends_at is not None and datetime.combine(day, time(), UTC) - EASTERNMOST >= spec.ends_at:
            return


@dataclass(frozen=True, slots=True)
class Running:
    """When a version of a mission counts: what occurred from `counts_from` on and arrived before it was retired.

    Of a season's mission `days` are the first and the last day of that, in each player's own time zone.
    """

    published_at: datetime
    counts_from: datetime | None
    retired_at: datetime | None = None
    days: tuple[date, date] | None = None


def refusal(spec: MissionSpec, running: Running, fact: Fact, received_at: datetime) -> str | None:
    """Why a fact does not lie in a mission's span, in a sentence; None when it does."""
    occurred_at = fact.occurred_at
    if running.days is not None and not running.days[0] <= fact.day <= running.days[1]:
        first, last = running.days
        return f"It is not of a day of the season, which goes from {first:%-d %B} to {last:%-d %B %Y}."
    if running.counts_from is not None and min(occurred_at, received_at) < running.counts_from:
        return f"It happened before the mission began on {running.counts_from:%-d %B %Y}."
    if spec.ends_at is not None and occurred_at >= spec.ends_at:
        return f"It happened after the mission ended on {spec.ends_at:%-d %B %Y}."
    if running.retired_at is not None and received_at >= running.retired_at:
        return f"It arrived after the mission was retired on {running.retired_at:%-d %B %Y}."
    decided = decided_at(spec, period(spec.window, fact.day))
    if decided is not None and received_at >= max(decided, running.published_at):
        return f"It arrived too late: its window was decided on {decided:%-d %B %Y}."
    return None
