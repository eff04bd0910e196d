from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.specs import BoostSpec, FactorsSpec, LevelCurve
from tests.domain.specs.faults import fields, sentence, survives

NINE = datetime(2026, 11, 20, 9, tzinfo=UTC)
TEAM = UUID(int=1)
BOOST: dict[str, Any] = {
    "title": "Friday", "factor": 2_000, "starts_at": NINE, "ends_at": NINE + timedelta(hours=1),
}  # fmt: skip


def test_nothing_multiplies_and_nothing_is_added_until_an_admin_says_so() -> None:
    spec = FactorsSpec()
    assert (spec.memberships, spec.streaks, spec.adds) == (False, False, False)
    assert spec.curve == (LevelCurve().first, LevelCurve().increase)


def test_memberships_and_streaks_as_they_come() -> None:
    """Half as much again, or twice as much; and a tenth more with a week, up to half as much again with twelve."""
    spec = FactorsSpec()
    assert (spec.standard, spec.premium) == (1_500, 2_000)
    weeks = {1: 1_100, 2: 1_200, 4: 1_300, 8: 1_400, 12: 1_500}
    assert {step.days: step.factor for step in spec.steps} == {5 * week: factor for week, factor in weeks.items()}
    assert fields(FactorsSpec, {"standard": 999, "premium": 5_001}) == ["standard", "premium"]


@pytest.mark.parametrize(
    ("per_level", "most", "adds"), [(0, 50, False), (1, 0, False), (1, 1, True), (50, 50, True), (0, 0, False)]
)
def test_levels_add_where_each_adds_something_and_all_together_may(per_level: int, most: int, *, adds: bool) -> None:
    assert FactorsSpec(per_level=per_level, most_bonus=most).adds is adds


@pytest.mark.parametrize(
    ("steps", "fits"),
    [
        ([(5, 1_100), (6, 1_100)], True),
        ([(5, 1_100), (6, 1_099)], False),
        ([(5, 1_100), (5, 1_200)], False),
        ([(5, 1_100), (9, 1_300), (8, 1_400)], False),
    ],
)
def test_each_step_needs_more_days_and_pays_no_less(steps: list[tuple[int, int]], *, fits: bool) -> None:
    given = {"steps": [{"days": days, "factor": factor} for days, factor in steps]}
    if fits:
        assert survives(FactorsSpec.model_validate(given))
    else:
        assert sentence(FactorsSpec, given) == (
            "Each step of a streak needs more days than the one before, and pays no less."
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"scope": "team"}, "Please say for which team, or for whom."),
        ({"subject_id": TEAM}, "Please say for which team, or for whom."),
        ({"ends_at": NINE}, "The end must come after the start."),
    ],
)
def test_a_boost_that_cannot_be_is_refused(given: dict[str, Any], said: str) -> None:
    assert sentence(BoostSpec, BOOST | given) == said


def test_a_boost_holds_from_its_first_moment_until_its_end() -> None:
    spec = BoostSpec.model_validate(BOOST | {"scope": "team", "subject_id": TEAM})
    tick = timedelta(microseconds=1)
    moments = (spec.starts_at - tick, spec.starts_at, spec.ends_at - tick, spec.ends_at)
    assert [spec.covers(moment) for moment in moments] == [False, True, True, False]
    assert survives(spec)
    assert survives(BoostSpec.model_validate(BOOST))
