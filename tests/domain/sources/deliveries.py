"""Short ways to hand a payload to a source."""

from pathlib import Path
from typing import Any

import orjson

from domain.sources import Reading, read
from domain.specs import ActivitySpec, Delivery

_FIXTURES = Path(__file__).parents[2] / "fixtures" / "github"


def fixture(name: str) -> dict[str, Any]:
    """A hand-written payload, fresh for every caller, named `<event>__<detail>`."""
    payload = orjson.loads((_FIXTURES / f"{name}.json").read_bytes())
    assert isinstance(payload, dict)
    return payload


def from_github(event: str, payload: object, content_type: str = "application/json") -> Reading:
    body = payload if isinstance(payload, bytes) else orjson.dumps(payload)
    return read(Delivery("github", "d-1", event, content_type, body))


def only_activity(reading: Reading) -> ActivitySpec:
    assert len(reading.activities) == 1, reading
    return reading.activities[0]


def only_note(reading: Reading) -> str:
    """The one reason why a delivery earned nothing."""
    assert reading.activities == ()
    assert len(reading.notes) == 1, reading
    return reading.notes[0]
