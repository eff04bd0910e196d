"""Streaks in words: what would end one tonight, what would bring one back, and why its health is what it is.

Outside working hours, Monday to Friday from 8 to 18 o'clock where the player is, nothing here urges anybody.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.rules.phrases import noun
from domain.rules.recommendations.hours import is_working_time
from domain.rules.recommendations.reasons import number
from domain.rules.streaks import Saved, Walked
from domain.rules.streaks.shown import LONG, LOOK_BACK, Health, health
from domain.specs import Aggregate, Cadence, Condition, StreakSpec

__all__ = ["advice", "formula", "health", "log", "repairable", "risk", "unit"]

#: A shorter streak is nothing that one could lose.
LEAST = 3
LINES = 8
#: So many missed periods are too many to be repaired, whatever saved some of them.
FEW = 20


def unit(spec: StreakSpec, length: int) -> str:
    """What a length counts: "working days", "day", "weeks"."""
    one = {Cadence.DAILY: "day", Cadence.WORKING_DAY: "working day", Cadence.WEEKLY: "week"}[spec.cadence]
    return one if length == 1 else f"{one}s"


def risk(walked: Walked, here: datetime) -> str | None:
    """What ends with this period unless something is done, in working hours only; a freeze that would be used, too."""
    periods, today = walked.run.periods, here.date()
    period = periods.of(today)
    if walked.length < LEAST or walked.done or not periods.can_be_missed(period) or not is_working_time(here):
        return None
    weekly = walked.spec.cadence is Cadence.WEEKLY
    if weekly and today.weekday() < 3:
        return None
    when = "this week" if weekly else "tonight"
    length, used, rescues = walked.run.until(periods.after(period))
    if length and rescues and rescues[-1].period == period:
        if rescues[-1].by is Saved.GRACE:
            return None
        left = walked.held - (used - walked.used)
        which = f"one of your {number(left + 1)} freezes" if left else "your last freeze"
        return f"It is safe. Without {_work(walked.spec)} {when}, {which} is used."
    return f"It ends {when} unless {_work(walked.spec)} lands. Time off and holidays never end it."


def repairable(walked: Walked, today: date) -> date | None:
    """The one missed period that ended the last streak, where a freeze can still be used for it."""
    periods = walked.run.periods
    gap = _last_gap(walked, periods.of(today)) if walked.held else None
    if gap is None:
        return None
    since, until = gap
    saved = {one.period for one in walked.rescues}
    missed = [one for one in _missed(walked, since, until) if one not in saved]
    if len(missed) != 1 or periods.last_day(missed[0]) + timedelta(days=walked.spec.repair) < today:
        return None
    return missed[0]


def _last_gap(walked: Walked, here: date) -> tuple[date, date] | None:
    """The periods between which the streak before this one ended."""
    done = [period for period in sorted(walked.run.marks) if period <= here]
    if done and not walked.length:
        return done[-1], here
    begin = next((at for at in range(len(done) - 1, 0, -1) if walked.run.marks[done[at]].length == 1), None)
    return (done[begin - 1], done[begin]) if begin else None


def _missed(walked: Walked, since: date, until: date) -> list[date]:
    periods = walked.run.periods
    found: list[date] = []
    period = periods.after(since)
    while period < until and len(found) < FEW:
        if periods.can_be_missed(period):
            found.append(period)
        period = periods.after(period)
    return found


def advice(walked: Walked, here: datetime) -> str | None:
    """What brings a streak back that ended lately, or what may be said in peace at any time."""
    if (period := repairable(walked, here.date())) is not None:
        end = walked.run.periods.last_day(period) + timedelta(days=walked.spec.repair)
        return f"It ended on {period:%A}. A freeze can still be used for that until {end:%A}."
    if walked.length == 0 and walked.best >= LEAST:
        return (
            "Work that comes in late counts on its own day, and time off can be entered afterwards. "
            "Otherwise every streak begins with one."
        )
    return None


def formula(found: Health) -> tuple[str, ...]:
    """The published formula of the health score, with the numbers of this streak."""
    return (
        f"{round(60 * found.kept)} of 60: something was done in {found.kept:.0%} of the last {LOOK_BACK} periods "
        "that were over and in which it was expected.",
        f"{round(30 * found.length)} of 30: its length is {found.length:.0%} of your best, "
        f"or of {LONG} where that is more.",
        f"{round(10 * found.cover)} of 10: {found.cover:.0%} of a missed period would be caught "
        "by grace, or by two freezes.",
    )


def log(walked: Walked) -> Iterator[str]:
    """What saved it, the newest first."""
    for one in reversed(walked.rescues[-LINES:]):
        what = f"the week of {one.period:%-d %B}" if walked.spec.cadence is Cadence.WEEKLY else f"{one.period:%-d %B}"
        match one.by:
            case Saved.GRACE:
                yield f"Grace for {what}"
            case Saved.FREEZE:
                yield f"A freeze for {what}"
            case Saved.REPAIR:
                yield f"A freeze for {what}, used on {one.day:%-d %B}"


def _work(spec: StreakSpec) -> str:
    """What has to be done in a period: "anything", "a review", "three reviews"."""
    if not spec.metrics:
        return "anything" if spec.least == 1 else f"{number(spec.least)} things"
    wanted = Condition(metric=spec.metrics[0], aggregate=Aggregate.COUNT, threshold=1)
    things = " or ".join(noun(wanted.model_copy(update={"metric": metric}), spec.least) for metric in spec.metrics[:3])
    return f"{'one' if spec.least == 1 else number(spec.least)} {things}"
