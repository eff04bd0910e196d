"""A requirement as an automaton: it reads the symbols of pieces of work, one after the other, and says when it is met.

Pieces of work that a requirement cannot tell apart have the same symbol. The evaluator is asked only once for each
state and symbol; from then on the step is looked up. So a long history costs little more than reading it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from domain.rules import requirements
from domain.rules.requirements import Progress
from domain.rules.tallies import Tally, add, counts, members, stretch_of, value
from domain.specs import Aggregate, Condition, Fact, Requirement, conditions

#: States that are kept before all is forgotten: a sum may never come to the same state twice.
KEPT = 20_000

_FEW_STATES = frozenset({Aggregate.COUNT, Aggregate.MAX})

FactOf = Callable[[str], Fact]

#: The place of a condition, and the members that a piece of work adds to its tally.
Counted = tuple[int, Sequence[tuple[str, int]]]


class Standing(Protocol):
    """Where one reader of symbols stands."""

    met: bool

    def progress(self) -> Progress:
        """How far it is."""
        ...


class Reader(Protocol):
    """Reads symbols, which stand in the order of their moments, in µs."""

    def begin(self) -> Standing:
        """Where nothing was read yet."""
        ...

    def read(self, standing: Standing, symbols: Sequence[str], moments: Sequence[int]) -> tuple[int | None, Standing]:
        """Goes on until the requirement is met for good: the place of the symbol that did it, and the new standing."""
        ...


def reader(requirement: Requirement, fact_of: FactOf) -> Reader:
    """The reader for a requirement. `fact_of` gives a fact with the dimensions, value and day of a symbol."""
    if all(one.within is None and one.aggregate in _FEW_STATES for one in conditions(requirement)):
        return Automaton(requirement, fact_of)
    return Slider(requirement, fact_of)


class State:
    """What was counted so far, and the steps that are known to lead on from here."""

    __slots__ = ("_requirement", "met", "steps", "tallies")

    def __init__(self, requirement: Requirement, tallies: Sequence[Tally], *, met: bool) -> None:
        self._requirement = requirement
        self.tallies = tallies
        self.met = met
        self.steps: dict[str, State] = {}

    def progress(self) -> Progress:
        return requirements.measure(self._requirement, self.tallies)


class Automaton:
    """For requirements that come to the same few states again and again."""

    def __init__(self, requirement: Requirement, fact_of: FactOf) -> None:
        self._requirement = requirement
        self._fact_of = fact_of
        self._wanted = tuple(conditions(requirement))
        self._known: dict[tuple[frozenset[tuple[str, int]], ...], State] = {}
        self._begin = self._state([{} for _ in self._wanted])

    def begin(self) -> State:
        return self._begin

    def read(
        self,
        standing: Standing,
        symbols: Sequence[str],
        moments: Sequence[int],  # noqa: ARG002  it reads no time
    ) -> tuple[int | None, Standing]:
        assert isinstance(standing, State)  # noqa: S101  each reader gets back what it gave
        state = standing
        for place, symbol in enumerate(symbols):
            following = state.steps.get(symbol)
            if following is None:
                following = self._step(state, symbol)
            if following.met and not state.met:
                return place, following
            state = following
        return None, state

    def _step(self, state: State, symbol: str) -> State:
        tallies = [dict(tally) for tally in state.tallies]
        add(self._wanted, tallies, self._fact_of(symbol), inside=True)
        following = state.steps[symbol] = self._state(tallies)
        return following

    def _state(self, tallies: Sequence[Tally]) -> State:
        name = tuple(frozenset(tally.items()) for tally in tallies)
        if len(self._known) >= KEPT:
            self._known.clear()
            self._begin = self._state([{} for _ in self._wanted])
        if (state := self._known.get(name)) is None:
            met = requirements.is_met(self._requirement, requirements.amounts(self._wanted, tallies))
            state = self._known[name] = State(self._requirement, tallies, met=met)
        return state


class Slides:
    """For each condition what it counted: all there was, or what lies in the stretch that ends now and the best one."""

    __slots__ = ("_requirement", "_slides", "met")

    def __init__(self, requirement: Requirement, wanted: Sequence[Condition]) -> None:
        self._requirement = requirement
        self._slides = [Slide(condition) for condition in wanted]
        self.met = requirements.is_met(requirement, self._amounts())

    def progress(self) -> Progress:
        return requirements.measured(self._requirement, self._amounts())

    def add(self, at: int, counted: Sequence[Counted]) -> None:
        """Adds the members that each condition, by its place, counts of a piece of work."""
        grown = [self._slides[place].add(at, found) for place, found in counted]
        if any(grown):
            self.met = requirements.is_met(self._requirement, self._amounts())

    def _amounts(self) -> list[int]:
        return [slide.amount for slide in self._slides]


class Slide:
    """One condition under way. Only for work that goes forward in time and takes nothing back."""

    __slots__ = ("_aggregate", "_length", "_tally", "_timed", "amount")

    def __init__(self, condition: Condition) -> None:
        self._aggregate = condition.aggregate
        self._length = stretch_of(condition)
        self._timed: deque[tuple[int, Sequence[tuple[str, int]]]] = deque()
        self._tally: dict[str, int] = {}
        self.amount = 0

    def add(self, at: int, found: Sequence[tuple[str, int]]) -> bool:
        """Whether there is more than there ever was."""
        tally, timed = self._tally, self._timed
        if self._length is not None:
            timed.append((at, found))
            first = at - self._length
            while timed[0][0] <= first:
                for member, weight in timed.popleft()[1]:
                    tally[member] -= weight
        for member, weight in found:
            tally[member] = tally.get(member, 0) + weight
        amount = value(self._aggregate, tally)
        if amount <= self.amount:
            return False
        self.amount = amount
        return True


class Slider:
    """For requirements that seldom come to the same state twice: sums, different things, stretches of time."""

    def __init__(self, requirement: Requirement, fact_of: FactOf) -> None:
        self._requirement = requirement
        self._fact_of = fact_of
        self._wanted = tuple(conditions(requirement))
        self._counted: dict[str, list[Counted]] = {}

    def begin(self) -> Slides:
        return Slides(self._requirement, self._wanted)

    def read(self, standing: Standing, symbols: Sequence[str], moments: Sequence[int]) -> tuple[int | None, Standing]:
        assert isinstance(standing, Slides)  # noqa: S101  each reader gets back what it gave
        for place, (symbol, at) in enumerate(zip(symbols, moments, strict=True)):
            met = standing.met
            if (counted := self._counted.get(symbol)) is None:
                counted = self._counted[symbol] = self._count(symbol)
            standing.add(at, counted)
            if standing.met and not met:
                return place, standing
        return None, standing

    def _count(self, symbol: str) -> list[Counted]:
        fact = self._fact_of(symbol)
        return [(at, tuple(members(one, fact))) for at, one in enumerate(self._wanted) if counts(one, fact)]
