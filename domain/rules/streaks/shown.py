"""What a player sees of a streak: how long it is, what the last periods were like, how it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.rules.streaks.calendar import WEEKEND, Periods
from domain.rules.streaks.walking import Life, Rescue, Run, Saved, reached
from domain.specs import Cadence, StreakSpec
from domain.views import Spell, StreakPeriod

_SPELLS = {Saved.GRACE: Spell.GRACE, Saved.FREEZE: Spell.FREEZE, Saved.REPAIR: Spell.REPAIR}
#: So many periods in which something was expected say how steady somebody is.
LOOK_BACK = 20
#: A streak of this length, or one as long as the best so far, has all the weight that length can have.
LONG = 10
#: Further back than this nobody looks for them.
FAR = 400


@dataclass(frozen=True)
class Walked:
    """A streak today. `used` freezes are gone, `held` are there; `rescues` is all that was ever saved, in order."""

    spec: StreakSpec
    run: Run
    length: int
    best: int
    done: bool
    used: int
    held: int
    rescues: tuple[Rescue, ...]


def walk(spec: StreakSpec, counts: Mapping[date, int], life: Life, today: date) -> Walked:
    """The streak of a player who did so many things that count on these days (those after today do not)."""
    past = {day: number for day, number in counts.items() if day <= today}
    run = Run(spec, life, reached(spec, Periods(spec.cadence, life.off), past))
    here = run.periods.of(today)
    mark = run.marks.get(here)
    if mark is not None:
        length, used = mark.length, mark.used
    else:
        length, used, _ = run.until(here)
    best = max((one.length for one in run.marks.values()), default=0)
    held = run.held(today, used)
    return Walked(spec, run, length, best, mark is not None, used, held, tuple(run.rescues(today)))


def recent(walked: Walked, today: date, number: int) -> list[StreakPeriod]:
    """The last periods, oldest first; of a streak of working days Saturdays and Sundays are left out."""
    periods = walked.run.periods
    found: list[StreakPeriod] = []
    rescued = {one.period: one for one in walked.rescues}
    period = periods.of(today)
    while len(found) < number:
        if walked.spec.cadence is not Cadence.WORKING_DAY or period.weekday() not in WEEKEND:
            found.append(_shown(walked, period, rescued.get(period), is_open=period == periods.of(today)))
        period = periods.before(period)
    return found[::-1]


def _shown(walked: Walked, period: date, rescue: Rescue | None, *, is_open: bool) -> StreakPeriod:
    if period in walked.run.marks:
        return StreakPeriod(period, Spell.DONE)
    if reason := walked.run.periods.reason(period):
        return StreakPeriod(period, Spell.OFF, reason)
    if rescue is not None:
        return StreakPeriod(period, _SPELLS[rescue.by])
    return StreakPeriod(period, Spell.OPEN if is_open else Spell.MISSED)


@dataclass(frozen=True, slots=True)
class Health:
    """The parts of a health score, each from 0 to 1."""

    kept: float
    length: float
    cover: float

    @property
    def score(self) -> int:
        """60 × kept + 30 × length + 10 × cover, rounded: from 0 to 100."""
        return int(60 * self.kept + 30 * self.length + 10 * self.cover + 0.5)


def health(walked: Walked, today: date) -> Health:
    """How a streak does.

    *kept* is the share of the last 20 periods that were done, of those in which something was expected (since the
    first that was ever done; today only once it is done). *length* is the length today as a share of the best so far,
    and of 10 periods at least. *cover* is how much of a missed period would be caught: 1 with a grace period or with
    two freezes, a half with one freeze.
    """
    periods, run = walked.run.periods, walked.run
    first = min(run.marks, default=None)
    if first is None:
        return Health(0.0, 0.0, 0.0)
    here = periods.of(today)
    period, expected, done = here, 0, 0
    for _ in range(FAR):
        if period < first or expected == LOOK_BACK:
            break
        is_done = period in run.marks
        if is_done or (period != here and periods.can_be_missed(period)):
            expected += 1
            done += is_done
        period = periods.before(period)
    cover = 1.0 if walked.spec.grace else min(walked.held, 2) / 2
    return Health(done / expected if expected else 0.0, walked.length / max(walked.best, LONG), cover)
