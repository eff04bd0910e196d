from datetime import UTC, datetime
from typing import Any

import pytest

from domain.specs import ActivitySpec, Person
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note

_UNVERIFIED = "1 × not counted: a commit without a verified author."


def _push(*commits: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The fixture's push with its first commit only, or with those given."""
    payload = fixture("push__default_branch")
    payload["commits"] = list(commits) or payload["commits"][:1]
    return payload | changes


def _commit(**changes: Any) -> dict[str, Any]:
    first: dict[str, Any] = fixture("push__default_branch")["commits"][0]
    return first | changes


def _by(username: str | None, email: str = "someone@example.com") -> dict[str, Any]:
    author = {"name": "Somebody", "email": email}
    return _commit(author=author if username is None else author | {"username": username})


def _made_by_github(**changes: Any) -> dict[str, Any]:
    return _commit(committer={"name": "GitHub", "email": "noreply@github.com", "username": "web-flow"}, **changes)


def test_each_commit_that_lands_is_its_authors_work() -> None:
    reading = from_github("push", fixture("push__default_branch"))
    assert reading.activities == (
        ActivitySpec(
            key="github:commit/00000000000000000000000000000000000000b1",
            person=Person("github", "1101", "ada"),
            metric="commit.landed",
            occurred_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            label="landed commit 0000000",
            dimensions={"repository": "acme/app", "language": "Python", "branch": "main"},
            url="https://github.com/acme/app/commit/00000000000000000000000000000000000000b1",
        ),
        ActivitySpec(
            key="github:commit/00000000000000000000000000000000000000b2",
            person=Person("github", "1102", "grace"),
            metric="commit.landed",
            occurred_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
            label="landed commit 0000000",
            dimensions={"repository": "acme/app", "language": "Python", "branch": "main"},
            url="https://github.com/acme/app/commit/00000000000000000000000000000000000000b2",
        ),
    )
    assert reading.notes == (
        "1 × not counted: a co-author, whom nobody verified.",
        "1 × not counted: a merge commit.",
    )


def test_a_push_to_another_branch_earns_nothing() -> None:
    assert "not a push to the default branch" in only_note(from_github("push", fixture("push__feature_branch")))


@pytest.mark.parametrize("ref", ["refs/tags/main", "main", "refs/heads/Main", "refs/heads/gh-readonly-queue/main/pr-1"])
def test_only_the_default_branch_itself_counts(ref: str) -> None:
    assert "not a push to the default branch" in only_note(from_github("push", _push(ref=ref)))


def test_a_bots_commit_earns_nothing() -> None:
    assert only_note(from_github("push", fixture("push__bot"))) == "1 × not counted: a commit of a bot."


def test_a_forged_noreply_address_earns_nothing() -> None:
    assert only_note(from_github("push", fixture("push__forged_identity"))) == _UNVERIFIED


@pytest.mark.parametrize(
    ("username", "email"),
    [
        (None, "1102+grace@users.noreply.github.com"),
        ("grace", "grace@users.noreply.github.com"),
        ("grace", "1102+linus@users.noreply.github.com"),
        ("grace", "x1102+grace@users.noreply.github.com"),
        ("grace", "1102+grace@users.noreply.github.com.evil.example"),
        ("grace", "1102+grace@evil.example@users.noreply.github.com"),
        ("grace", "01102+grace@users.noreply.github.com"),
        ("grace", "grace@example.com"),
    ],
)
def test_without_a_numeric_id_that_github_vouches_for_nobody_earns(username: str | None, email: str) -> None:
    assert only_note(from_github("push", _push(_by(username, email)))) == _UNVERIFIED


def test_a_noreply_address_of_github_names_the_person_in_any_case() -> None:
    activity = only_activity(from_github("push", _push(_by("Grace", "1102+grace@users.noreply.GitHub.com"))))
    assert activity.person == Person("github", "1102", "Grace")


def test_an_enterprise_servers_own_noreply_addresses_count_there_and_only_there() -> None:
    payload = _push(_by("grace", "12+grace@users.noreply.git.acme.example"))
    payload["repository"]["html_url"] = "https://git.acme.example:8443/acme/app"
    assert only_activity(from_github("push", payload)).person.subject == "12"
    payload["commits"] = [_by("grace", "12+grace@users.noreply.github.com")]
    only_note(from_github("push", payload))


def test_the_repositorys_owner_is_known_by_the_payload() -> None:
    payload = _push(_by("linus"))
    payload["repository"]["owner"] = {"login": "Linus", "name": "Linus", "id": 1103, "type": "User"}
    assert only_activity(from_github("push", payload)).person == Person("github", "1103", "Linus")


def test_an_organization_never_earns() -> None:
    assert "acme is no person’s account" in only_note(from_github("push", _push(_by("acme"))))


def test_the_sender_earns_nothing_for_other_peoples_commits() -> None:
    assert only_note(from_github("push", _push(_by("grace")))) == _UNVERIFIED


def test_without_a_sender_noreply_addresses_still_count() -> None:
    payload = fixture("push__default_branch")
    del payload["sender"]
    assert only_activity(from_github("push", payload)).person.login == "grace"


@pytest.mark.parametrize(
    "message",
    [
        "Merge pull request #42 from acme/retry",
        "Merge branch 'main' of github.com:acme/app",
        "Merge remote-tracking branch 'origin/main'",
        "Merge tag 'v1'",
    ],
)
def test_a_merge_commit_earns_nothing(message: str) -> None:
    assert only_note(from_github("push", _push(_commit(message=message)))) == "1 × not counted: a merge commit."


def test_a_merge_with_a_title_of_its_own_is_seen_by_who_committed_it() -> None:
    payload = _push(_by(None), _made_by_github(message="Retry twice (#42)"))
    assert from_github("push", payload).activities == ()
    assert "1 × not counted: a merge commit." in from_github("push", payload).notes


def test_squashed_pull_requests_count_for_their_authors_even_several_in_one_push() -> None:
    first, second = _made_by_github(message="One (#1)"), _made_by_github(message="Two (#2)", id="f" * 40)
    assert len(from_github("push", _push(first, second)).activities) == 2


def test_a_commit_that_was_pushed_before_earns_nothing() -> None:
    payload = _push(_commit(distinct=False), forced=True)
    assert only_note(from_github("push", payload)) == "1 × not counted: a commit that was pushed before."


def test_a_forced_push_counts_only_what_is_new() -> None:
    payload = _push(_commit(distinct=False), _commit(id="e" * 40), forced=True)
    assert only_activity(from_github("push", payload)).key == f"github:commit/{'e' * 40}"


def test_an_empty_commit_earns_nothing() -> None:
    assert only_note(from_github("push", _push(_commit(modified=[])))) == "1 × not counted: an empty commit."


def test_nothing_lands_in_a_fork() -> None:
    payload = _push()
    payload["repository"]["fork"] = True
    assert "fork" in only_note(from_github("push", payload))


def test_a_first_push_may_be_imported_history_so_only_the_senders_commits_count() -> None:
    payload = fixture("push__default_branch") | {"before": "0" * 40, "created": True}
    payload["repository"]["owner"] = {"login": "linus", "id": 1103, "type": "User"}
    payload["commits"].append(_by("linus"))
    assert only_activity(from_github("push", payload)).person.login == "ada"


def test_a_deleted_branch_and_an_empty_push_earn_nothing() -> None:
    assert only_note(from_github("push", _push(deleted=True))) == "The push deleted refs/heads/main."
    for commits in ([], None, "x", [None, 5]):
        assert only_note(from_github("push", _push(commits=commits))) == "The push brought no commits."


def test_the_time_is_the_pushs_and_not_the_commits() -> None:
    payload = _push(_commit(timestamp="2019-01-01T00:00:00Z"))
    payload["repository"]["pushed_at"] = "2026-03-02T10:30:00+01:00"
    assert only_activity(from_github("push", payload)).occurred_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    payload["repository"]["pushed_at"] = None
    assert only_note(from_github("push", payload)) == "The delivery lacks a time as `pushed_at`."


def test_the_same_commit_in_two_repositories_is_one_fact() -> None:
    payload = _push()
    here = only_activity(from_github("push", payload)).key
    payload["repository"] |= {"id": 7002, "full_name": "acme/mirror"}
    assert only_activity(from_github("push", payload)).key == here


@pytest.mark.parametrize("sha", [None, 5, "", "b1", "B" * 40, "g" * 40, "b" * 41])
def test_a_commit_without_a_proper_id_earns_nothing(sha: object) -> None:
    assert only_note(from_github("push", _push(_commit(id=sha)))) == "1 × not counted: a commit without its id."


@pytest.mark.parametrize("author", [None, [], "ada", {}, {"username": 5}, {"username": "grace", "email": None}])
def test_a_commit_without_an_author_earns_nothing(author: object) -> None:
    assert only_note(from_github("push", _push(_commit(author=author)))) == _UNVERIFIED
