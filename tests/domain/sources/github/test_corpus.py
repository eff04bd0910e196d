"""Real payloads: everything published and recorded passes, and who earns what was checked by hand."""

from collections import Counter
from dataclasses import replace

import orjson
import pytest

from domain.sources import Reading, read
from domain.specs import Delivery
from tests import corpus

pytestmark = corpus.needs_corpus

_Earned = dict[tuple[str, str], int]

_ONE, _TWO = "mergify-test1", "mergify-test2"
_MERGED, _REVIEWED, _LANDED = "pull_request.merged", "review.submitted", "commit.landed"

#: What each recorded scenario earns whom, read off the recordings by hand: pull requests a merge bot (once a
#: person) merged, approvals by somebody else, and squashed commits. Pushes by `noreply@mergify.io` have no
#: verified author, the bot's own merge commits and its review earn nothing.
_RECORDED: dict[str, _Earned] = {
    "TestBranchUpdatePublic.test_command_rebase_ok": {(_TWO, _MERGED): 1},
    "TestBranchUpdatePublic.test_command_update": {(_TWO, _MERGED): 1},
    "TestCommandBackport.test_command_backport": {(_TWO, _MERGED): 1},
    "TestDeleteHeadBranchAction.test_delete_branch": {(_ONE, _MERGED): 1},
    "TestDeleteHeadBranchAction.test_delete_branch_with_dep_force": {(_ONE, _MERGED): 1},
    "TestDeleteHeadBranchAction.test_delete_branch_with_dep_no_force": {(_ONE, _MERGED): 1},
    "TestDismissReviewsAction.test_dismiss_reviews_custom_message_attribute_error": {(_ONE, _REVIEWED): 1},
    "TestDismissReviewsAction.test_dismiss_reviews_custom_message_syntax_error": {(_ONE, _REVIEWED): 1},
    "TestDismissReviewsAction.test_dismiss_reviews_ignored": {(_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_backport_ignore_conflicts": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_backport_merge_commit": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_backport_merge_commit_regexes": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_backport_no_branch": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_backport_rebase_and_merge": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_delete_branch": {(_ONE, _MERGED): 1},
    "TestEngineV2Scenario.test_delete_branch_with_dep_force": {(_ONE, _MERGED): 1},
    "TestEngineV2Scenario.test_delete_branch_with_dep_no_force": {(_ONE, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_and_closes_issues": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_branch_protection_ci": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_branch_protection_strict": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_custom_msg_case": {(_TWO, _MERGED): 1, (_TWO, _LANDED): 1},
    "TestEngineV2Scenario.test_merge_custom_msg_rn": {(_TWO, _MERGED): 1, (_TWO, _LANDED): 1},
    "TestEngineV2Scenario.test_merge_custom_msg_template": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_invalid_custom_msg": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_merge_smart_strict": {(_TWO, _MERGED): 2, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_merge_squash": {(_TWO, _MERGED): 2, (_TWO, _LANDED): 1},
    "TestEngineV2Scenario.test_merge_strict_default": {(_TWO, _MERGED): 2, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_merge_strict_rebase": {(_TWO, _MERGED): 2, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_merge_strict_rebase_with_invalid_user": {(_TWO, _MERGED): 1, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_merge_strict_rebase_with_user": {(_TWO, _MERGED): 1, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_merge_with_not_merged_attribute": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_pull_refreshed_after_config_change": {(_TWO, _MERGED): 1},
    "TestEngineV2Scenario.test_rebase": {(_TWO, _MERGED): 1, (_ONE, _REVIEWED): 1},
    "TestEngineV2Scenario.test_refresh_on_conflict": {(_TWO, _MERGED): 1},
    "TestMergeAction.test_merge_priority": {(_TWO, _MERGED): 4},
    "TestMergeAction.test_merge_rule_switch": {(_TWO, _MERGED): 1},
    "TestMergeAction.test_merge_smart_legacy": {(_ONE, _MERGED): 1},
    "TestMergeAction.test_merge_smart_ordered": {(_ONE, _MERGED): 1},
    "TestMergeAction.test_merge_smart_unordered": {(_ONE, _MERGED): 1},
    "TestMergeAction.test_merge_with_installation_token": {(_TWO, _MERGED): 1},
    "TestMergeAction.test_merge_with_oauth_token": {(_TWO, _MERGED): 1},
    "TestMergeNoSubAction.test_merge_priority": {(_TWO, _MERGED): 4},
    "TestQueueAction.test_ongoing_train_second_pr_ready_first": {(_TWO, _MERGED): 3},
    "TestQueueAction.test_queue_ci_failure": {(_TWO, _MERGED): 2},
    "TestQueueAction.test_queue_manual_merge": {(_TWO, _MERGED): 2},
    "TestTrainApiCalls.test_create_pull_conflicts": {(_TWO, _MERGED): 1},
}

_PUBLISHED: dict[str, _Earned] = {
    "push/05": {("Codertocat", _LANDED): 1},
    "release/01": {("Codertocat", "release.published"): 1},
    "release/11": {("Codertocat", "release.published"): 1},
    "release/12": {("Codertocat", "release.published"): 1},
    "workflow_run/02": {("Codertocat", "workflow_run.succeeded"): 1},
    "workflow_run/03": {("Codertocat", "workflow_run.succeeded"): 1},
}

_DERIVED: dict[str, _Earned] = {
    "issues.closed.completed": {("Codertocat", "issue.completed"): 1},
    "pull_request.head_repo_deleted": {(_TWO, _MERGED): 1},
    "pull_request.merged_by_human": {(_TWO, _MERGED): 1},
    "pull_request.self_merged": {(_TWO, _MERGED): 1},
}

#: Payloads another project keeps. Its runs are old: they name no actor. Its pushes go to other branches.
_HUB4J: dict[str, tuple[str, _Earned]] = {
    "release.json": ("release", {("baxterthehacker", "release.published"): 1}),
    "release_published.json": ("release", {("seregamorph", "release.published"): 1}),
    "pull_request_review.json": ("pull_request_review", {("baxterthehacker", _REVIEWED): 1}),
    "push.json": ("push", {}),
    "push.fork.json": ("push", {}),
    "pull_request.json": ("pull_request", {}),
    "issues.json": ("issues", {}),
    "workflow_run.json": ("workflow_run", {}),
    "workflow_run_pull_request.json": ("workflow_run", {}),
    "workflow_run_other_repository.json": ("workflow_run", {}),
}


def _read(found: corpus.Recorded) -> Reading:
    return read(Delivery("github", found.delivery_id or found.name, found.event, "application/json", found.body))


def _earned(*readings: Reading) -> _Earned:
    return dict(
        Counter((activity.person.login, activity.metric) for reading in readings for activity in reading.activities)
    )


@pytest.mark.parametrize("found", corpus.examples(), ids=lambda found: found.name)
def test_every_published_example_passes_and_earns_what_it_says(found: corpus.Recorded) -> None:
    reading = _read(found)
    assert _earned(reading) == _PUBLISHED.get(found.name, {})
    assert reading.activities or reading.notes
    assert not reading.unknown


@pytest.mark.parametrize("scenario", corpus.scenarios())
def test_every_recorded_scenario_earns_what_was_read_off_by_hand(scenario: str) -> None:
    readings = [_read(found) for found in corpus.recording(scenario)]
    assert _earned(*readings) == _RECORDED.get(scenario, {})
    keys = [activity.key for reading in readings for activity in reading.activities]
    assert len(keys) == len(set(keys))
    assert not any(reading.unknown for reading in readings)


@pytest.mark.parametrize("scenario", corpus.scenarios())
def test_doubled_and_reversed_deliveries_name_the_same_facts(scenario: str) -> None:
    found = list(corpus.recording(scenario))
    once = {activity for one in found for activity in map(repr, _read(one).activities)}
    again = {activity for one in reversed(found * 2) for activity in map(repr, _read(one).activities)}
    assert again == once


@pytest.mark.parametrize("found", corpus.derived(), ids=lambda found: found.name)
def test_every_derived_edge_case_earns_what_it_says(found: corpus.Recorded) -> None:
    reading = _read(found)
    assert _earned(reading) == _DERIVED.get(found.name, {})
    assert not reading.unknown


@pytest.mark.parametrize("name", _HUB4J)
def test_payloads_another_project_keeps_earn_what_they_say(name: str) -> None:
    event, earned = _HUB4J[name]
    found = next(found for found in corpus.forges() if found.name == f"hub4j/github/{name}")
    assert _earned(_read(replace(found, event=event))) == earned


@pytest.mark.parametrize("event", ["push", "pull_request", "pull_request_review", "issues", "release", "workflow_run"])
def test_a_payload_of_another_event_or_forge_is_no_error(event: str) -> None:
    assert len(corpus.forges()) == 168
    for found in corpus.forges():
        reading = _read(replace(found, event=event))
        assert reading.activities or reading.notes


def test_the_tables_name_only_what_is_there() -> None:
    assert set(_RECORDED) <= set(corpus.scenarios())
    assert set(_PUBLISHED) <= {found.name for found in corpus.examples()}
    assert set(_DERIVED) <= {found.name for found in corpus.derived()}
    assert (len(corpus.scenarios()), len(list(corpus.examples())), len(list(corpus.derived()))) == (91, 243, 19)


def _derived(name: str) -> Reading:
    return next(_read(found) for found in corpus.derived() if found.name == name)


def test_merged_by_a_person_and_merged_by_oneself_are_told_apart() -> None:
    by_other, by_self = _derived("pull_request.merged_by_human"), _derived("pull_request.self_merged")
    assert by_other.activities[0].dimensions["merged_by"] == "person"
    assert by_self.activities[0].dimensions["merged_by_other"] == "no"


def test_a_merge_by_a_bot_is_neither_the_authors_nor_a_persons() -> None:
    merges = [a for found in corpus.recording("TestMergeAction.test_merge_priority") for a in _read(found).activities]
    assert {activity.dimensions["merged_by"] for activity in merges} == {"bot"}


def test_agents_and_bots_earn_nothing_and_neither_do_their_assignees() -> None:
    assert _derived("pull_request.copilot_merged").notes == ("Copilot is a coding agent and earns nothing.",)
    assert _derived("pull_request.dependabot_merged").notes == ("dependabot[bot] is a bot and earns nothing.",)


def test_a_missing_author_is_named() -> None:
    assert _derived("pull_request.author_null").notes == ("The delivery lacks a person as `user`.",)


def test_only_completed_issues_count() -> None:
    for reason in ("None", "duplicate", "not_planned"):
        assert _derived(f"issues.closed.{reason}").notes == ("Issue #1 was closed, but not as completed.",)


def test_two_thousand_commits_without_an_author_are_one_note() -> None:
    assert _derived("push.2048_commits").notes == ("2048 × not counted: a commit without a verified author.",)


def test_co_authors_are_noted_and_earn_nothing() -> None:
    assert "3 × not counted: a co-author, whom nobody verified." in _derived("push.co_authors").notes


def test_every_well_signed_delivery_with_json_is_readable() -> None:
    cases = orjson.loads((corpus.FOLDER / "github" / "derived" / "deliveries.json").read_bytes())["deliveries"]
    for case in cases:
        if not case["accept"] or case["name"] == "official vector":
            continue
        headers = case["headers"]
        delivery = Delivery(
            "github", "1", headers["X-GitHub-Event"], headers["Content-Type"], case["body_utf8"].encode()
        )
        reading = read(delivery)
        assert reading.notes
        assert not reading.activities
        assert reading.unknown == (case["name"] == "unknown event")
