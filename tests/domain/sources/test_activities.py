from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from domain.sources import Reading, Unreadable, read
from domain.specs import MAX_AMOUNT, ActivitySpec, Delivery, Person
from tests.domain.sources.deliveries import only_activity

_JSON, _NDJSON, _EVENTS = "application/json", "application/x-ndjson", "application/cloudevents-batch+json"

_SENT: dict[str, Any] = {
    "key": "build-1",
    "person": {"provider": "github", "id": "1101", "login": "ada"},
    "metric": "build.fixed",
    "occurred_at": "2026-03-02T10:30:00+01:00",
    "value": 3,
    "label": "fixed the nightly build",
    "dimensions": {"repository": "acme/app", "label": ["nightly", "linux"]},
    "url": "https://ci.example/1",
}

_READ = ActivitySpec(
    key="activities:build-1",
    person=Person("github", "1101", "ada"),
    metric="build.fixed",
    occurred_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    label="fixed the nightly build",
    value=3,
    dimensions={"repository": "acme/app", "label": ["nightly", "linux"]},
    url="https://ci.example/1",
)


def _send(body: object, content_type: str = _JSON, source: str = "activities") -> Reading:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return read(Delivery(source, "d-1", "", content_type, raw))


def _refusal(body: object, content_type: str = _JSON) -> str:
    with pytest.raises(Unreadable) as refused:
        _send(body, content_type)
    return refused.value.sentence


def _person(**changes: object) -> dict[str, Any]:
    return _SENT | {"person": _SENT["person"] | changes}


def test_a_json_array_is_a_batch() -> None:
    reading = _send([_SENT, _SENT | {"key": "build-2"}], "application/json; charset=utf-8")
    assert [activity.key for activity in reading.activities] == ["activities:build-1", "activities:build-2"]
    assert reading.activities[0] == _READ
    assert reading.activities[0].occurred_at.tzinfo is UTC


def test_ndjson_is_a_batch() -> None:
    body = b"\n".join([orjson.dumps(_SENT), b" " + orjson.dumps(_SENT | {"key": "build-2"}) + b"\r", b""])
    assert [activity.key for activity in _send(body, _NDJSON).activities] == [
        "activities:build-1",
        "activities:build-2",
    ]


def test_cloud_events_are_a_batch() -> None:
    data = {name: _SENT[name] for name in ("person", "value", "label", "dimensions", "url")}
    event = {
        "specversion": "1.0",
        "id": "7",
        "source": "/ci",
        "type": "build.fixed",
        "time": _SENT["occurred_at"],
        "data": data,
    }
    activity = only_activity(_send([event], _EVENTS))
    assert activity.key == "activities:/ci#7"
    assert (activity.metric, activity.occurred_at, activity.value) == (_READ.metric, _READ.occurred_at, 3)


def test_what_may_be_left_out_has_a_plain_default() -> None:
    sent = {name: _SENT[name] for name in ("key", "person", "metric", "occurred_at")}
    activity = only_activity(_send([sent]))
    assert (activity.value, activity.label, activity.dimensions, activity.url) == (1, "build.fixed", {}, None)


def test_keys_carry_the_name_of_their_source_so_that_they_cannot_collide_with_githubs() -> None:
    forged = _SENT | {"key": "github:repo/7001:pull/42:merged", "reverses": "github:repo/7001:pull/41:merged"}
    activity = only_activity(_send([forged], source="activities/jenkins"))
    assert activity.key == "activities/jenkins:github:repo/7001:pull/42:merged"
    assert activity.reverses == "activities/jenkins:github:repo/7001:pull/41:merged"


def test_a_numeric_id_may_come_as_a_number() -> None:
    assert only_activity(_send([_person(id=1101)])).person.subject == "1101"


def test_people_of_other_tools_may_have_any_id() -> None:
    assert only_activity(_send([_person(provider="jenkins", id="ada.l")])).person == Person("jenkins", "ada.l", "ada")


@pytest.mark.parametrize("subject", ["ada", "01101", "0", "-5", "11.5", 11.5, "٣", "9" * 20])
def test_a_person_of_github_is_a_numeric_id_and_nothing_else(subject: object) -> None:
    assert _refusal([_person(id=subject)]).startswith(
        "Activity 1: `person.id`: a person of GitHub is named by the numeric"
    )


def test_bots_are_noted_and_skipped() -> None:
    reading = _send([_SENT, _person(login="dependabot[bot]"), _person(login="Copilot")])
    assert len(reading.activities) == 1
    assert reading.notes == ("2 × not counted: an activity of a bot.",)


