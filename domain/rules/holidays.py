"""Public holidays, by country and subdivision: `DE`, `DE-BY`."""

from datetime import date
from functools import cache, lru_cache

import holidays


@lru_cache(maxsize=2_000)
def _of_year(code: str, year: int) -> dict[date, str]:
    country, _, subdivision = code.partition("-")
    return dict(holidays.country_holidays(country, subdiv=subdivision or None, years=year))


def holiday(code: str, day: date) -> str | None:
    """The name of the holiday that a day is there; None of any other day."""
    return _of_year(code, day.year).get(day)


@cache
def codes() -> frozenset[str]:
    """Every calendar there is."""
    found = holidays.list_supported_countries(include_aliases=False)
    return frozenset({*found, *(f"{country}-{part}" for country, parts in found.items() for part in parts)})
