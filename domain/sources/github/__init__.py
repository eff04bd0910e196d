"""GitHub's webhooks. What earns is in `_EARNING`, what knowingly does not in `ignored`."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qs

import orjson

from domain.sources.github import ignored, issues, pull_requests, pushes, releases, reviews, workflow_runs
from domain.sources.github.payload import NotCounted, Thing
from domain.sources.reading import Reading, Unreadable, clean, media_type
from domain.specs import Delivery

_EARNING: Mapping[tuple[str, str | None], Callable[[Thing], Reading]] = {
    ("push", None): pushes.landed,
    ("pull_request", "closed"): pull_requests.closed,
    ("pull_request_review", "submitted"): reviews.submitted,
    ("pull_request_review", "dismissed"): reviews.dismissed,
    ("issues", "closed"): issues.closed,
    ("release", "published"): releases.published,
    ("workflow_run", "completed"): workflow_runs.completed,
}


def read(delivery: Delivery) -> Reading:
    """The activities of one webhook delivery. Raises `Unreadable` only where the body is no JSON."""
    payload = _decode(delivery)
    if delivery.event in ignored.EVENTS:
        return Reading(notes=(f"GitHub’s `{delivery.event}` earns nothing.",))
    if not isinstance(payload, dict):
        return Reading(notes=("The delivery is no JSON object.",))
    action = payload.get("action")
    try:
        return _read_event(delivery.event, action if isinstance(action, str) else None, payload)
    except NotCounted as reason:
        return Reading(notes=(reason.sentence,))


def _read_event(event: str, action: str | None, payload: Thing) -> Reading:
    if earning := _EARNING.get((event, action)):
        return earning(payload)
    name = clean(f"{event}.{action}" if action else event, 80)
    if action in ignored.ACTIONS.get(event, ()):
        return Reading(notes=(f"GitHub’s `{name}` earns nothing.",))
    return Reading(notes=(f"GitHub’s `{name}` is not known here.",), unknown=True)


def _decode(delivery: Delivery) -> object:
    """The JSON of a body; of a form's field `payload` where GitHub was told to send forms."""
    body: bytes | str = delivery.body
    try:
        if media_type(delivery.content_type) == "application/x-www-form-urlencoded":
            form = parse_qs(delivery.body.decode("ascii"), errors="strict", max_num_fields=10)
            body = form["payload"][0]
        return orjson.loads(body)
    except KeyError:
        raise Unreadable("The form has no field “payload”.") from None
    except ValueError:
        raise Unreadable("The body is no JSON.") from None
