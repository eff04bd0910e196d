from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.missions import counts, line, period
from domain.rules.requirements import Progress
from domain.specs import Aggregate, Filter, MissionSpec, RequirementSpec, Window

PUBLISHED = datetime(2026, 11, 16, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 20), "2026-W47"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
        (date(2026, 1, 5), "2026-W02"),
    ],
)
def test_weeks_are_iso_weeks_across_the_turn_of_the_year(day: date, name: str) -> None:
    assert period(Window.WEEKLY, day) == name


def test_a_daily_window_is_named_after_its_day_and_a_single_one_once() -> None:
    assert period(Window.DAILY, date(2026, 3, 1)) == "2026-03-01"
    assert period(Window.ONCE, date(2026, 3, 1)) == "once"


@given(st.dates(date(1970, 1, 1), date(2999, 12, 24)), st.integers(1, 13))
def test_two_days_share_a_week_exactly_when_they_share_its_monday(day: date, later: int) -> None:
    other = day + timedelta(days=later)
    same_monday = day - timedelta(days=day.weekday()) == other - timedelta(days=other.weekday())

    assert (period(Window.WEEKLY, day) == period(Window.WEEKLY, other)) == same_monday


def mission(**fields: object) -> MissionSpec:
    requirement = RequirementSpec(metric="review.submitted", threshold=10)
    return MissionSpec.model_validate({"title": "Look", "requirement": requirement, **fields})


def test_without_a_start_a_mission_begins_when_it_is_published() -> None:
    assert not counts(mission(), PUBLISHED, PUBLISHED - timedelta(microseconds=1))
    assert counts(mission(), PUBLISHED, PUBLISHED)


def test_a_start_to_come_is_waited_for() -> None:
    later = mission(starts_at=PUBLISHED + HOUR)

    assert not counts(later, PUBLISHED, PUBLISHED)
    assert counts(later, PUBLISHED, PUBLISHED + HOUR)


def test_the_end_itself_counts_no_more() -> None:
    short = mission(ends_at=PUBLISHED + HOUR)

    assert counts(short, PUBLISHED, PUBLISHED + HOUR - timedelta(microseconds=1))
    assert not counts(short, PUBLISHED, PUBLISHED + HOUR)


def words(value: int, threshold: int, **fields: object) -> str:
    requirement = RequirementSpec.model_validate({"metric": "review.submitted", "threshold": threshold, **fields})
    return line(requirement, Progress(value, threshold, met=value >= threshold))


@pytest.mark.parametrize(
    ("value", "threshold", "fields", "expected"),
    [
        (7, 10, {}, "7 of 10 reviews"),
        (0, 1, {}, "0 of 1 review"),
        (12, 10, {}, "10 of 10 reviews"),
        (3, 5, {"metric": "copilot.active_day"}, "3 of 5 copilot.active_day"),
        (3, 8, {"aggregate": Aggregate.SUM}, "3 of 8 in total from reviews"),
        (3, 8, {"aggregate": Aggregate.MAX}, "3 of 8 in one review"),
        (2, 3, {"aggregate": Aggregate.DISTINCT_DAYS}, "2 of 3 days with reviews"),
        (0, 1, {"aggregate": Aggregate.DISTINCT_DAYS}, "0 of 1 day with reviews"),
        (2, 3, {"aggregate": Aggregate.DISTINCT, "dimension": "language"}, "2 of 3 languages in reviews"),
        (2, 3, {"aggregate": Aggregate.DISTINCT, "dimension": "repository"}, "2 of 3 repositories in reviews"),
        (0, 1, {"aggregate": Aggregate.DISTINCT, "dimension": "repository"}, "0 of 1 repository in reviews"),
        (2, 3, {"aggregate": Aggregate.DISTINCT, "dimension": "branch"}, "2 of 3 branches in reviews"),
        (2, 3, {"aggregate": Aggregate.DISTINCT, "dimension": "issue_key"}, "2 of 3 issue keys in reviews"),
    ],
)
def test_progress_is_said_in_words(value: int, threshold: int, fields: dict[str, object], expected: str) -> None:
    assert words(value, threshold, **fields) == expected


@pytest.mark.parametrize(
    ("dimension", "values", "expected"),
    [
        ("repository", ("acme/app", "acme/site"), "in acme/app or acme/site"),
        ("substance", ("yes",), "with substance"),
        ("substance", ("no",), "without substance"),
        ("substance", ("yes", "no"), "substance yes or no"),
        ("merged_by_other", ("yes",), "merged by somebody else"),
        ("merged_by_other", ("no",), "merged by oneself"),
        ("label", ("bug",), "label bug"),
        ("closed_by_other", ("yes",), "closed by other yes"),
    ],
)
def test_conditions_are_said_in_words(dimension: str, values: tuple[str, ...], expected: str) -> None:
    assert words(1, 2, filters=(Filter(dimension=dimension, values=values),)) == f"1 of 2 reviews · {expected}"
