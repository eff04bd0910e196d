from typing import Any

import pytest

from domain.rules.phrases import NOUNS, counted, filtered, none_of, noun, plural
from domain.specs import Filter
from tests.domain.rules.work import reviews


def counting(metric: str, aggregate: str) -> Any:
    return reviews(3, metric=metric, aggregate=aggregate, dimension="language" if aggregate == "distinct" else None)


@pytest.mark.parametrize(
    ("metric", "aggregate", "one", "many", "none"),
    [
        ("review.submitted", "count", "review", "reviews", "no reviews"),
        ("review.submitted", "sum", "in total across reviews", None, "nothing in total across reviews"),
        ("review.submitted", "max", "in one review", None, "nothing in one review"),
        ("review.submitted", "distinct_days", "day with reviews", "days with reviews", "no days with reviews"),
        ("review.submitted", "distinct", "language in reviews", "languages in reviews", "no languages in reviews"),
        ("mission.completed", "count", "completed mission", "completed missions", "no completed missions"),
        ("badge.earned", "count", "badge", "badges", "no badges"),
        ("badge.earned", "distinct_days", "day with badges", "days with badges", "no days with badges"),
        ("xp.earned", "sum", "XP", None, "no XP"),
        ("xp.earned", "max", "XP at once", None, "no XP at once"),
        ("xp.earned", "count", "XP award", "XP awards", "no XP awards"),
        ("streak.length", "max", "working day in a row", "working days in a row", "no working days in a row"),
        ("streak.length", "count", "streak day", "streak days", "no streak days"),
        ("copilot.active_day", "count", "copilot active day", "copilot active days", "no copilot active days"),
        ("incident.resolved", "count", "resolved incident", "resolved incidents", "no resolved incidents"),
        ("ci.test_suite.fixed", "count", "fixed ci test suite", "fixed ci test suites", "no fixed ci test suites"),
        ("incident.resolved", "max", "in one resolved incident", None, "nothing in one resolved incident"),
    ],
)
def test_what_is_counted_has_a_name_for_one_and_for_many(
    metric: str, aggregate: str, one: str, many: str | None, none: str
) -> None:
    condition = counting(metric, aggregate)

    assert noun(condition, 1) == one
    assert noun(condition, 0) == noun(condition, 2) == noun(condition, 1_000) == (many or one)
    assert none_of(condition) == none


@pytest.mark.parametrize("metric", NOUNS)
@pytest.mark.parametrize("aggregate", ["count", "sum", "max", "distinct_days", "distinct"])
def test_no_known_metric_is_shown_by_its_key(metric: str, aggregate: str) -> None:
    words = noun(counting(metric, aggregate), 2)

    assert words.strip()
    assert "." not in words
    assert "_" not in words


@pytest.mark.parametrize(
    ("dimension", "many"),
    [
        ("language", "languages"),
        ("repository", "repositories"),
        ("day", "days"),
        ("branch", "branches"),
        ("bus", "buses"),
        ("box", "boxes"),
        ("buzz", "buzzes"),
        ("dish", "dishes"),
        ("issue_key", "issue keys"),
        ("y", "ys"),
    ],
)
def test_a_dimension_is_said_in_words(dimension: str, many: str) -> None:
    assert plural(dimension, 1) == dimension.replace("_", " ")
    assert plural(dimension, 2) == many
    assert plural(dimension, 0) == many


@pytest.mark.parametrize(
    ("dimension", "match", "values", "words"),
    [
        ("repository", "in", ["acme/app"], "in acme/app"),
        ("repository", "in", ["acme/app", "acme/site"], "in acme/app or acme/site"),
        ("repository", "not_in", ["acme/app", "acme/site"], "not in acme/app or acme/site"),
        ("repository", "prefix", ["acme/"], "in acme/…"),
        ("repository", "prefix", ["acme/", "beta/"], "in acme/… or beta/…"),
        ("label", "in", ["bug"], "label bug"),
        ("label", "in", ["bug", "ui", "api"], "label bug, ui or api"),
        ("label", "not_in", ["bug", "ui"], "label not bug or ui"),
        ("label", "prefix", ["area-"], "label area-…"),
        ("issue_key", "in", ["A"], "issue key A"),
        ("label", "in", ["a", "b", "c", "d"], "label a, b, c or d"),
        ("label", "in", ["a", "b", "c", "d", "e"], "label a, b, c, d or 1 more"),
        ("label", "in", list("abcdefghi"), "label a, b, c, d or 5 more"),
        ("substance", "in", ["yes"], "with substance"),
        ("substance", "in", ["no"], "without substance"),
        ("substance", "not_in", ["yes"], "without substance"),
        ("substance", "not_in", ["no"], "with substance"),
        ("substance", "in", ["yes", "no"], "substance yes or no"),
        ("substance", "prefix", ["yes"], "substance yes…"),
        ("merged_by_other", "in", ["yes"], "merged by somebody else"),
        ("merged_by_other", "in", ["no"], "merged by oneself"),
        ("closed_by_other", "in", ["yes"], "closed by somebody else"),
        ("opened_by_other", "in", ["no"], "opened by oneself"),
        ("default_branch", "in", ["yes"], "into the default branch"),
        ("prerelease", "in", ["no"], "not as a prerelease"),
        ("flaky_test", "in", ["yes"], "flaky test"),
        ("flaky_test", "in", ["no"], "not flaky test"),
    ],
)
def test_a_filter_is_said_in_words(dimension: str, match: str, values: list[str], words: str) -> None:
    wanted = Filter.model_validate({"dimension": dimension, "match": match, "values": values})

    assert filtered(wanted) == words


@pytest.mark.parametrize(
    ("metric", "aggregate", "filters", "words"),
    [
        ("review.submitted", "count", [("repository", "in", "acme/app")], "reviews in acme/app"),
        ("review.submitted", "count", [("substance", "in", "yes")], "reviews with substance"),
        ("issue.completed", "count", [("label", "in", "bug")], "completed issues with label bug"),
        ("issue.completed", "count", [("label", "not_in", "bug"), ("closed_by_other", "in", "yes")],
         "completed issues with label not bug closed by somebody else"),
        ("mission.completed", "count", [("mission", "in", "a-steady-week")],
         "completed missions called “A steady week”"),
        ("mission.completed", "count", [("mission", "not_in", "a-steady-week")],
         "completed missions with mission not a-steady-week"),
        ("streak.length", "max", [("streak", "in", "reviews")], "periods in a row of the streak “Reviews”"),
        ("streak.length", "max", [("streak", "not_in", "reviews")], "periods in a row with streak not reviews"),
        ("streak.length", "max", [("player", "in", "x")], "working days in a row with player x"),
        ("streak.length", "count", [("streak", "in", "reviews")], "streak days of the streak “Reviews”"),
        ("xp.earned", "max", [("streak", "in", "reviews")], "XP at once of the streak “Reviews”"),
    ],
)  # fmt: skip
def test_what_is_counted_is_said_with_all_that_its_filters_ask(
    metric: str, aggregate: str, filters: list[tuple[str, str, str]], words: str
) -> None:
    given = [{"dimension": name, "match": match, "values": [value]} for name, match, value in filters]
    assert counted(reviews(3, metric=metric, aggregate=aggregate, filters=given), 2) == words
