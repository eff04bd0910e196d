"""A mission tried on recorded work that comes in columns: the same answer as that of the back-test, much quicker.

For missions in which each window stands for itself; the others are tried fact by fact.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import pairwise
from uuid import UUID

from domain.rules.automaton import FactOf, Reader, Standing, reader
from domain.rules.back_test import Finish, Stretch, held_until
from domain.rules.derived import DERIVED
from domain.rules.missions import Goal, goals, period
from domain.rules.moments import microseconds, moment
from domain.specs import MissionSpec, Scope, Window, conditions


@dataclass(frozen=True, slots=True)
class Trail:
    """Pieces of work in columns, in order: what they are, when they were done (µs since 1970) and on which day.

    Natural keys are there only where they decide something.
    """

    symbols: Sequence[str] = ()
    moments: Sequence[int] = ()
    days: Sequence[date] = ()
    keys: Sequence[str] = ()

    def place(self, at: int) -> tuple[date, int, str]:
        """Day, moment and natural key of one piece of work."""
        return self.days[at], self.moments[at], self.keys[at] if self.keys else ""

    def since(self, day: date) -> "Trail":
        """What was done from a day on."""
        return self.at([place for place, one in enumerate(self.days) if one >= day])

    def only(self, counts: Callable[[str], bool]) -> "Trail":
        """The work that counts: this very trail where all of it does."""
        if all(map(counts, set(self.symbols))):
            return self
        return self.at([place for place, symbol in enumerate(self.symbols) if counts(symbol)])

    def at(self, places: Sequence[int]) -> "Trail":
        """Those at some places alone."""
        return Trail(
            [self.symbols[place] for place in places],
            [self.moments[place] for place in places],
            [self.days[place] for place in places],
            [self.keys[place] for place in places] if self.keys else (),
        )


def is_quick(spec: MissionSpec) -> bool:
    """Whether work in columns says all there is to know: nothing of the game, and no window beside what was ever."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    looks_elsewhere = any(one.metric in DERIVED for one in wanted)
    mixes = any(one.ever for one in wanted) and not counts_ever(spec)
    return not (looks_elsewhere or mixes or spec.after or spec.audience.roles)


def counts_ever(spec: MissionSpec) -> bool:
    """Whether a person's whole history is one long window: everything counts for ever, and is reached once."""
    lasting = spec.window is Window.ONCE and spec.scope is Scope.PERSONAL and not spec.settles
    return lasting and all(one.ever for goal in spec.goals for one in conditions(goal))


@dataclass(slots=True)
class _Course:
    """A window that people work on together."""

    standing: Standing
    first: date
    helpers: set[int] = field(default_factory=set)
    done: tuple[date, int, str] | None = None


class Trial:
    """One mission on one stretch of days. `fact_of` gives a fact with the dimensions, value and day of a symbol."""

    def __init__(self, spec: MissionSpec, fact_of: FactOf, stretch: Stretch) -> None:
        self._spec = spec
        self._stretch = stretch
        self._settles = spec.settles
        self._counts_ever = counts_ever(spec)
        self._goals: dict[str, tuple[Goal, Reader]] = {
            tier: (goal, reader(goal.requirement, fact_of)) for tier, goal in goals(spec).items()
        }
        self._gives = {one.tier.value: (one.xp, one.coins) for one in spec.tiers}
        self._courses: dict[tuple[UUID, str], _Course] = {}

    def alone(self, player: UUID, trail: Trail, active: Collection[date] = ()) -> list[Finish]:
        """What one player would have completed. Where nothing is asked for, being `active` is enough.

        Where everything counts for ever, the trail begins with his first work.
        """
        trail, windows = self._windows(trail)
        nothing = {period(self._spec.window, day): (0, 0) for day in sorted(active)}
        found = []
        for name, (begin, end) in {**nothing, **windows}.items():
            first = next((day for day in trail.days[begin:end] if day >= self._stretch.since), None)
            if self._counts_ever and first is None:
                continue
            for tier, (_, readers) in self._goals.items():
                done, standing = readers.read(readers.begin(), trail.symbols[begin:end], trail.moments[begin:end])
                last = self._held(name, standing) if done is None else trail.place(begin + done)
                if last is not None:
                    found.append(self._finish(player, tier, name, last, first, (player,)))
        return found

    def _windows(self, trail: Trail) -> tuple[Trail, dict[str, tuple[int, int]]]:
        """Where the work of each window begins and ends, one after the other."""
        names = [period(self._spec.window, day) for day in trail.days]
        begins = _changes(names)
        if len({names[place] for place in begins}) < len(begins):  # days moved with the player, there and back
            order = sorted(range(len(names)), key=names.__getitem__)
            trail, names = trail.at(order), [names[place] for place in order]
            begins = _changes(names)
        return trail, {names[begin]: (begin, end) for begin, end in pairwise([*begins, len(names)])}

    def together(self, trail: Trail, who: Iterable[int], subjects: Callable[[int, int], Iterable[UUID]]) -> None:
        """Goes on with the work of all, in its order. `subjects` says whose progress somebody's work moves then.

        People are told by their places in a list.
        """
        goal, readers = self._goals[""]
        keys = trail.keys or [""] * len(trail.symbols)
        for symbol, at, day, key, player in zip(trail.symbols, trail.moments, trail.days, keys, who, strict=True):
            name = period(self._spec.window, day)
            for subject in subjects(player, at):
                course = self._courses.get((subject, name))
                if course is None:
                    course = self._courses[subject, name] = _Course(readers.begin(), day)
                course.helpers.add(player)
                if course.done is None:
                    if not course.standing.met:
                        _, course.standing = readers.read(course.standing, (symbol,), (at,))
                    if course.standing.met and len(course.helpers) >= goal.contributors:
                        course.done = (day, at, key)

    def finishes(self, people: Sequence[UUID]) -> list[Finish]:
        """What was completed together, by whom of these."""
        goal, _ = self._goals[""]
        found = []
        for (subject, name), course in self._courses.items():
            enough = len(course.helpers) >= goal.contributors
            last = course.done or (self._held(name, course.standing) if enough else None)
            if last is not None:
                found.append(
                    self._finish(
                        subject, "", name, last, course.first, tuple(sorted(people[place] for place in course.helpers))
                    )
                )
        return found

    def _held(self, name: str, standing: Standing) -> tuple[date, int, str] | None:
        """The last moment of a window that could have been lost and was not."""
        if not self._settles or not standing.progress().done(closed=True):
            return None
        day = held_until(self._spec, name, self._stretch)
        return (day, microseconds(datetime.combine(day, time.max, UTC)), "") if day else None

    def _finish(
        self,
        subject: UUID,
        tier: str,
        name: str,
        last: tuple[date, int, str],
        first: date | None,
        helpers: tuple[UUID, ...],
    ) -> Finish:
        day, since_1970, key = last
        day = max(day, first or day)
        taken = (day - first).days if first else 0
        at = moment(since_1970)
        xp, coins = self._gives.get(tier, (self._spec.xp, self._spec.coins))
        return Finish(subject, tier or name, day, at, key, taken, xp, helpers, coins=coins)


def _changes(names: Sequence[str]) -> list[int]:
    """The places at which a name begins."""
    return [place for place, name in enumerate(names) if place == 0 or name != names[place - 1]]
