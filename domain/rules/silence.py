"""Silence: a source, or a scoring rule, that was heard of regularly and is not heard of any more."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from domain.rules.streaks import WEEKEND

#: What is older says little about now.
LOOKBACK = timedelta(days=56)
#: So many days with something make a habit.
HABIT = 8
#: A silence is told when it is longer than this many working days, and than twice the longest one before it.
PATIENCE = 3
LONGER = 2


@dataclass(frozen=True, slots=True)
class Silence:
    """`kind` is what fell silent (source or rule), `working_days` for how long, today not counted."""

    kind: str
    name: str
    last_day: date
    working_days: int


def silences(kind: str, heard: Mapping[str, Collection[date]], today: date) -> list[Silence]:
    """Everything that is silent for longer than is usual for it. `heard`: the days on which it was heard of."""
    found = []
    for name, days in sorted(heard.items()):
        recent = sorted(day for day in set(days) if today - LOOKBACK <= day <= today)
        if len(recent) < HABIT:
            continue
        silent = _between(recent[-1], today)
        usual = max(_between(one, other) for one, other in pairwise(recent))
        if silent > max(PATIENCE, LONGER * usual):
            found.append(Silence(kind, name, recent[-1], silent))
    return found


def _between(first: date, last: date) -> int:
    """Working days between two days, neither of them counted."""
    return sum(day.weekday() not in WEEKEND for day in _days(first + timedelta(days=1), last))


def _days(first: date, until: date) -> Iterable[date]:
    while first < until:
        yield first
        first += timedelta(days=1)
