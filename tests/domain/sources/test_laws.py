"""Laws that hold for any payload, and for any change to a real one."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.sources import Unreadable, read
from domain.specs import Delivery
from tests.domain.sources.deliveries import fixture, from_github

_EARNED = {
    "push": "push__default_branch",
    "pull_request": "pull_request__merged",
    "pull_request_review": "pull_request_review__approved",
    "issues": "issues__completed",
    "release": "release__published",
    "workflow_run": "workflow_run__first_attempt",
}
# Other work on the machine must not fail a law.
_LAW = settings(deadline=None)
_FORM = "application/x-www-form-urlencoded"
_EVENTS = st.sampled_from(sorted(_EARNED))

# Any JSON, lone surrogates, NUL, 1e400 and numbers beyond 64 bits included.
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just("\ud800") | st.just(2**70)
_JSON = st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, child in children for found in _paths(child, (*path, key)))]


def _with(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    head, *rest = path
    items = dict(value) if isinstance(value, dict) else list(value)
    items[head] = _with(items[head], tuple(rest), new)
    return items


def _assert_read_or_refused(delivery: Delivery) -> None:
    sentence = "."
    try:
        read(delivery)
    except Unreadable as refusal:
        sentence = refusal.sentence
    assert sentence.isprintable()
    assert sentence.endswith(".")


def _read_or_unreadable(event: str, payload: object) -> None:
    body = json.dumps(payload).encode("utf-8", "surrogatepass")
    try:
        reading = from_github(event, body)
    except Unreadable:
        return
    assert reading.activities or reading.notes
    for note in reading.notes:
        assert note.isprintable()
        assert len(note) < 400
    for activity in reading.activities:
        assert activity.key.isprintable()
        assert activity.person.subject.isdecimal()
        assert activity.occurred_at.utcoffset() is not None
        assert "\0" not in repr(activity)


@_LAW
@given(event=_EVENTS, payload=_JSON)
def test_any_json_is_read_or_refused_and_never_an_error(event: str, payload: object) -> None:
    _read_or_unreadable(event, payload)


@_LAW
@given(event=_EVENTS, data=st.data(), new=_JSON)
def test_a_real_payload_with_anything_in_any_place_is_never_an_error(
    event: str, data: st.DataObject, new: object
) -> None:
    payload = fixture(_EARNED[event])
    path = data.draw(st.sampled_from(_paths(payload)))
    _read_or_unreadable(event, _with(payload, path, new))


@_LAW
@given(body=st.binary(max_size=200), content_type=st.sampled_from(["application/json", _FORM]))
def test_any_bytes_are_read_or_refused(body: bytes, content_type: str) -> None:
    _assert_read_or_refused(Delivery("github", "1", "push", content_type, body))


@_LAW
@given(order=st.permutations(sorted(_EARNED.values()) * 2))
def test_permuted_and_doubled_deliveries_name_the_same_facts(order: list[str]) -> None:
    facts = {
        activity.key for name in order for activity in from_github(name.partition("__")[0], fixture(name)).activities
    }
    assert facts == {
        "github:commit/00000000000000000000000000000000000000b1",
        "github:commit/00000000000000000000000000000000000000b2",
        "github:repo/7001:pull/42:merged",
        "github:repo/7001:review/8001:submitted",
        "github:repo/7001:issue/7:completed:1101",
        "github:repo/7001:release/5001:published",
        "github:repo/7001:run/4001:succeeded",
    }


_TYPES = ["application/json", "application/x-ndjson", "application/cloudevents-batch+json"]


@pytest.mark.parametrize("content_type", _TYPES)
@_LAW
@given(payload=_JSON)
def test_any_json_at_our_own_door_is_read_or_refused_in_a_sentence(content_type: str, payload: object) -> None:
    body = json.dumps(payload).encode("utf-8", "surrogatepass")
    _assert_read_or_refused(Delivery("activities", "1", "", content_type, body))
