from datetime import date

import pytest

from domain.specs import SeasonPrize, SeasonSpec
from tests.domain.specs import faults

USUAL = {"id": "frost", "name": "Frost", "first": date(2026, 1, 1), "last": date(2026, 3, 31)}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"last": date(2025, 12, 31)}, "The last day comes before the first."),
        ({"last": date(2027, 1, 2)}, "A season lasts a year at most."),
        ({"first": date(1999, 12, 31)}, "Please choose days between the years 2000 and 2999."),
        ({"first": date(2999, 12, 31), "last": date(3000, 1, 1)},
         "Please choose days between the years 2000 and 2999."),
        ({"prizes": [{"at_least": 9, "xp": 1}, {"at_least": 9, "xp": 2}]},
         "Two prizes ask for the same. Please join them."),
    ],
)  # fmt: skip
def test_a_season_that_cannot_be_is_refused(fields: dict[str, object], sentence: str) -> None:
    assert faults.sentence(SeasonSpec, {**USUAL, **fields}) == sentence


def test_a_season_may_last_a_day_or_a_year() -> None:
    for last in (USUAL["first"], date(2027, 1, 1)):
        assert faults.survives(SeasonSpec.model_validate({**USUAL, "last": last}))


@pytest.mark.parametrize("day", [date(2000, 1, 1), date(2999, 12, 31)])
def test_a_season_may_be_the_first_or_the_last_day_there_is(day: date) -> None:
    assert faults.survives(SeasonSpec.model_validate({**USUAL, "first": day, "last": day}))


def test_a_theme_is_one_of_the_houses_and_an_id_is_a_slug() -> None:
    assert faults.fields(SeasonSpec, {**USUAL, "theme": "#ff0000"}) == ["theme"]
    assert faults.fields(SeasonSpec, {**USUAL, "id": "Frost!"}) == ["id"]


def test_a_prize_gives_something() -> None:
    assert faults.sentence(SeasonPrize, {"at_least": 1}) == "A prize gives XP, coins, a badge or another reward."
