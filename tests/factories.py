"""Values for tests: activities, and deliveries in GitHub's shape, each with a natural key of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import uuid4

import orjson

from app.demo import payloads
from app.demo.payloads import Account, Payload, Repo
from domain.specs import ActivitySpec, Delivery, Person

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=UTC)  # a Wednesday
REPO = Repo(1296269, "acme/app", "Python")

_serial = count(1)


def accounts(number: int, *, first: int = 1_000_000) -> tuple[Account, ...]:
    """That many people, the same ones every time."""
    return tuple(Account(first + place, f"person-{place}") for place in range(number))


def person(number: int = 1_000_000, login: str = "person-0") -> Person:
    return Person("github", str(number), login)


def activity(**fields: Any) -> ActivitySpec:
    """A merged pull request, unless told otherwise."""
    serial = next(_serial)
    given: dict[str, Any] = {
        "key": f"github:repo/1296269:pull/{serial}:merged",
        "person": person(),
        "metric": "pull_request.merged",
        "occurred_at": NOW,
        "label": f"merged pull request #{serial}",
        "dimensions": {"repository": "acme/app", "merged_by_other": "yes", "language": "Python"},
    }
    return ActivitySpec(**{**given, **fields})


def delivery(event: str, payload: Payload, *, delivery_id: str | None = None) -> Delivery:
    """What GitHub would post for this payload."""
    return Delivery("github", delivery_id or str(uuid4()), event, "application/json", orjson.dumps(payload))


def merged_pull(
    author: Account, *, number: int | None = None, at: datetime = NOW, repo: Repo = REPO, delivery_id: str | None = None
) -> Delivery:
    """A pull request of `author` that somebody else merged."""
    merged_by = Account(999_999, "maintainer")
    pull = payloads.merged_pull(repo, number or next(_serial), author, merged_by, title="A change", at=at)
    return delivery("pull_request", pull, delivery_id=delivery_id)


def rubber_stamp(reviewer: Account, author: Account, number: int, *, at: datetime = NOW) -> Delivery:
    """An approval without a word, in the very second of the opening."""
    payload = payloads.review(REPO, number, author, reviewer, at=at)
    pull = {**payload["pull_request"], "created_at": payload["review"]["submitted_at"]}
    return delivery("pull_request_review", {**payload, "pull_request": pull})


def workload(people: int, deliveries: int, *, at: datetime = NOW, first: int = 1) -> Iterator[Delivery]:
    """Merged pull requests, reviews and completed issues of that many people, in turn."""
    team = accounts(people)
    for number in range(first, first + deliveries):
        author, other = team[number % people], team[(number * 7 + 3) % people]
        match number % 3:
            case 0:
                yield merged_pull(author, number=number, at=at, delivery_id=f"work-{number}")
            case 1 if author != other:
                review = payloads.review(
                    REPO, number, author, other, at=at, body="Reads well, and the test covers the second case."
                )
                yield delivery("pull_request_review", review, delivery_id=f"work-{number}")
            case _:
                issue = payloads.closed_issue(REPO, number, author, title="A defect", at=at)
                yield delivery("issues", issue, delivery_id=f"work-{number}")
