from datetime import date

import pytest

from domain.rules.holidays import codes, countries, holiday, regions

EPIPHANY, UNITY = date(2026, 1, 6), date(2026, 10, 3)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("DE-BY", EPIPHANY, "Epiphany"),
        ("DE", EPIPHANY, None),
        ("DE-BE", EPIPHANY, None),
        ("DE", UNITY, "German Unity Day"),
        ("DE-BY", UNITY, "German Unity Day"),
        ("DE-BY", date(2026, 1, 7), None),
    ],
)
def test_a_part_of_a_country_has_its_own_holidays_and_those_of_all(code: str, day: date, name: str | None) -> None:
    assert holiday(code, day) == name


def test_calendars_are_countries_and_their_parts_each_under_one_code() -> None:
    assert {"DE", "DE-BY", "US", "US-NY"} <= codes()
    assert codes().isdisjoint({"USA", "UK", "DE-Bavaria"})


def test_every_country_has_a_name_in_words_and_all_stand_in_the_order_of_these() -> None:
    named = countries()
    assert (named["DE"], named["US"], named["GB"]) == ("Germany", "United States", "United Kingdom")
    assert list(named.values()) == sorted(named.values())
    assert set(named) == {code for code in codes() if "-" not in code}


def test_parts_of_a_country_have_names_in_order_and_other_countries_none_of_them() -> None:
    assert regions("DE")["DE-BY"] == "Bayern"
    assert list(regions("DE").values()) == sorted(regions("DE").values())
    assert set(regions("DE")) == {code for code in codes() if code.startswith("DE-")}
    assert regions("nowhere") == {}
