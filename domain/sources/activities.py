"""Our own API: activities as a JSON array, as NDJSON, or as a batch of CloudEvents.

Whoever sends here holds a key and can read an answer, so everything is strict: one bad activity refuses the
delivery with a sentence that names it. Accounts of bots are noted and skipped, as everywhere.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from typing import Annotated, ClassVar

import orjson
from pydantic import AwareDatetime, ConfigDict, FailFast, Field, StringConstraints, TypeAdapter, ValidationError

from domain.sources.reading import (
    MAX_TEXT,
    UNSAFE,
    Reading,
    Unreadable,
    clean,
    is_bot_login,
    is_plausible,
    media_type,
    web_address,
)
from domain.specs import MAX_AMOUNT, ActivitySpec, Delivery, Dimension, Metric, Person

#: A larger batch would keep its players locked for too long.
MAX_BATCH = 10_000

#: Metrics of this kind are made by the game itself; nobody may send them.
_OF_THE_GAME = frozenset({"badge", "kudos", "level", "mission", "reward", "season", "streak", "visit", "xp"})

_TEXT = StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT, pattern=f"^[^{UNSAFE}]*$")
_Text = Annotated[str, _TEXT]
_Provider = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
_Subject = Annotated[str, _TEXT, Field(coerce_numbers_to_str=True)]
_Values = _Text | Annotated[list[_Text], Field(max_length=100)]
_NAME = re.compile(r"[A-Za-z0-9_.]{1,40}")
_GITHUB_ID = re.compile(r"[1-9][0-9]{0,18}")

#: Pydantic's kinds of faults whose own words would not help the sender.
_WORDS = {
    "missing": "is missing",
    "string_pattern_mismatch": "has characters that are not allowed here",
    "timezone_aware": "needs a time zone, such as Z",
    "unexpected_keyword_argument": "is no field of an activity",
}


@dataclass(slots=True)
class _Person:
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    provider: _Provider
    id: _Subject
    login: _Text


@dataclass(slots=True)
class _Activity:
    """One activity as it is sent. Without a `label` the feed shows the metric."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    key: _Text
    person: _Person
    metric: Metric
    occurred_at: Annotated[AwareDatetime, Field(strict=True)]
    value: Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)] = 1
    label: _Text | None = None
    dimensions: Annotated[dict[Dimension, _Values], Field(max_length=20)] = field(default_factory=dict)
    url: _Text | None = None
    reverses: _Text | None = None


_BATCH = TypeAdapter(Annotated[list[_Activity], FailFast(), Field(max_length=MAX_BATCH)])


def read(delivery: Delivery) -> Reading:
    """The activities of one batch, each with its key behind the name of the source that sent it."""
    name, as_array = _SHAPES.get(media_type(delivery.content_type), ("Activity", _array))
    body = as_array(delivery.body)
    try:
        batch = _BATCH.validate_json(body)
    except ValidationError as error:
        raise _refusal(error, name) from None
    for index, sent in enumerate(batch):
        _check(sent, f"{name} {index + 1}")
    return _as_reading(batch, delivery.source)


def _array(body: bytes) -> bytes:
    return body


def _lines(body: bytes) -> bytes:
    """NDJSON as one array. Blank lines at the end are no lines."""
    lines = body.rstrip().split(b"\n")
    for index, line in enumerate(lines):
        if not line.strip().startswith(b"{"):
            raise Unreadable(f"Line {index + 1}: no JSON object.")
        try:
            orjson.loads(line)
        except ValueError:
            raise Unreadable(f"Line {index + 1}: no JSON.") from None
    return b"[" + b",".join(lines) + b"]"


def _cloud_events(body: bytes) -> bytes:
    """CloudEvents as activities: `source#id` is the key, `type` the metric, `time` the moment; `data` has the rest."""
    try:
        events = orjson.loads(body)
    except ValueError:
        raise Unreadable("The body is no JSON.") from None
    if not isinstance(events, list):
        raise Unreadable("A batch of CloudEvents is a JSON array.")
    return orjson.dumps([_from_cloud_event(event, index + 1) for index, event in enumerate(events)])


def _from_cloud_event(event: object, number: int) -> Mapping[str, object]:
    if not isinstance(event, dict) or event.get("specversion") != "1.0":
        raise Unreadable(f"Event {number}: no CloudEvent of version 1.0.")
    origin, name, data = event.get("source"), event.get("id"), event.get("data")
    if not isinstance(origin, str) or not isinstance(name, str) or not isinstance(data, dict):
        raise Unreadable(f"Event {number}: `source` and `id` must be texts and `data` a JSON object.")
    envelope = {"key": f"{origin}#{name}", "metric": event.get("type"), "occurred_at": event.get("time")}
    return data | envelope


_SHAPES: Mapping[str, tuple[str, Callable[[bytes], bytes]]] = {
    "application/x-ndjson": ("Line", _lines),
    "application/ndjson": ("Line", _lines),
    "application/jsonl": ("Line", _lines),
    "application/cloudevents-batch+json": ("Event", _cloud_events),
}


def _check(sent: _Activity, where: str) -> None:
    """What types cannot say."""
    if not is_plausible(sent.occurred_at):
        raise Unreadable(f"{where}: `occurred_at` lies outside the years 1970–2999.")
    if sent.metric.partition(".")[0] in _OF_THE_GAME:
        raise Unreadable(f"{where}: `metric`: “{sent.metric}” is made by the game itself.")
    if sent.person.provider == "github" and not _GITHUB_ID.fullmatch(sent.person.id):
        raise Unreadable(f"{where}: `person.id`: a person of GitHub is named by the numeric user id, not the login.")
    if sent.url is not None and web_address(sent.url) is None:
        raise Unreadable(f"{where}: `url` is no http or https address.")


def _as_reading(batch: Sequence[_Activity], source: str) -> Reading:
    found = [sent for sent in batch if not is_bot_login(sent.person.login)]
    bots = len(batch) - len(found)
    notes = (f"{bots} × not counted: an activity of a bot.",) if bots else ()
    return Reading(tuple(_spec(sent, source) for sent in found), notes)


def _spec(sent: _Activity, source: str) -> ActivitySpec:
    return ActivitySpec(
        key=f"{source}:{sent.key}",
        person=Person(sent.person.provider, sent.person.id, sent.person.login),
        metric=sent.metric,
        occurred_at=sent.occurred_at.astimezone(UTC),
        label=sent.label or sent.metric,
        value=sent.value,
        dimensions=sent.dimensions,
        url=sent.url,
        reverses=f"{source}:{sent.reverses}" if sent.reverses else None,
    )


def _refusal(error: ValidationError, name: str) -> Unreadable:
    """The first faults in words: which activity, which field, what is wrong with it."""
    faults: dict[str, str] = {}
    for fault in error.errors(include_url=False, include_context=False, include_input=False)[:3]:
        location = fault["loc"]
        if not location or not isinstance(location[0], int):
            return Unreadable(f"The body is no list of activities: {fault['msg']}.")
        # Pydantic puts the names of the types it tried into the path as well; they have brackets or dashes.
        path = ".".join(str(part) for part in location[1:] if _NAME.fullmatch(str(part))) or "activity"
        faults.setdefault(f"{name} {location[0] + 1}: `{path}`", _WORDS.get(fault["type"]) or clean(fault["msg"]))
    return Unreadable("; ".join(f"{where}: {what}" for where, what in faults.items()) + ".", faults)
