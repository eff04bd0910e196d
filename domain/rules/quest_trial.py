"""A quest tried on work that comes in columns: each step reads on where the one before it was done."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.rules import quests
from domain.rules.automaton import FactOf, Reader, reader
from domain.rules.back_test import Finish
from domain.rules.moments import moment
from domain.rules.trial import Trail
from domain.specs import MissionSpec, Step

_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _Done:
    """A step that was completed, by the work at a place."""

    step: Step
    at: int


class QuestTrial:
    """One quest, accepted by everybody with his first work. The same answer as `back_test` gives fact by fact."""

    def __init__(self, spec: MissionSpec, fact_of: FactOf) -> None:
        self._spec = spec
        self._readers: Sequence[tuple[Step, Reader]] = [
            (step, reader(step.requirement, fact_of)) for step in spec.steps
        ]

    def alone(self, player: UUID, trail: Trail, active: Collection[date] = ()) -> list[Finish]:  # noqa: ARG002
        """What one player would have completed; without work there is nothing, however `active` he was."""
        done, whole = self._walk(trail, self._limit(trail))
        if not done:
            return []
        last = done[-1].at if whole else max(one.at for one in done)
        day, at, key = trail.place(last)
        xp, coins = quests.gives(self._spec, (one.step for one in done), whole=whole)
        return [Finish(player, "once", day, moment(at), key, (day - trail.days[0]).days, xp, (player,), whole, coins)]

    def _limit(self, trail: Trail) -> int:
        """The place from which on it is too late."""
        if self._spec.time_limit is None or not trail.moments:
            return len(trail.moments)
        over = trail.moments[0] + self._spec.time_limit.length // _MICROSECOND
        return next((place for place, at in enumerate(trail.moments) if at >= over), len(trail.moments))

    def _walk(self, trail: Trail, limit: int) -> tuple[list[_Done], bool]:
        """The steps that were done, in their order, and whether all that are needed were."""
        needed: dict[int, int] = {}
        begins: dict[int, int] = {}
        begin: int | None = 0
        for place, (step, readers) in enumerate(self._readers):
            if begin is None:
                break
            begins[place] = begin
            if not step.optional:
                found = _read(readers, trail, begin, limit)
                needed |= {} if found is None else {place: found}
                begin = None if found is None else found + 1
        over = limit if begin is None else begin
        done: list[_Done] = []
        for place, first in begins.items():
            step, readers = self._readers[place]
            at = _read(readers, trail, first, over) if step.optional else needed.get(place)
            if at is not None:
                done.append(_Done(step, at))
        return done, begin is not None


def _read(readers: Reader, trail: Trail, begin: int, end: int) -> int | None:
    """The place of the work that completes a step which counts from `begin` on, before `end`."""
    found, _ = readers.read(readers.begin(), trail.symbols[begin:end], trail.moments[begin:end])
    return None if found is None else begin + found
