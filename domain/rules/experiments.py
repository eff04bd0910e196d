"""Experiments: who is in which group, and what came out.

Groups are a pure function of the experiment and the player, so that everybody stays in his, however often it is asked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from math import sqrt
from statistics import NormalDist, fmean, variance
from uuid import UUID

from domain.rules.missions import EASTERNMOST, GRACE, WESTERNMOST
from domain.specs import CONTROL, ExperimentSpec

#: How sure the interval is, for all comparisons of an experiment together (Bonferroni).
CONFIDENCE = 0.95
#: Haybittle and Peto: whoever looks before the end believes only p < 0.001, and the end keeps its meaning.
EARLY = NormalDist().inv_cdf(1 - 0.001 / 2)
#: Below this many people a mean would say too much about somebody.
SHOWN = 5
#: Senders' clocks may be ahead by as much.
AHEAD = timedelta(hours=1)


def group_of(spec: ExperimentSpec, player_id: UUID) -> str:
    """The group of a player: equal shares, by the SHA-256 of both names."""
    number = int.from_bytes(sha256(f"{spec.id}:{player_id}".encode()).digest()[:8])
    return spec.groups[number % len(spec.groups)]


def earliest_first_day(now: datetime) -> date:
    """The first day that has begun for nobody yet: until then nothing can have been paid on it."""
    return (now + EASTERNMOST + AHEAD).date() + timedelta(days=1)


def over_at(last: date) -> datetime:
    """When nothing of an experiment's last day can still come in."""
    return datetime.combine(last + timedelta(days=1), time(), UTC) + WESTERNMOST + GRACE


@dataclass(frozen=True, slots=True)
class Compared:
    """A group beside the one for which nothing changed. `low` and `high` bound the difference of their means.

    None where a group is too small to say anything.
    """

    group: str
    people: int
    mean: float | None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    score: float | None = None


def compare(outcomes: Mapping[str, Sequence[int]], groups: Sequence[str], least: int) -> tuple[Compared, ...]:
    """Each group, the unchanged one first: its mean, and the interval of the difference (normal, unequal variances).

    `outcomes` has how often each person of a group did what counts; a group of fewer than `least`, which are two at
    the very least, says nothing. `score` is the difference in standard errors.
    """
    control = outcomes.get(CONTROL, ())
    found = []
    for group in groups:
        mine = outcomes.get(group, ())
        mean = fmean(mine) if len(mine) >= SHOWN else None
        enough = min(len(mine), len(control)) >= least and group != CONTROL
        found.append(_compared(group, mine, control, len(groups) - 1) if enough else Compared(group, len(mine), mean))
    return tuple(found)


def _compared(group: str, mine: Sequence[int], control: Sequence[int], comparisons: int) -> Compared:
    difference = fmean(mine) - fmean(control)
    error = sqrt(variance(mine) / len(mine) + variance(control) / len(control))
    reach = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / comparisons / 2) * error
    score = difference / error if error else 0.0
    return Compared(group, len(mine), fmean(mine), difference, difference - reach, difference + reach, score)


def harms(compared: Sequence[Compared]) -> bool:
    """Whether a group does so much worse, already now, that nobody should wait for the end."""
    return any(one.score is not None and one.score <= -EARLY for one in compared)


def verdict(one: Compared) -> str:
    """What a comparison says, in a sentence."""
    if one.low is None or one.high is None:
        return "Too few people to say anything."
    if one.low > 0:
        return "It was done more often here, beyond what chance explains."
    if one.high < 0:
        return "It was done less often here, beyond what chance explains."
    return "No difference that chance would not explain."
