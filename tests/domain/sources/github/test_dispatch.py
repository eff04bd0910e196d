from urllib.parse import quote_plus

import orjson
import pytest

from domain.sources import Unreadable
from tests.domain.sources.deliveries import fixture, from_github, only_activity, only_note

_FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("event", ["ping", "star", "check_run", "secret_scanning_alert"])
def test_an_ignored_event_is_named_and_not_unknown(event: str) -> None:
    reading = from_github(event, {"action": "created"})
    assert only_note(reading) == f"GitHub’s `{event}` earns nothing."
    assert not reading.unknown


def test_an_ignored_action_is_named_and_not_unknown() -> None:
    reading = from_github("release", fixture("release__released"))
    assert only_note(reading) == "GitHub’s `release.released` earns nothing."
    assert not reading.unknown


@pytest.mark.parametrize(
    ("event", "action"), [("brand_new_event", "x"), ("pull_request", "teleported"), ("issues", None)]
)
def test_an_unknown_event_or_action_is_marked_so_that_it_can_be_counted(event: str, action: str | None) -> None:
    reading = from_github(event, {"action": action})
    assert reading.unknown
    assert "is not known here" in only_note(reading)


def test_a_hostile_event_name_stays_one_short_line() -> None:
    note = only_note(from_github("x\n\0" * 500, {}))
    assert note.isprintable()
    assert len(note) < 120


@pytest.mark.parametrize("body", [b"Hello, World!", b"", b"{", b"\xff\xfe", b'{"a":"\\ud800"}', b"[" * 5000])
def test_bytes_that_are_no_json_are_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match="no JSON"):
        from_github("push", body)


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"5"])
def test_json_that_is_no_object_earns_nothing(body: bytes) -> None:
    assert only_note(from_github("push", body)) == "The delivery is no JSON object."


def test_a_form_is_read_like_its_json() -> None:
    payload = fixture("pull_request__merged") | {"extra": "a+b & ünï=1"}
    form = ("payload=" + quote_plus(orjson.dumps(payload))).encode()
    assert from_github("pull_request", form, f"{_FORM}; charset=utf-8") == from_github("pull_request", payload)
    assert only_activity(from_github("pull_request", form, _FORM)).person.login == "ada"


@pytest.mark.parametrize(
    "form",
    [
        b"",
        b"a=1",
        b"payload=",
        b"payload=%ff",
        b"payload=x",
        b"payload=%7B%22a%22%3A%22%ff%22%7D",
        b"a=1&" * 50 + b"payload={}",
        "payload=é".encode(),
        b"a=1&" * 50,
    ],
)
def test_a_form_without_json_is_unreadable(form: bytes) -> None:
    with pytest.raises(Unreadable):
        from_github("push", form, _FORM)


def test_an_event_that_lacks_what_is_needed_says_what() -> None:
    assert only_note(from_github("pull_request", {"action": "closed"})) == "The delivery lacks `pull_request`."
    assert only_note(from_github("push", {"ref": "refs/heads/main"})) == "The delivery lacks `repository`."
