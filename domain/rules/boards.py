"""Boards: which days one counts, who stands where, and what a player would need for the next place.

Whoever has the higher score stands first; equals stand in the order of their ids, so that the order is total and
stable. The method only decides which number they wear.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.rules.derived import COINS_EARNED, XP_EARNED
from domain.rules.missions import GRACE, WESTERNMOST, days, period
from domain.rules.phrases import noun
from domain.specs import Aggregate, BoardSpec, Condition, Measure, Method, Period, Window

_WINDOWS = {
    Period.DAY: Window.DAILY,
    Period.WEEK: Window.WEEKLY,
    Period.MONTH: Window.MONTHLY,
    Period.SEASON: Window.SEASON,
}
DAY, NEAR = timedelta(days=1), timedelta(days=4)


def span(spec: BoardSpec, day: date) -> tuple[date, date]:
    """The first and the last day that a board counts on a day."""
    if spec.period is Period.ALL:
        return date.min, date.max
    if spec.first is not None and spec.last is not None:
        return spec.first, spec.last
    window = _WINDOWS[spec.period]
    found = days(window, period(window, day))
    assert found is not None, "every window of a board has an end"  # noqa: S101
    return found


def spans(spec: BoardSpec, today: date) -> set[tuple[date, date]]:
    """The spans into which work may fall now: it is still yesterday for some, and tomorrow for others."""
    return {span(spec, day) for day in (today - DAY, today, today + DAY)}


def is_near(first: date, last: date, today: date) -> bool:
    """Whether a span is worth keeping. Machines whose clocks differ must not undo what each other keeps."""
    return first <= today + NEAR and today - NEAR <= last


def decided_at(last: date) -> datetime:
    """When a span is decided for good, as missions are: its last day is over everywhere, and two days more."""
    return datetime.combine(last + DAY, time.min, UTC) + WESTERNMOST + GRACE


def over(spec: BoardSpec, since: date, now: datetime) -> Iterator[tuple[date, date]]:
    """The spans that are over and can be decided, of a board that there is since a day, the oldest first."""
    if spec.period is Period.ALL:
        return
    first, last = span(spec, since)
    while last >= since and decided_at(last) <= now:
        yield first, last
        if spec.period is Period.CUSTOM:
            return
        first, last = span(spec, last + DAY)


def won(spec: BoardSpec, rank: int, score: int) -> Iterator[int]:
    """The numbers of the prizes that a place wins, counted from 1. Equals win the same."""
    for number, prize in enumerate(spec.prizes, 1):
        if (prize.best is not None and rank <= prize.best) or (prize.bar is not None and score >= prize.bar):
            yield number


def called(spec: BoardSpec, first: date, last: date) -> str:
    """A span in words: `week of 9 November 2026`, `November 2026`."""
    match spec.period:
        case Period.DAY:
            return f"{first:%A}, {first:%-d %B %Y}"
        case Period.WEEK:
            return f"the week of {first:%-d %B %Y}"
        case Period.MONTH:
            return f"{first:%B %Y}"
        case Period.SEASON:
            return f"{first:%B} to {last:%B %Y}"
        case _:
            return f"{first:%-d %B} to {last:%-d %B %Y}"


def metric(spec: BoardSpec) -> str:
    """The metric whose day sums make the scores, unless missions or streaks do."""
    return spec.metric or (COINS_EARNED if spec.measure is Measure.COINS else XP_EARNED)


@dataclass(frozen=True, slots=True)
class Above:
    """Who stands above the first of some rows.

    `players` have a higher score, `scores` different ones; `ties` have the same score.
    """

    players: int = 0
    scores: int = 0
    ties: int = 0


def ranks(method: Method, scores: Sequence[int], above: Above) -> Iterator[int]:
    """The ranks of rows that stand directly below each other, the highest score first."""
    rank, before = above.scores, None
    for place, score in enumerate(scores, above.players + above.ties):
        match method:
            case Method.ORDINAL:
                rank = place + 1
            case Method.DENSE:
                rank += score != before
            case Method.STANDARD if before is None:
                rank = above.players + 1
            case Method.STANDARD if score != before:
                rank = place + 1
        yield rank
        before = score


def around(above: int, below: int, size: int) -> tuple[int, int]:
    """How many of those directly above and directly below somebody belong to the `size` rows around him.

    `above` and `below` say how many there are. He stands in the middle, except near an end.
    """
    rest = size - 1
    up = min(above, max(size // 2, rest - below))
    return up, min(below, rest - up)


def completed(days: Iterable[date], first: date, last: date) -> int:
    """The score of somebody who completed missions on these days."""
    return sum(first <= day <= last for day in days)


def longest(lengths: Iterable[tuple[date, int]], first: date, last: date) -> int:
    """The score of somebody whose streak was so long on these days."""
    return max((length for day, length in lengths if first <= day <= last), default=0)


#: Below so many people on a board, to be among the first three is no news.
CROWD = 7
PODIUM = 3


def climbed(rank: int, before: int | None, people: int) -> str | None:
    """What a player is told of his rank, going by the last one that was looked at; None where there is no good news."""
    if rank <= PODIUM and people >= CROWD and (before is None or before > PODIUM):
        return "You are among the first three now."
    if before is None or rank >= before:
        return None
    places = before - rank
    return f"You are #{rank:,} now, {'one place' if places == 1 else f'{places:,} places'} up."


def gap(mine: int, ahead: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """(how much is missing, for which rank): what would bring a player level with whoever is next above him.

    `ahead` are (rank, score) of those around him; None while nobody among them has more.
    """
    return min(((theirs - mine, rank) for rank, theirs in ahead if theirs > mine), default=None)


def unit(spec: BoardSpec, number: int = 2) -> str:
    """What a score of a board counts, in words that fit `number`."""
    match spec.measure:
        case Measure.XP:
            return "XP"
        case Measure.COINS:
            return "coin" if number == 1 else "coins"
        case Measure.MISSIONS:
            return "mission" if number == 1 else "missions"
        case Measure.STREAK:
            return "day" if number == 1 else "days"
        case _:
            return noun(Condition(metric=spec.metric or XP_EARNED, aggregate=Aggregate.COUNT, threshold=1), number)


def units(spec: BoardSpec) -> tuple[str, str]:
    """One and several of what a score of a board counts."""
    return unit(spec, 1), unit(spec)
