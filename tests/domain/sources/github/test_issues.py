from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note

_ADA = {"login": "ada", "id": 1101, "type": "User"}
_GRACE = {"login": "grace", "id": 1102, "type": "User"}
_BOT = {"login": "Copilot", "id": 2903, "type": "Bot"}


def _closed(**changes: object) -> dict[str, Any]:
    payload = fixture("issues__completed")
    payload["issue"] |= changes
    return payload


def test_a_completed_issue_is_its_assignees_work() -> None:
    assert only_activity(from_github("issues", _closed())) == ActivitySpec(
        key="github:repo/7001:issue/7:completed:1101",
        person=Person("github", "1101", "ada"),
        metric="issue.completed",
        occurred_at=datetime(2026, 3, 2, 9, 30, 2, tzinfo=UTC),
        label="completed issue #7",
        dimensions={
            "repository": "acme/app",
            "language": "Python",
            "label": ["bug"],
            "opened_by_other": "yes",
            "closed_by_other": "yes",
            "open_seconds": "855002",
        },
        url="https://github.com/acme/app/issues/7",
    )


@pytest.mark.parametrize("reason", [None, "not_planned", "duplicate", "reopened", True])
def test_only_completed_counts(reason: object) -> None:
    reading = from_github("issues", _closed(state_reason=reason))
    assert only_note(reading) == "Issue #7 was closed, but not as completed."


def test_an_agents_issue_earns_nothing() -> None:
    assert only_note(from_github("issues", fixture("issues__bot"))) == "Copilot is a coding agent and earns nothing."


def test_without_an_assignee_neither_opener_nor_closer_earns() -> None:
    note = only_note(from_github("issues", _closed(assignee=None, assignees=[])))
    assert note == "Issue #7 has no assignee, so nobody is known to have done it."


def test_several_assignees_earn_each_and_a_bot_among_them_is_noted() -> None:
    reading = from_github("issues", _closed(assignees=[_ADA, _BOT, _GRACE]))
    assert [a.key for a in reading.activities] == [
        "github:repo/7001:issue/7:completed:1101",
        "github:repo/7001:issue/7:completed:1102",
    ]
    assert reading.notes == ("Copilot is a coding agent and earns nothing.",)


def test_old_payloads_with_one_assignee_count_too() -> None:
    assert only_activity(from_github("issues", _closed(assignees=None, assignee=_GRACE))).person.login == "grace"


def test_what_one_person_opened_and_closed_alone_is_told_apart() -> None:
    payload = _closed(user=_ADA)
    payload["sender"] = _ADA
    dimensions = only_activity(from_github("issues", payload)).dimensions
    assert (dimensions["opened_by_other"], dimensions["closed_by_other"]) == ("no", "no")


def test_an_unknown_opener_or_closer_is_not_taken_for_another_person() -> None:
    payload = _closed(user=None)
    del payload["sender"]
    dimensions = only_activity(from_github("issues", payload)).dimensions
    assert (dimensions["opened_by_other"], dimensions["closed_by_other"]) == ("no", "no")


def test_an_issue_that_does_not_say_when_it_was_opened_counts_without_it() -> None:
    assert "open_seconds" not in only_activity(from_github("issues", _closed(created_at=None))).dimensions
