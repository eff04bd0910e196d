"""Deliveries in GitHub's shape, cut down to the fields that say who did what, where and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha1
from typing import Any

Payload = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """`number` is the account's numeric id, which outlives every change of the login."""

    number: int
    login: str
    type: str = "User"


@dataclass(frozen=True, slots=True)
class Repo:
    number: int
    full_name: str
    language: str


def merged_pull(
    repo: Repo,
    number: int,
    author: Account,
    merged_by: Account,
    *,
    title: str,
    at: datetime,
    labels: Sequence[str] = (),
) -> Payload:
    """The event `pull_request`, action `closed`."""
    pull = _pull(repo, number, author, title, at) | {
        "state": "closed",
        "merged": True,
        "merged_at": _time(at),
        "closed_at": _time(at),
        "merge_commit_sha": _sha(repo, number),
        "merged_by": _user(merged_by),
        "labels": [{"id": 7_000 + place, "name": name, "color": "ededed"} for place, name in enumerate(labels)],
        "commits": 1 + number % 4,
    }
    return _in(repo, merged_by, action="closed", number=number, pull_request=pull)


def review(
    repo: Repo,
    number: int,
    author: Account,
    reviewer: Account,
    *,
    at: datetime,
    state: str = "approved",
    body: str = "",
) -> Payload:
    """The event `pull_request_review`, action `submitted`."""
    verdict = {
        "id": number * 100 + reviewer.number % 100,
        "user": _user(reviewer),
        "body": body,
        "state": state,
        "submitted_at": _time(at),
        "html_url": f"{_url(repo)}/pull/{number}#pullrequestreview-{number * 100 + reviewer.number % 100}",
    }
    pull = _pull(repo, number, author, "A change under review", at) | {"state": "open"}
    return _in(repo, reviewer, action="submitted", review=verdict, pull_request=pull)


def dismissed_review(
    repo: Repo, number: int, author: Account, reviewer: Account, by: Account, *, at: datetime
) -> Payload:
    """The event `pull_request_review`, action `dismissed`: takes back the review of the same pull request."""
    submitted = review(repo, number, author, reviewer, at=at)
    verdict = submitted["review"] | {"state": "dismissed"}
    return _in(repo, by, action="dismissed", review=verdict, pull_request=submitted["pull_request"])


def closed_issue(
    repo: Repo,
    number: int,
    closer: Account,
    *,
    title: str,
    at: datetime,
    labels: Sequence[str] = (),
    reason: str = "completed",
    opened: datetime | None = None,
) -> Payload:
    """The event `issues`, action `closed`, by the person it was assigned to; `opened` some time before, or then."""
    issue = {
        "id": repo.number * 1_000 + number,
        "number": number,
        "title": title,
        "user": _user(closer),
        "assignee": _user(closer),
        "assignees": [_user(closer)],
        "labels": [{"id": 7_000 + place, "name": name, "color": "ededed"} for place, name in enumerate(labels)],
        "state": "closed",
        "state_reason": reason,
        "closed_at": _time(at),
        "created_at": _time(opened or _opened(number, at)),
        "updated_at": _time(at),
        "html_url": f"{_url(repo)}/issues/{number}",
    }
    return _in(repo, closer, action="closed", issue=issue)


def push(repo: Repo, pusher: Account, messages: Sequence[str], *, serial: int, at: datetime) -> Payload:
    """The event `push` to the default branch: one commit a message."""
    address = f"{pusher.number}+{pusher.login}@users.noreply.github.com"
    person = {"name": pusher.login, "email": address, "username": pusher.login}
    commits = [
        {
            "id": _sha(repo, serial * 100 + place),
            "tree_id": _sha(repo, serial * 100 + place + 50),
            "distinct": True,
            "message": message,
            "timestamp": _time(at),
            "url": f"{_url(repo)}/commit/{_sha(repo, serial * 100 + place)}",
            "author": person,
            "committer": person,
            "added": [],
            "removed": [],
            "modified": ["src/app.py"],
        }
        for place, message in enumerate(messages)
    ]
    pushed = _in(repo, pusher, ref="refs/heads/main", before="1" * 40, after=commits[-1]["id"], commits=commits)
    extra = {
        "head_commit": commits[-1],
        "pusher": {"name": pusher.login, "email": address},
        "created": False,
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "compare": f"{_url(repo)}/compare/main",
    }
    return {**pushed, **extra, "repository": pushed["repository"] | {"pushed_at": int(at.timestamp())}}


