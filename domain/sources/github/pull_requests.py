"""`pull_request`: one that is merged is work that landed, and its author's."""

import re
from hashlib import sha256

from domain.sources.github import people
from domain.sources.github.payload import (
    NotCounted,
    Repository,
    Thing,
    labels,
    number,
    open_seconds,
    optional_text,
    repository,
    text,
    thing,
    when,
    yes_no,
)
from domain.sources.reading import Reading, web_address
from domain.specs import ActivitySpec

_REVERTS = re.compile(r"\s*Reverts (?:([\w.-]+/[\w.-]+))?#([1-9][0-9]{0,17})\b")
_NUMBERS = re.compile(r"[\d\W_]+")


def closed(payload: Thing) -> Reading:
    """`pull_request.merged` for the author.

    The payload does not say whether anybody reviewed it. What it says is who pressed the button:
    `merged_by` is `author`, `person`, `bot` or `unknown`, and `merged_by_other` is `yes` for a person or a bot
    that is not the author, so that a scoring rule can leave out self-merges. What else is there for fair play
    alone: which pull request, whose hand merged it, how long it had been open, whether any line changed (never how
    many), its commits, a digest of its title, and which one it reverts.
    """
    pull = thing(payload, "pull_request")
    number_ = number(pull, "number")
    if pull.get("merged") is not True:
        raise NotCounted(f"Pull request #{number_} was closed without a merge.")
    if pull.get("changed_files") == 0:
        raise NotCounted(f"Pull request #{number_} changed no file.")
    repo, base, merger = repository(payload), text(thing(pull, "base"), "ref"), _merged_by(pull)
    at = when(pull, "merged_at")
    activity = ActivitySpec(
        key=f"{repo.key}:pull/{number_}:merged",
        person=people.person(pull, "user"),
        metric="pull_request.merged",
        occurred_at=at,
        label=f"merged pull request #{number_}",
        dimensions=repo.dimensions(
            branch=base,
            default_branch=yes_no(base == repo.default_branch),
            label=labels(pull),
            merged_by=merger,
            merged_by_other=yes_no(merger in ("person", "bot")),
            pull=f"{repo.key}:pull/{number_}",
            **({"merger": people.account(pull.get("merged_by"))} if merger == "person" else {}),
            **open_seconds(pull, at),
            **_content(pull, repo),
        ),
        url=web_address(pull.get("html_url")),
    )
    return Reading((activity,))


def _merged_by(pull: Thing) -> str:
    merger = pull.get("merged_by")
    merger_id = people.account_id(merger)
    if not isinstance(merger, dict) or merger_id is None:
        return "unknown"
    if merger_id == people.account_id(pull.get("user")):
        return "author"
    return "bot" if people.is_bot(merger) else "person"


def _content(pull: Thing, repo: Repository) -> dict[str, str]:
    """What tells whether this is the same work once more. Nothing that is not known."""
    found: dict[str, str] = {}
    head, title, body = pull.get("head"), optional_text(pull, "title"), pull.get("body")
    if isinstance(head, dict) and (commits := optional_text(head, "sha")):
        found["head"] = commits
    if title and (words := _NUMBERS.sub(" ", title.casefold()).strip()):
        found["title_digest"] = sha256(words.encode()).hexdigest()[:16]
    if isinstance(body, str) and (match := _REVERTS.match(body)) and (match[1] or repo.name) == repo.name:
        found["reverts"] = f"{repo.key}:pull/{match[2]}"
    lines = (pull.get("additions"), pull.get("deletions"))
    return found | ({"line_changes": yes_no(any(lines))} if all(isinstance(count, int) for count in lines) else {})
