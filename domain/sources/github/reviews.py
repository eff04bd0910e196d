"""`pull_request_review`: looking at somebody else's work, and the taking back of it."""

from domain.sources.github import people
from domain.sources.github.payload import (
    NotCounted,
    Repository,
    Thing,
    lacking,
    number,
    open_seconds,
    repository,
    text,
    thing,
    when,
    yes_no,
)
from domain.sources.reading import Reading, web_address
from domain.specs import ActivitySpec, Person

_STATES = frozenset({"approved", "changes_requested", "commented"})
_SUBSTANCE = 20


def submitted(payload: Thing) -> Reading:
    """`review.submitted` for the reviewer, unless it is the reviewer's own pull request.

    `substance` is `yes` where changes were requested or the text has at least 20 characters; comments on
    single lines come as deliveries of their own and are not seen here. Whose work it was (`author`), which pull
    request and how long it had been open is there for fair play alone.
    """
    review = thing(payload, "review")
    state = text(review, "state").lower()
    if state not in _STATES:
        raise NotCounted(f"A review in the state “{state}” is not submitted work.")
    return Reading((_activity(payload, review, state),))


def dismissed(payload: Thing) -> Reading:
    """The same review taken back. GitHub forgets its former state here.

    It carries the time of the submission, so that it takes away on the day that gave, in whatever order
    the two deliveries come.
    """
    review = thing(payload, "review")
    return Reading((_activity(payload, review, "dismissed"),))


def _activity(payload: Thing, review: Thing, state: str) -> ActivitySpec:
    pull, repo = thing(payload, "pull_request"), repository(payload)
    number_, key = number(pull, "number"), f"{repo.key}:review/{number(review, 'id')}"
    taken_back, reviewer = state == "dismissed", _reviewer(review, pull)
    return ActivitySpec(
        key=f"{key}:dismissed" if taken_back else f"{key}:submitted",
        person=reviewer,
        metric="review.submitted",
        occurred_at=when(review, "submitted_at"),
        label=_label(number_, pull, taken_back=taken_back),
        dimensions=_dimensions(repo, pull, review, state),
        url=web_address(review.get("html_url")),
        reverses=f"{key}:submitted" if taken_back else None,
    )


def _label(number_: int, pull: Thing, *, taken_back: bool) -> str:
    if taken_back:
        return f"review of pull request #{number_} was dismissed"
    return f"reviewed pull request #{number_}{people.whose_work(pull.get('user'))}"


def _dimensions(repo: Repository, pull: Thing, review: Thing, state: str) -> dict[str, str | list[str]]:
    author = pull.get("user")
    return repo.dimensions(
        state=state,
        substance=yes_no(state == "changes_requested" or _says_much(review)),
        pull=f"{repo.key}:pull/{number(pull, 'number')}",
        author=people.account(author),
        author_kind="bot" if isinstance(author, dict) and people.is_bot(author) else "person",
        **open_seconds(pull, when(review, "submitted_at")),
    )


def _reviewer(review: Thing, pull: Thing) -> Person:
    reviewer = people.person(review, "user")
    author = people.account_id(pull.get("user"))
    if author is None:
        raise lacking("the pull request’s author, so this may be a review of one’s own work")
    if str(author) == reviewer.subject:
        raise NotCounted(f"{reviewer.login} reviewed their own pull request.")
    return reviewer


def _says_much(review: Thing) -> bool:
    body = review.get("body")
    return isinstance(body, str) and len(body.strip()) >= _SUBSTANCE