def release(repo: Repo, author: Account, tag: str, *, serial: int, at: datetime) -> Payload:
    """The event `release`, action `published`."""
    published = {
        "id": serial,
        "tag_name": tag,
        "name": tag,
        "author": _user(author),
        "draft": False,
        "prerelease": False,
        "created_at": _time(at),
        "published_at": _time(at),
        "html_url": f"{_url(repo)}/releases/tag/{tag}",
    }
    return _in(repo, author, action="published", release=published)


def workflow_run(
    repo: Repo, actor: Account, *, serial: int, at: datetime, conclusion: str = "success", attempt: int = 1
) -> Payload:
    """The event `workflow_run`, action `completed`."""
    run = {
        "id": serial,
        "name": "checks",
        "head_branch": "main",
        "head_sha": _sha(repo, serial),
        "run_number": serial % 10_000,
        "run_attempt": attempt,
        "event": "push",
        "status": "completed",
        "conclusion": conclusion,
        "workflow_id": repo.number + 1,
        "actor": _user(actor),
        "triggering_actor": _user(actor),
        "created_at": _time(at),
        "run_started_at": _time(at),
        "updated_at": _time(at),
        "html_url": f"{_url(repo)}/actions/runs/{serial}",
        "repository": _repository(repo),
        "head_repository": _repository(repo),
    }
    return _in(repo, actor, action="completed", workflow_run=run)


def _pull(repo: Repo, number: int, author: Account, title: str, at: datetime) -> dict[str, Any]:
    return {
        "id": repo.number * 1_000 + number,
        "number": number,
        "title": title,
        "user": _user(author),
        "body": None,
        "draft": False,
        "labels": [],
        "assignees": [],
        "created_at": _time(_opened(number, at)),
        "updated_at": _time(at),
        "html_url": f"{_url(repo)}/pull/{number}",
        "head": {"ref": f"change-{number}", "sha": _sha(repo, number + 1), "repo": _repository(repo)},
        "base": {"ref": "main", "sha": _sha(repo, number + 2), "repo": _repository(repo)},
        "author_association": "MEMBER",
    }


def _opened(number: int, at: datetime) -> datetime:
    """From half an hour to two days before."""
    return at - timedelta(minutes=30 + number * 53 % 2_850)


def _in(repo: Repo, sender: Account, **fields: object) -> Payload:
    return {**fields, "repository": _repository(repo), "sender": _user(sender)}


def _repository(repo: Repo) -> dict[str, Any]:
    owner, name = repo.full_name.split("/")
    return {
        "id": repo.number,
        "name": name,
        "full_name": repo.full_name,
        "private": True,
        "fork": False,
        "owner": {"login": owner, "id": repo.number + 5, "type": "Organization", "site_admin": False},
        "html_url": _url(repo),
        "language": repo.language,
        "default_branch": "main",
    }


def _user(account: Account) -> dict[str, Any]:
    return {
        "login": account.login,
        "id": account.number,
        "type": account.type,
        "site_admin": False,
        "html_url": f"https://github.com/{account.login}",
    }


def _url(repo: Repo) -> str:
    return f"https://github.com/{repo.full_name}"


def _sha(repo: Repo, serial: int) -> str:
    return sha1(f"{repo.number}/{serial}".encode(), usedforsecurity=False).hexdigest()


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
