from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note


def _review(**changes: object) -> dict[str, Any]:
    payload = fixture("pull_request_review__approved")
    payload["review"] |= changes
    return payload


def test_a_review_is_its_reviewers_work() -> None:
    assert only_activity(from_github("pull_request_review", _review())) == ActivitySpec(
        key="github:repo/7001:review/8001:submitted",
        person=Person("github", "1102", "grace"),
        metric="review.submitted",
        occurred_at=datetime(2026, 3, 2, 8, 15, tzinfo=UTC),
        label="reviewed pull request #42",
        dimensions={
            "repository": "acme/app",
            "language": "Python",
            "state": "approved",
            "substance": "yes",
            "pull": "github:repo/7001:pull/42",
            "author": "github:1101",
            "author_kind": "person",
            "open_seconds": "80100",
        },
        url="https://github.com/acme/app/pull/42#pullrequestreview-8001",
    )


def test_looking_at_ones_own_pull_request_earns_nothing() -> None:
    reading = from_github("pull_request_review", fixture("pull_request_review__own_pull_request"))
    assert only_note(reading) == "ada reviewed their own pull request."


def test_a_bots_review_earns_nothing() -> None:
    reading = from_github("pull_request_review", fixture("pull_request_review__bot"))
    assert only_note(reading) == "copilot-pull-request-reviewer[bot] is a bot and earns nothing."


def test_a_dismissal_takes_back_the_very_review_on_its_own_day() -> None:
    given = only_activity(from_github("pull_request_review", _review()))
    taken = only_activity(from_github("pull_request_review", fixture("pull_request_review__dismissed")))
    assert taken.key == "github:repo/7001:review/8001:dismissed"
    assert taken.reverses == given.key
    assert (taken.person, taken.metric, taken.occurred_at) == (given.person, given.metric, given.occurred_at)
    assert taken.label == "review of pull request #42 was dismissed"


def test_a_dismissed_review_of_ones_own_work_takes_nothing_back() -> None:
    payload = fixture("pull_request_review__own_pull_request")
    payload["action"], payload["review"]["state"] = "dismissed", "dismissed"
    only_note(from_github("pull_request_review", payload))


@pytest.mark.parametrize(
    ("state", "body", "substance"),
    [
        ("approved", None, "no"),
        ("approved", "LGTM" + " " * 40, "no"),
        ("approved", "x" * 19, "no"),
        ("approved", "x" * 20, "yes"),
        ("commented", "", "no"),
        ("changes_requested", "", "yes"),
        ("CHANGES_REQUESTED", None, "yes"),
        ("commented", ["a long list, but no text"], "no"),
    ],
)
def test_substance_is_a_request_for_changes_or_twenty_characters(state: str, body: object, substance: str) -> None:
    activity = only_activity(from_github("pull_request_review", _review(state=state, body=body)))
    assert (activity.dimensions["state"], activity.dimensions["substance"]) == (state.lower(), substance)


@pytest.mark.parametrize("state", ["pending", "dismissed", "blessed"])
def test_other_states_are_no_submitted_review(state: str) -> None:
    assert state in only_note(from_github("pull_request_review", _review(state=state)))


def test_where_the_author_is_unknown_it_may_be_a_self_review() -> None:
    payload = _review()
    payload["pull_request"]["user"] = None
    assert "review of one’s own work" in only_note(from_github("pull_request_review", payload))


@pytest.mark.parametrize("field", ["id", "user", "submitted_at", "state"])
def test_a_missing_field_is_named(field: str) -> None:
    assert f"`{field}`" in only_note(from_github("pull_request_review", _review(**{field: None})))


def test_a_review_of_a_bots_work_says_so() -> None:
    payload = _review()
    payload["pull_request"]["user"] = {"login": "renovate[bot]", "id": 2901, "type": "Bot"}
    activity = only_activity(from_github("pull_request_review", payload))
    assert activity.dimensions["author_kind"] == "bot"
    assert activity.label == "reviewed pull request #42, the work of a bot"


@pytest.mark.parametrize("login", ["Copilot", "copilot-swe-agent[bot]", "Claude[bot]"])
def test_a_review_of_a_coding_agents_work_says_so(login: str) -> None:
    payload = _review()
    payload["pull_request"]["user"] = {"login": login, "id": 198982749, "type": "Bot"}
    assert only_activity(from_github("pull_request_review", payload)).label == (
        "reviewed pull request #42, the work of a coding agent"
    )
