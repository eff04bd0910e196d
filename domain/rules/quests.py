"""Quests: ordered steps, walked through with the facts as they happened."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.rules.requirements import Progress, completion, evaluate
from domain.specs import Fact, MissionSpec, Step


@dataclass(frozen=True, slots=True)
class Walked:
    """One step: how far it is, and the fact that completed it. `open` tells whether it is this step's turn."""

    step: Step
    progress: Progress
    open: bool
    last: Fact | None

    @property
    def completed_at(self) -> datetime | None:
        return self.last.moment if self.last else None


def walk(steps: Sequence[Step], facts: Sequence[Fact]) -> tuple[Walked, ...]:
    """The state of every step after `facts`, which stand in the order in which they happened.

    What counts for a step begins behind the fact that completed the step before. An optional step opens in its turn and
    holds nobody up; it can be done until the last step that is not optional is done. A step that is done stays as it
    was then, whatever is taken back later.
    """
    end = _end(steps, facts)
    walked: list[Walked] = []
    begin: int | None = 0
    for step in steps:
        if begin is None:
            walked.append(Walked(step, evaluate(step.requirement, ()), open=False, last=None))
            continue
        mine = _between(facts, begin, len(facts) if end is None else end)
        last = completion(step.requirement, mine)
        if last is None:
            walked.append(Walked(step, evaluate(step.requirement, mine), open=end is None, last=None))
        else:
            until_then = mine[: _behind(mine, 0, last)]
            walked.append(Walked(step, evaluate(step.requirement, until_then), open=False, last=last))
        if not step.optional:
            begin = _behind(facts, begin, last)
    return tuple(walked)


def completed_at(steps: Sequence[Walked]) -> datetime | None:
    """When the whole quest was completed: with the last of its steps that are not optional."""
    needed = [one.completed_at for one in steps if not one.step.optional]
    return None if None in needed else needed[-1]


def share(steps: Sequence[Walked]) -> float:
    """How far the quest is, from 0 to 1: the mean of the steps that are not optional."""
    needed = [one.progress.share for one in steps if not one.step.optional]
    return sum(needed) / len(needed)


def _end(steps: Sequence[Step], facts: Sequence[Fact]) -> int | None:
    """Where the quest is over: behind the fact that completed its last needed step; None while it is not."""
    begin: int | None = 0
    for step in steps:
        if not step.optional and begin is not None:
            begin = _behind(facts, begin, completion(step.requirement, _between(facts, begin, len(facts))))
    return begin


def gives(spec: MissionSpec, done: Iterable[Step], *, whole: bool) -> tuple[int, int]:
    """(XP, coins) of the steps that are done, and of the quest itself where it is done as a `whole`."""
    parts = [(step.xp, step.coins) for step in done] + ([(spec.xp, spec.coins)] if whole else [])
    return sum(xp for xp, _ in parts), sum(coins for _, coins in parts)


def _between(facts: Sequence[Fact], begin: int, end: int) -> list[Fact]:
    """The facts of one step. What is taken back in it counts only if it was done in it."""
    done = {fact.key for fact in facts[begin:end] if fact.times > 0}
    return [fact for fact in facts[begin:end] if fact.key in done]


def _behind(facts: Sequence[Fact], begin: int, last: Fact | None) -> int | None:
    return None if last is None else next(at for at in range(begin, len(facts)) if facts[at] is last) + 1
