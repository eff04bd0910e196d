"""Back-testing: what a mission would have given on recorded work, window by window, by the evaluator that runs live."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from domain.rules import quests
from domain.rules.missions import MISSION_COMPLETED, Goal, Inside, always, days, decided_at, goals, period
from domain.specs import Fact, Kind, MissionSpec, Scope

#: Work at less than this, in µs, from other such work is done in a burst.
BURST = timedelta(minutes=1) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days a mission is tried on, both included, and the time it is now."""

    since: date
    until: date
    now: datetime


@dataclass(frozen=True, slots=True)
class Finish:
    """Somebody would have completed a window, `days` after he began to work towards it (0: on the same day).

    What a team completed is paid to its `helpers`. Steps of a quest that was not completed give XP, too: `whole` is
    false then.
    """

    subject: UUID
    window: str
    day: date
    at: datetime
    key: str
    days: int
    xp: int
    helpers: tuple[UUID, ...]
    whole: bool = True
    coins: int = 0


class Bursts:
    """Counts the work that was done in bursts: less than a minute before or after other such work."""

    def __init__(self) -> None:
        self.hasty = 0
        self._last: dict[Hashable, tuple[int, bool]] = {}

    def add(self, what: Iterable[Hashable], moments: Iterable[int]) -> None:
        """Pieces of work, in order: whose and of what kind, and when they were done (µs since 1970)."""
        last = self._last
        for one, at in zip(what, moments, strict=False):
            before, in_burst = last.get(one, (at - BURST, False))
            if at - before < BURST:
                self.hasty += 1 if in_burst else 2
                last[one] = at, True
            else:
                last[one] = at, False


def finishes(
    spec: MissionSpec, subject: UUID, facts: Sequence[Fact], stretch: Stretch, active: Collection[date] = ()
) -> list[Finish]:
    """What one player, or one team, would have completed. `facts` are those that count, in order.

    Those before the stretch count for conditions of ever alone. Who did nothing that counts takes part in the windows
    of the days on which he was `active`: it matters where nothing is asked for. A quest counts as accepted on the first
    day, or as soon as the missions before it were completed.
    """
    if spec.kind is Kind.QUEST:
        return _quest(spec, subject, facts, stretch)
    windows: dict[str, list[Fact]] = defaultdict(list)
    for day in sorted(active):
        windows[period(spec.window, day)] = []
    for fact in facts:
        if stretch.since <= fact.day:
            windows[period(spec.window, fact.day)].append(fact)
    found: list[Finish] = []
    settles = spec.settles
    for tier, goal in goals(spec).items():
        gives = next((one for one in spec.tiers if one.tier.value == tier), spec)
        for name, mine in windows.items():
            if (last := _last(spec, goal, name, mine, facts)) is not None:
                day, at, key = max(last.day, mine[0].day) if mine else last.day, last.moment, last.key
            elif settles and (held := held_until(spec, name, stretch)) and _holds(spec, goal, name, mine, facts):
                day = held
                at, key = datetime.combine(day, time.max, UTC), ""
            else:
                continue
            taken = max((day - mine[0].day).days, 0) if mine else 0
            helpers = _helpers(spec, subject, mine)
            found.append(Finish(subject, tier or name, day, at, key, taken, gives.xp, helpers, coins=gives.coins))
    return found


def held_until(spec: MissionSpec, name: str, stretch: Stretch) -> date | None:
    """The last day of a window, as far as it is tried; None of one that is not decided yet."""
    decided = decided_at(spec, name)
    if decided is not None and decided > stretch.now:
        return None
    span = days(spec.window, name)
    return min(span[1], stretch.until) if span else stretch.until


def winners(spec: MissionSpec, found: Iterable[Finish]) -> list[Finish]:
    """Those who would have been rewarded: all, or of limited places the first by the time of their work."""
    if spec.places is None:
        return list(found)
    by_window: dict[str, list[Finish]] = defaultdict(list)
    for finish in sorted(found, key=lambda one: (one.at, one.key, one.subject)):
        by_window[finish.window].append(finish)
    return [finish for window in by_window.values() for finish in window[: spec.places]]


def _last(spec: MissionSpec, goal: Goal, name: str, mine: Sequence[Fact], facts: Sequence[Fact]) -> Fact | None:
    """The work that completed a window for good."""
    if not goal.looks_back:
        return goal.completion(mine)
    considered, inside = _looking_back(spec, name, mine, facts)
    return goal.completion(considered, inside=inside)


def _holds(spec: MissionSpec, goal: Goal, name: str, mine: Sequence[Fact], facts: Sequence[Fact]) -> bool:
    """Whether a window that could have been lost was not."""
    considered, inside = _looking_back(spec, name, mine, facts) if goal.looks_back else (mine, always)
    return goal.measure(goal.fold((), considered, inside=inside)).done(closed=True)


def _looking_back(
    spec: MissionSpec, name: str, mine: Sequence[Fact], facts: Sequence[Fact]
) -> tuple[Sequence[Fact], Inside]:
    """Everything there was before a window was decided, and what of it lies inside."""
    decided = decided_at(spec, name)
    own = {(fact.key, fact.times) for fact in mine}
    considered = [fact for fact in facts if decided is None or fact.moment < decided]
    return considered, lambda fact: (fact.key, fact.times) in own


def _helpers(spec: MissionSpec, subject: UUID, mine: Iterable[Fact]) -> tuple[UUID, ...]:
    if spec.scope is Scope.PERSONAL:
        return (subject,)
    return tuple(sorted({fact.player_id for fact in mine if fact.player_id and fact.times > 0}))


def _quest(spec: MissionSpec, subject: UUID, facts: Sequence[Fact], stretch: Stretch) -> list[Finish]:
    begin = _offered_from(spec, facts)
    mine = [fact for fact in facts if stretch.since <= fact.day and fact.metric in spec.metrics]
    mine = [fact for fact in mine if begin is not None and begin <= fact.occurred_at]
    if not mine:
        return []
    limit = mine[0].occurred_at + spec.time_limit.length if spec.time_limit else None
    walked = quests.walk(spec.steps, [fact for fact in mine if limit is None or fact.occurred_at < limit])
    done = [(one.step, one.last) for one in walked if one.last is not None]
    if not done:
        return []
    whole = quests.completed_at(walked) is not None
    last = walked[-1].last if whole and walked[-1].last else max((last for _, last in done), key=lambda one: one.moment)
    xp, coins = quests.gives(spec, (step for step, _ in done), whole=whole)
    taken = (last.day - mine[0].day).days
    return [Finish(subject, "once", last.day, last.moment, last.key, taken, xp, (subject,), whole, coins)]


def _offered_from(spec: MissionSpec, facts: Sequence[Fact]) -> datetime | None:
    """When the missions before it were completed; None when one was not."""
    done: dict[str, datetime] = {}
    for fact in facts:
        if fact.metric == MISSION_COMPLETED and fact.times > 0:
            done.setdefault(str(fact.dimensions.get("mission")), fact.occurred_at)
    if not all(slug in done for slug in spec.after):
        return None
    return max((done[slug] for slug in spec.after), default=datetime.min.replace(tzinfo=UTC))
