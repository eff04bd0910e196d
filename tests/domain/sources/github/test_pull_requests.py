from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note


def _merged(**changes: object) -> dict[str, Any]:
    payload = fixture("pull_request__merged")
    payload["pull_request"] |= changes
    return payload


def test_a_merged_pull_request_is_its_authors_work() -> None:
    assert only_activity(from_github("pull_request", _merged())) == ActivitySpec(
        key="github:repo/7001:pull/42:merged",
        person=Person("github", "1101", "ada"),
        metric="pull_request.merged",
        occurred_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
        label="merged pull request #42",
        dimensions={
            "repository": "acme/app",
            "language": "Python",
            "branch": "main",
            "default_branch": "yes",
            "label": ["bug", "area: network"],
            "merged_by": "person",
            "merged_by_other": "yes",
            "pull": "github:repo/7001:pull/42",
            "merger": "github:1102",
            "open_seconds": "84600",
            "head": "00000000000000000000000000000000000000b2",
            "title_digest": "22cce0a670dd0648",
            "line_changes": "yes",
        },
        url="https://github.com/acme/app/pull/42",
    )


def test_closing_without_a_merge_earns_nothing() -> None:
    reading = from_github("pull_request", fixture("pull_request__closed_unmerged"))
    assert only_note(reading) == "Pull request #42 was closed without a merge."


@pytest.mark.parametrize("merged", [None, "true", 1, False])
def test_only_a_true_merge_counts(merged: object) -> None:
    only_note(from_github("pull_request", _merged(merged=merged)))


def test_the_merger_and_the_sender_earn_nothing_for_a_bots_pull_request() -> None:
    reading = from_github("pull_request", fixture("pull_request__merged_bot"))
    assert only_note(reading) == "renovate[bot] is a bot and earns nothing."


@pytest.mark.parametrize(
    ("merged_by", "kind", "other"),
    [
        ({"login": "grace", "id": 1102, "type": "User"}, "person", "yes"),
        ({"login": "mergify[bot]", "id": 3, "type": "User"}, "bot", "yes"),
        ({"login": "mergify", "id": 3, "type": "Bot"}, "bot", "yes"),
        ({"login": "ada", "id": 1101, "type": "User"}, "author", "no"),
        ({"login": "ada-renamed", "id": 1101, "type": "User"}, "author", "no"),
        (None, "unknown", "no"),
        ({"login": "grace"}, "unknown", "no"),
    ],
)
def test_who_merged_is_a_dimension_so_that_self_merges_can_be_left_out(
    merged_by: object, kind: str, other: str
) -> None:
    activity = only_activity(from_github("pull_request", _merged(merged_by=merged_by)))
    assert (activity.dimensions["merged_by"], activity.dimensions["merged_by_other"]) == (kind, other)


@pytest.mark.parametrize(
    ("user", "reason"),
    [
        (None, "The delivery lacks a person as `user`."),
        ({"login": "Copilot", "id": 9, "type": "User"}, "Copilot is a coding agent and earns nothing."),
        ({"login": "ghost", "id": 10137, "type": "User"}, "ghost is a bot and earns nothing."),
        ({"login": "web-flow", "id": 9, "type": "User"}, "web-flow is a bot and earns nothing."),
        ({"login": "plain", "id": 9, "type": "Bot"}, "plain is a bot and earns nothing."),
        ({"login": "old", "id": 9, "type": "Mannequin"}, "old is no person’s account and earns nothing."),
        ({"login": "acme", "id": 9, "type": "Organization"}, "acme is no person’s account and earns nothing."),
        ({"login": "ada", "id": True, "type": "User"}, "The delivery lacks a whole number as `id`."),
        ({"login": "ada", "id": "1101", "type": "User"}, "The delivery lacks a whole number as `id`."),
        ({"login": "ada", "id": 2**63, "type": "User"}, "The delivery lacks a whole number as `id`."),
        ({"login": "\0", "id": 9, "type": "User"}, "The delivery lacks `login`."),
    ],
)
def test_only_a_person_with_a_numeric_id_earns(user: object, reason: str) -> None:
    assert only_note(from_github("pull_request", _merged(user=user))) == reason


