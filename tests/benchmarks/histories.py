"""The activities of four public git histories, told as if 1,000 people of one company had done the work."""

import gzip
from collections.abc import Iterator
from functools import cache
from typing import Any
from zlib import crc32

import orjson

from domain.specs import Delivery
from tests import corpus

PEOPLE = 1_000
#: What a metric of the histories is called in the game; the others keep their name.
METRICS = {
    "pr.merged": "pull_request.merged",
    "pr.merge_action": "review.submitted",
    "release.tagged": "release.published",
}
SCORED = frozenset(METRICS.values())
_LANGUAGES = {"pallets/flask": "Python", "encode/httpx": "Python", "apache/pinot": "Java"}


@cache
def activities() -> tuple[dict[str, Any], ...]:
    """Everything in the histories that a person did, each fact once, in the order it happened."""
    once = {str(activity["key"]): activity for activity in _all()}
    return tuple(sorted(once.values(), key=lambda activity: str(activity["occurred_at"])))


def _all() -> Iterator[dict[str, Any]]:
    for path in sorted(corpus.FOLDER.glob("history/*.ndjson.gz")):
        if ".push." in path.name:
            continue
        with gzip.open(path) as lines:
            yield from (_activity(orjson.loads(line)) for line in lines if b'"kind":"user"' in line)


def _activity(event: dict[str, Any]) -> dict[str, Any]:
    number = 1 + crc32(event["login"].encode()) % PEOPLE
    return {
        "key": f"{event['event_id']}:{event['metric']}:{event['login']}",
        "person": {"provider": "github", "id": str(number), "login": f"person-{number}"},
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


def batches(chosen: list[dict[str, Any]], size: int, *, source: str) -> list[Delivery]:
    """Deliveries to the API, as NDJSON of `size` activities each. Another source makes them other facts."""
    return [
        Delivery(
            f"activities/{source}",
            f"batch-{place}",
            "activities",
            "application/x-ndjson",
            b"\n".join(orjson.dumps(activity) for activity in chosen[place : place + size]),
        )
        for place in range(0, len(chosen), size)
    ]


def pulls(chosen: list[dict[str, Any]]) -> list[Delivery]:
    """Deliveries as GitHub posts them, 30 kB each: a recorded merge with other people, numbers and times."""
    template = next(each for each in corpus.derived() if each.name == "pull_request.merged_by_human")
    payload = orjson.loads(template.body)
    author = payload["pull_request"]["user"]
    deliveries = []
    for place, activity in enumerate(chosen, start=1):
        author["id"], author["login"] = int(activity["person"]["id"]), activity["person"]["login"]
        payload["number"] = payload["pull_request"]["number"] = place
        payload["pull_request"]["merged_at"] = payload["pull_request"]["closed_at"] = activity["occurred_at"]
        body = orjson.dumps(payload)
        deliveries.append(Delivery("github", f"pull-{place}", "pull_request", "application/json", body))
    return deliveries
