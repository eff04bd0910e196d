"""The look back at a season: what was best, what was new, what grew. It compares people with themselves alone."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta

from domain.rules.phrases import NOUNS
from domain.rules.seasons import Result

#: More of either would be a list to work through.
FIRSTS, TITLES = 4, 12


def monday(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def best(days: Mapping[date, int]) -> tuple[date, int] | None:
    """The day with most; of equals the first."""
    found = max(days.items(), key=lambda one: (one[1], -one[0].toordinal()), default=None)
    return found if found and found[1] > 0 else None


def by_week(days: Mapping[date, int], first: date, last: date) -> tuple[tuple[date, int], ...]:
    """The sums of all weeks of a season in their order, those without anything too; never below 0."""
    sums: dict[date, int] = defaultdict(int)
    for day, amount in days.items():
        sums[monday(day)] += amount
    start = monday(first)
    weeks = range(((last - start).days // 7) + 1)
    return tuple((week, max(0, sums[week])) for number in weeks for week in (start + timedelta(days=7 * number),))


def best_week(days: Mapping[date, int]) -> tuple[date, int] | None:
    """The week, by its Monday, with most; of equals the first."""
    sums: dict[date, int] = defaultdict(int)
    for day, amount in days.items():
        sums[monday(day)] += amount
    return best(sums)


def firsts(seen: Mapping[str, date], first: date, last: date) -> tuple[str, ...]:
    """What somebody did for the first time ever in these days, the earliest first: “Your first release”."""
    new = sorted((day, metric) for metric, day in seen.items() if first <= day <= last and metric in NOUNS)
    return tuple(f"Your first {NOUNS[metric][0]}" for _, metric in new)[:FIRSTS]


def growth(now: Result, before: Result, name: str) -> str:
    """What there is more of than there was before, the most telling first; nothing where there is less."""
    pairs = (
        (now.missions - before.missions, "mission", "missions"),
        (now.streak - before.streak, "day in a row", "days in a row"),
        (now.xp - before.xp, "XP", "XP"),
    )
    grown = [f"{more:,} more {one if more == 1 else many}" for more, one, many in pairs if more > 0]
    if not grown or not before.took_part:
        return ""
    return f"{' and '.join(grown[:2])} than in {name}."
