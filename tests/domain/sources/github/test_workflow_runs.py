from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note


def _run(**changes: object) -> dict[str, Any]:
    payload = fixture("workflow_run__first_attempt")
    payload["workflow_run"] |= changes
    return payload


def test_a_green_first_attempt_is_the_work_of_who_started_it() -> None:
    assert only_activity(from_github("workflow_run", _run())) == ActivitySpec(
        key="github:repo/7001:run/4001:succeeded",
        person=Person("github", "1101", "ada"),
        metric="workflow_run.succeeded",
        occurred_at=datetime(2026, 3, 2, 9, 34, 20, tzinfo=UTC),
        label="tests succeeded at the first attempt",
        dimensions={
            "repository": "acme/app",
            "language": "Python",
            "workflow": "tests",
            "trigger": "push",
            "branch": "main",
        },
        url="https://github.com/acme/app/actions/runs/4001",
    )


def test_a_second_attempt_earns_nothing() -> None:
    assert (
        only_note(from_github("workflow_run", fixture("workflow_run__second_attempt")))
        == "The run of tests was a re-run."
    )


def test_a_bots_run_earns_nothing() -> None:
    assert "renovate[bot]" in only_note(from_github("workflow_run", fixture("workflow_run__bot")))


@pytest.mark.parametrize("conclusion", ["failure", "cancelled", "skipped", "neutral", None, "SUCCESS"])
def test_only_success_counts(conclusion: object) -> None:
    assert only_note(from_github("workflow_run", _run(conclusion=conclusion))) == "The run of tests did not succeed."


def test_the_clock_earns_nothing_for_anybody() -> None:
    assert (
        only_note(from_github("workflow_run", _run(event="schedule"))) == "The run of tests was started by the clock."
    )


def test_the_actor_earns_and_not_who_triggered_the_attempt() -> None:
    grace = {"login": "grace", "id": 1102, "type": "User"}
    assert only_activity(from_github("workflow_run", _run(triggering_actor=grace))).person.login == "ada"


@pytest.mark.parametrize("attempt", [None, True, "1", 0])
def test_an_unknown_attempt_is_not_taken_for_the_first(attempt: object) -> None:
    assert "`run_attempt`" in only_note(from_github("workflow_run", _run(run_attempt=attempt)))


def test_a_run_without_name_and_branch_still_counts() -> None:
    activity = only_activity(from_github("workflow_run", _run(name=None, head_branch=None)))
    assert activity.dimensions["workflow"] == "workflow"
    assert "branch" not in activity.dimensions