@pytest.mark.parametrize("metric", ["xp.earned", "mission.completed", "badge.earned", "streak.length", "level.reached"])
def test_nobody_may_send_what_the_game_itself_produces(metric: str) -> None:
    assert _refusal([_SENT | {"metric": metric}]) == f"Activity 1: `metric`: “{metric}” is made by the game itself."


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": MAX_AMOUNT + 1}, "`value`: Input should be less than or equal to 1000000000000."),
        ({"value": -1}, "`value`: Input should be greater than or equal to 0."),
        ({"value": True}, "`value`: Input should be a valid integer."),
        ({"value": "3"}, "`value`: Input should be a valid integer."),
        ({"key": ""}, "`key`: String should have at least 1 character."),
        ({"key": "x" * 201}, "`key`: String should have at most 200 characters."),
        ({"key": "a\0b"}, "`key`: has characters that are not allowed here."),
        ({"label": "a\nb"}, "`label`: has characters that are not allowed here."),
        ({"label": "a\u202eb"}, "`label`: has characters that are not allowed here."),
        ({"metric": "Build"}, "`metric`: has characters that are not allowed here."),
        ({"occurred_at": "2026-03-02T10:30:00"}, "`occurred_at`: needs a time zone, such as Z."),
        ({"occurred_at": 1772443800}, "`occurred_at`: Input should be a valid datetime."),
        ({"occurred_at": "1969-12-31T00:00:00Z"}, "`occurred_at` lies outside the years 1970–2999."),
        ({"dimensions": {"Bad Key": "x"}}, "`dimensions`: has characters that are not allowed here."),
        ({"dimensions": {"label": ["a\0"]}}, "`dimensions.label.0`: has characters that are not allowed here"),
        ({"url": "javascript:alert(1)"}, "`url` is no http or https address."),
        ({"player": "ada"}, "`player`: is no field of an activity."),
        ({"person": _SENT["person"] | {"email": "a@b.example"}}, "`person.email`: is no field of an activity."),
        ({"person": {"provider": "github", "id": "1"}}, "`person.login`: is missing."),
        ({"person": {"provider": "github", "id": True, "login": "a"}}, "`person.id`: Input should be a valid string."),
    ],
)
def test_a_fault_names_the_activity_and_the_field(changes: dict[str, object], sentence: str) -> None:
    refusal = _refusal([_SENT, _SENT | changes])
    assert refusal.startswith("Activity 2: ")
    assert sentence in refusal


def test_a_fault_in_ndjson_names_the_line() -> None:
    good = orjson.dumps(_SENT)
    assert _refusal(b"\n".join([good, orjson.dumps(_SENT | {"value": -1})]), _NDJSON).startswith("Line 2: `value`")
    assert _refusal(b"\n".join([good, b'{"key":']), _NDJSON) == "Line 2: no JSON."
    assert _refusal(b"\n".join([good, b"", good]), _NDJSON) == "Line 2: no JSON object."
    assert _refusal(b"\n".join([good, good + b"," + good]), _NDJSON) == "Line 2: no JSON."


@pytest.mark.parametrize(
    "event",
    [
        5,
        {},
        {"specversion": "0.3"},
        {"specversion": "1.0", "id": 7, "source": "/ci", "data": {}},
        {"specversion": "1.0", "id": "7", "source": "/ci"},
    ],
)
def test_a_fault_in_cloud_events_names_the_event(event: object) -> None:
    assert _refusal([event], _EVENTS).startswith("Event 1: ")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}", b"null", b"[NaN]", b'["\\ud800"]', b'[{"key":"\xff"}]', b"[" * 9999]
)
@pytest.mark.parametrize("content_type", [_JSON, _NDJSON, _EVENTS])
def test_what_is_no_batch_is_refused_in_a_sentence(body: bytes, content_type: str) -> None:
    sentence = _refusal(body, content_type)
    assert sentence.isprintable()
    assert sentence.endswith(".")


def test_a_batch_has_an_upper_limit() -> None:
    assert len(_send([_SENT] * 10_000).activities) == 10_000
    assert "at most 10000" in _refusal([_SENT] * 10_001)


def test_reading_stops_at_the_first_faulty_activity() -> None:
    refusal = _refusal([_SENT, _SENT | {"value": -1}, _SENT | {"value": -1}])
    assert refusal == "Activity 2: `value`: Input should be greater than or equal to 0."


def test_the_faults_are_listed_by_field_for_programs() -> None:
    with pytest.raises(Unreadable) as refused:
        _send([_SENT | {"value": -1}])
    assert refused.value.fields == {"Activity 1: `value`": "Input should be greater than or equal to 0"}
