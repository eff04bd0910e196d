"""`push`: commits that land on the default branch."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.sources.github import people
from domain.sources.github.payload import (
    NotCounted,
    Repository,
    Thing,
    optional_text,
    repository,
    text,
    thing,
    things,
    when,
)
from domain.sources.reading import Reading, clean, is_bot_login, web_address
from domain.specs import ActivitySpec, Person

_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NOREPLY = re.compile(r"([1-9][0-9]{0,17})\+([^@]{1,100})@users\.noreply\.([^@]+)")
_MERGES = ("Merge pull request #", "Merge branch ", "Merge remote-tracking branch ", "Merge tag ", "Merge commit ")
_CO_AUTHOR = re.compile(r"^co-authored-by:", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Push:
    """What all its commits share.

    `accounts` maps logins to those accounts of the payload that come with their id. `host` is where GitHub's
    own noreply addresses end, None where they are not taken.
    """

    repo: Repository
    branch: str
    landed_at: datetime
    accounts: Mapping[str, Thing]
    host: str | None


def landed(payload: Thing) -> Reading:
    """`commit.landed` for the author of each distinct commit that is not a merge, at the time of the push.

    The time a commit was written is the author's to choose, so it is not used. A commit is the same fact in
    every repository. Nothing counts in a fork, where it has not landed.
    """
    repo, ref = repository(payload), text(payload, "ref")
    branch = repo.default_branch
    if branch is None or ref != f"refs/heads/{branch}":
        raise NotCounted(f"A push to {ref} is not a push to the default branch.")
    if payload.get("deleted") is True:
        raise NotCounted(f"The push deleted {ref}.")
    if repo.is_fork:
        raise NotCounted(f"{repo.name} is a fork: commits there have not landed.")
    commits = things(payload, "commits")
    if not commits:
        raise NotCounted("The push brought no commits.")
    at = when(thing(payload, "repository"), "pushed_at")
    return _read_commits(_Push(repo, branch, at, *_identities(payload)), commits)


def _identities(payload: Thing) -> tuple[Mapping[str, Thing], str | None]:
    """The accounts and the host of a `_Push`.

    A branch's first push may bring a history made elsewhere: only the sender's own commits count there.
    """
    repo, sender = thing(payload, "repository"), payload.get("sender")
    is_first = not (optional_text(payload, "before") or "").strip("0")
    accounts = (sender,) if is_first else (repo.get("owner"), sender)
    named = {str(found.get("login")).casefold(): found for found in accounts if isinstance(found, dict)}
    address = web_address(repo.get("html_url"))
    return named, address.split("/")[2].partition(":")[0].casefold() if address and not is_first else None


def _read_commits(push: _Push, commits: list[Thing]) -> Reading:
    activities, reasons, made_elsewhere = [], Counter[str](), False
    for commit in commits:
        try:
            activities.append(_activity(push, commit, made_elsewhere=made_elsewhere))
        except NotCounted as reason:
            reasons[reason.sentence] += 1
        reasons["a co-author, whom nobody verified"] += _co_authors(commit)
        made_elsewhere = made_elsewhere or not _is_made_by_github(commit)
    return Reading(
        tuple(activities), tuple(f"{count} × not counted: {why}." for why, count in reasons.items() if count)
    )


def _activity(push: _Push, commit: Thing, *, made_elsewhere: bool) -> ActivitySpec:
    sha = commit.get("id")
    if not isinstance(sha, str) or not _SHA.fullmatch(sha):
        raise NotCounted("a commit without its id")
    if commit.get("distinct") is not True:
        raise NotCounted("a commit that was pushed before")
    if _is_merge(commit, made_elsewhere=made_elsewhere):
        raise NotCounted("a merge commit")
    if all(commit.get(files) == [] for files in ("added", "removed", "modified")):
        raise NotCounted("an empty commit")
    return ActivitySpec(
        key=f"github:commit/{sha}",
        person=_author(push, commit.get("author")),
        metric="commit.landed",
        occurred_at=push.landed_at,
        label=f"landed commit {sha[:7]}",
        dimensions=push.repo.dimensions(branch=push.branch),
        url=web_address(commit.get("url")),
    )


def _is_merge(commit: Thing, *, made_elsewhere: bool) -> bool:
    """Pushes do not name parents. GitHub itself commits on top of others' commits only to merge them."""
    message = commit.get("message")
    return (isinstance(message, str) and message.startswith(_MERGES)) or (made_elsewhere and _is_made_by_github(commit))


def _is_made_by_github(commit: Thing) -> bool:
    committer = commit.get("committer")
    return isinstance(committer, dict) and committer.get("username") == "web-flow"


def _author(push: _Push, author: object) -> Person:
    """The person behind `username`, GitHub's own answer to the commit's e-mail address.

    Its numeric id comes from an account of the payload with that login, or from a noreply address of GitHub
    with that login, which nobody else can own.
    """
    name = author.get("username") if isinstance(author, dict) else None
    if not isinstance(author, dict) or not isinstance(name, str):
        raise NotCounted("a commit without a verified author")
    if is_bot_login(name):
        raise NotCounted("a commit of a bot")
    if account := push.accounts.get(name.casefold()):
        return people.person({"author": account}, "author")
    email = author.get("email")
    match = _NOREPLY.fullmatch(email.casefold()) if isinstance(email, str) else None
    if match is None or match[3] != push.host or match[2] != name.casefold():
        raise NotCounted("a commit without a verified author")
    return Person("github", match[1], clean(name))


def _co_authors(commit: Thing) -> int:
    message = commit.get("message")
    return len(_CO_AUTHOR.findall(message)) if isinstance(message, str) else 0
