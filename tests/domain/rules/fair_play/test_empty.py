from typing import Any

from domain.rules.fair_play.empty import find
from domain.rules.fair_play.thresholds import EMPTY_MERGES, HAND_STARTED
from tests.domain.rules.fair_play.work import ADA, did, later, merged, told


def test_merges_without_a_changed_line_are_told_where_they_are_most_of_the_month() -> None:
    nothing = [merged(ADA, later(days=day), line_changes="no") for day in range(EMPTY_MERGES)]
    real = [merged(ADA, later(days=day), line_changes="yes") for day in range(EMPTY_MERGES)]
    [found] = find([*nothing, *real[1:]])
    assert told([found]) == [("no-line", (ADA,), 6)]
    assert found.sentence == "merged 6 pull requests in a month in which no line changed."
    assert find([*nothing, *real]) == []
    assert find(nothing[1:]) == []


def test_where_nobody_counted_lines_nothing_is_empty() -> None:
    assert find([merged(ADA, later(days=day)) for day in range(20)]) == []


def test_runs_started_by_hand_over_and_over_are_told_by_workflow() -> None:
    facts: dict[str, Any] = {"trigger": "workflow_dispatch", "repository": "acme/app"}
    runs = [did("workflow_run.succeeded", **facts, workflow="lint") for _ in range(HAND_STARTED)]
    [found] = find(runs)
    assert told([found]) == [("hand-started", (ADA,), 25)]
    assert found.sentence == "started “lint” 25 times by hand in one day."
    assert find(runs[1:]) == []
    assert find([*runs[1:], did("workflow_run.succeeded", **facts, workflow="deploy")]) == []


def test_runs_that_a_push_started_are_not_counted() -> None:
    assert find([did("workflow_run.succeeded", trigger="push", workflow="lint") for _ in range(90)]) == []
