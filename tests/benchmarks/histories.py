"""The activities of four public git histories, told as if 1,000 people of one company had done them in two months.

They keep their order and their mix. Told at their own pace they would be sixteen years, of which a mission sees a day
or a month at a time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zlib import crc32

import orjson

from domain.specs import Delivery
from tests import corpus

Activity = Mapping[str, Any]

PEOPLE = 1_000
LENGTH, AFTERWARDS = timedelta(days=60), timedelta(days=20)
#: The same days for the whole run, all of them before now. Afterwards there is room for other loads.
END = datetime.now(UTC).replace(microsecond=0)
BEGINNING = END - AFTERWARDS - LENGTH

#: What a metric of the histories is called in the game; the others keep their name. Whoever merges somebody else's
#: work has looked at it, and that is as near as git comes to a review.
METRICS = {
    "pr.merged": "pull_request.merged",
    "pr.merge_action": "review.submitted",
    "release.tagged": "release.published",
}
SCORED = frozenset(METRICS.values())
_LANGUAGES = {"pallets/flask": "Python", "encode/httpx": "Python", "apache/pinot": "Java"}


@dataclass(frozen=True, slots=True)
class Post:
    """Deliveries that came in together."""

    at: datetime
    deliveries: tuple[Delivery, ...]


@cache
def activities(most: int) -> tuple[Activity, ...]:
    """The first of everything that people did, each fact once, spread over `LENGTH` in the order it happened."""
    return spread(sorted(_once().values(), key=lambda activity: str(activity["occurred_at"]))[:most], BEGINNING, LENGTH)


def spread(chosen: Sequence[Activity], begin: datetime, length: timedelta) -> tuple[Activity, ...]:
    """The same work in the same order, evenly over another stretch of time."""
    step = length / max(len(chosen), 1)
    return tuple(
        {**activity, "occurred_at": (begin + place * step).isoformat()} for place, activity in enumerate(chosen)
    )


@cache
def _once() -> Mapping[str, Activity]:
    found = (_by_one_of_many(event) for name in corpus.histories() for event in corpus.history(name))
    return {activity["key"]: activity for activity in found}


def _by_one_of_many(event: Mapping[str, Any]) -> dict[str, Any]:
    number = 1 + crc32(event["login"].encode()) % PEOPLE
    return activity(event, {"provider": "github", "id": str(number), "login": f"person-{number}"})


def activity(event: Mapping[str, Any], person: Mapping[str, str]) -> dict[str, Any]:
    """An event of a history as our own API takes it."""
    return {
        "key": f"{event['event_id']}:{event['metric']}:{event['login']}",
        "person": person,
        "metric": METRICS.get(event["metric"], event["metric"]),
        "occurred_at": event["occurred_at"],
        "value": event["value"],
        "label": event["metric"],
        "dimensions": {
            "repository": event["repo"],
            "language": _LANGUAGES.get(event["repo"], "TypeScript"),
            "merged_by_other": "yes",
            "substance": "yes",
        },
    }


def as_delivery(chosen: Iterable[Activity], *, source: str, number: int) -> Delivery:
    """One delivery to the API, as NDJSON. Another source makes them other facts."""
    body = b"\n".join(orjson.dumps(activity) for activity in chosen)
    return Delivery(f"activities/{source}", f"batch-{number}", "activities", "application/x-ndjson", body)


def batches(chosen: Sequence[Activity], size: int, *, source: str) -> Iterator[Post]:
    """Deliveries of `size` activities, each handed in when the last of them was done."""
    for number, part in enumerate(_parts(chosen, size)):
        yield Post(_moment(part), (as_delivery(part, source=source, number=number),))


def pulls(chosen: Sequence[Activity], size: int) -> Iterator[Post]:
    """Deliveries as GitHub posts them, 30 kB each: a recorded merge with other people, numbers and times."""
    template = next(each for each in corpus.derived() if each.name == "pull_request.merged_by_human")
    payload = orjson.loads(template.body)
    for place, part in enumerate(_parts(chosen, size)):
        sent = (_pull(payload, number, activity) for number, activity in enumerate(part, start=1 + place * size))
        yield Post(_moment(part), tuple(sent))


def _pull(payload: dict[str, Any], number: int, activity: Activity) -> Delivery:
    author = payload["pull_request"]["user"]
    author["id"], author["login"] = int(activity["person"]["id"]), activity["person"]["login"]
    payload["number"] = payload["pull_request"]["number"] = number
    payload["pull_request"]["merged_at"] = payload["pull_request"]["closed_at"] = activity["occurred_at"]
    return Delivery("github", f"pull-{number}", "pull_request", "application/json", orjson.dumps(payload))


def _parts(chosen: Sequence[Activity], size: int) -> Iterator[Sequence[Activity]]:
    return (chosen[start : start + size] for start in range(0, len(chosen), size))


def _moment(chosen: Sequence[Activity]) -> datetime:
    return datetime.fromisoformat(chosen[-1]["occurred_at"])
