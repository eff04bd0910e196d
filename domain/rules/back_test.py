"""Back-testing: what a mission would have given on recorded work, window by window, by the evaluator that runs live."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from domain.rules import quests
from domain.rules.missions import Goal, decided_at, goals, period
from domain.rules.requirements import in_order
from domain.specs import Fact, Kind, MissionSpec

#: Work that follows other such work at less than this is done in a burst.
BURST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Finish:
    """Somebody would have completed a window, `days` after he began to work towards it (0: on the same day)."""

    subject: UUID
    window: str
    day: date
    at: datetime
    key: str
    days: int
    xp: int


def finishes(spec: MissionSpec, subject: UUID, facts: Sequence[Fact], now: datetime) -> list[Finish]:
    """What one player, or one team, would have completed. `facts` are his, those that count, in order.

    A quest counts as accepted on the first day.
    """
    if spec.kind is Kind.QUEST:
        return _quest(spec, subject, facts)
    found: list[Finish] = []
    windows: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        windows[period(spec.window, fact.day)].append(fact)
    for tier, goal in goals(spec).items():
        xp = next((one.xp for one in spec.tiers if one.tier.value == tier), spec.xp)
        for name, mine in windows.items():
            last = _last(spec, goal, name, mine, now)
            if last is not None:
                days = (last.day - mine[0].day).days
                found.append(Finish(subject, tier or name, last.day, last.moment, last.key, days, xp))
    return found


def winners(spec: MissionSpec, found: Iterable[Finish]) -> list[Finish]:
    """Those who would have been rewarded: all, or of limited places the first by the time of their work."""
    if spec.places is None:
        return list(found)
    by_window: dict[str, list[Finish]] = defaultdict(list)
    for finish in sorted(found, key=lambda one: (one.at, one.key, one.subject)):
        by_window[finish.window].append(finish)
    return [finish for window in by_window.values() for finish in window[: spec.places]]


def in_bursts(facts: Iterable[tuple[int, datetime, datetime]]) -> tuple[int, int]:
    """(pieces of work, those done in bursts) of (number, first, last) groups of alike work of one person and day."""
    work = hasty = 0
    for number, first, last in facts:
        work += number
        if number > 1 and last - first < (number - 1) * BURST:
            hasty += number
    return work, hasty


def _last(spec: MissionSpec, goal: Goal, name: str, facts: Sequence[Fact], now: datetime) -> Fact | None:
    """The fact that completed a window; of one that held until it was decided, the last one in it."""
    if (last := goal.completion(facts)) is not None or not spec.settles:
        return last
    decided = decided_at(spec, name)
    over = decided is not None and decided <= now
    return facts[-1] if over and goal.measure(goal.fold((), facts)).done(closed=True) else None


def _quest(spec: MissionSpec, subject: UUID, facts: Sequence[Fact]) -> list[Finish]:
    limit = facts[0].occurred_at + spec.time_limit.length if facts and spec.time_limit else None
    mine = [fact for fact in in_order(facts) if limit is None or fact.occurred_at < limit]
    walked = quests.walk(spec.steps, mine)
    last = walked[-1].last
    if last is None or quests.completed_at(walked) is None:
        return []
    xp = spec.xp + sum(one.step.xp for one in walked if one.completed_at)
    return [Finish(subject, "once", last.day, last.moment, last.key, (last.day - mine[0].day).days, xp)]