def test_a_pull_request_that_changed_no_file_earns_nothing() -> None:
    assert only_note(from_github("pull_request", _merged(changed_files=0))) == "Pull request #42 changed no file."


def test_a_merge_into_another_branch_says_so() -> None:
    activity = only_activity(from_github("pull_request", _merged(base={"ref": "release/1"})))
    assert (activity.dimensions["branch"], activity.dimensions["default_branch"]) == ("release/1", "no")


def test_the_key_survives_a_rename_of_repository_and_author() -> None:
    payload = _merged()
    before = only_activity(from_github("pull_request", payload))
    payload["repository"]["full_name"] = "acme/renamed"
    payload["pull_request"]["user"]["login"] = "countess"
    after = only_activity(from_github("pull_request", payload))
    assert (after.key, after.person.subject) == (before.key, before.person.subject)


def test_hostile_labels_and_links_are_made_harmless() -> None:
    labels = [
        {"name": "a\0\u202eb"},
        {"name": ""},
        {"name": None},
        "bug",
        None,
        {"name": "x" * 999},
        {"name": "a\0\u202eb"},
    ]
    activity = only_activity(from_github("pull_request", _merged(labels=labels, html_url="javascript:alert(1)")))
    assert activity.dimensions["label"] == ["a b", "x" * 200]
    assert activity.url is None


def test_without_a_sender_nothing_changes() -> None:
    payload = _merged()
    whole = from_github("pull_request", payload)
    del payload["sender"]
    assert from_github("pull_request", payload) == whole


@pytest.mark.parametrize("field", ["merged_at", "number", "base"])
def test_a_missing_field_is_named(field: str) -> None:
    assert f"`{field}`" in only_note(from_github("pull_request", _merged(**{field: None})))


def _dimensions(**changes: object) -> Any:
    return only_activity(from_github("pull_request", _merged(**changes))).dimensions


@pytest.mark.parametrize("other", ["retry   TWICE!", "Retry twice (3)", "12. Retry, twice"])
def test_titles_that_differ_in_numbers_and_marks_have_one_digest(other: str) -> None:
    assert _dimensions(title=other)["title_digest"] == _dimensions()["title_digest"]
    assert _dimensions(title="Retry thrice")["title_digest"] != _dimensions()["title_digest"]


@pytest.mark.parametrize("body", ["Reverts acme/app#41", "Reverts #41\n\nIt broke the build.", " Reverts acme/app#41"])
def test_a_revert_names_the_pull_request_it_takes_back(body: str) -> None:
    assert _dimensions(body=body)["reverts"] == "github:repo/7001:pull/41"


@pytest.mark.parametrize("body", [None, "", "It reverts #41", "Reverts acme/other#41", "Reverts #041", ["Reverts #41"]])
def test_other_texts_revert_nothing(body: object) -> None:
    assert "reverts" not in _dimensions(body=body)


@pytest.mark.parametrize(
    ("additions", "deletions", "changed"), [(0, 0, "no"), (1, 0, "yes"), (0, 1, "yes"), (None, 0, None)]
)
def test_whether_any_line_changed_is_told_and_never_how_many(
    additions: object, deletions: object, changed: str | None
) -> None:
    assert _dimensions(additions=additions, deletions=deletions).get("line_changes") == changed


def test_what_a_payload_does_not_say_is_no_dimension() -> None:
    found = _dimensions(created_at=None, head=None, title="42!", additions=None, merged_by=None)
    assert found.keys().isdisjoint({"open_seconds", "head", "title_digest", "line_changes", "merger"})


def test_a_clock_that_runs_backwards_was_open_for_no_time() -> None:
    assert _dimensions(created_at="2026-03-03T10:00:00Z")["open_seconds"] == "0"
