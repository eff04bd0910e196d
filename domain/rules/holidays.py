"""Public holidays, by country and subdivision: `DE`, `DE-BY`."""

import re
from datetime import date
from functools import cache, lru_cache

import holidays
from holidays.registry import COUNTRIES

_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")


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


@cache
def countries() -> dict[str, str]:
    """Every country with a calendar, by its code, in the order of their names."""
    found = {code: _CAPITAL.sub(" ", name) for name, code, *_ in COUNTRIES.values() if code in codes()}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def regions(country: str) -> dict[str, str]:
    """The parts of a country that have holidays of their own, by code: “DE-BY” is “Bayern”."""
    if country not in codes():
        return {}
    names = {part: name for name, part in reversed(holidays.country_holidays(country).subdivisions_aliases.items())}
    parts = (code for code in codes() if code.startswith(f"{country}-"))
    return dict(sorted(((code, names.get(code[3:], code[3:])) for code in parts), key=lambda pair: pair[1]))
