"""The collected real data beside the project, for tests and benchmarks. A user's clone has no such folder."""

import gzip
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import orjson
import pytest

FOLDER = Path(os.environ.get("QUESTBOARD_CORPUS") or Path(__file__).parents[1] / ".." / "shared" / "data").resolve()

#: Put on every test that reads from `FOLDER`.
needs_corpus = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the folder of real data is not here (QUESTBOARD_CORPUS names another place)"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One payload as it was published or recorded. `delivery_id` is empty where none is known."""

    name: str
    event: str
    body: bytes
    delivery_id: str = ""


@lru_cache
def examples() -> tuple[Recorded, ...]:
    """GitHub's published payloads, named `<event>/<nn>`."""
    paths = sorted(FOLDER.glob("github/examples/*/*.json"))
    return tuple(Recorded(f"{path.parent.name}/{path.stem}", path.parent.name, path.read_bytes()) for path in paths)


@lru_cache
def derived() -> tuple[Recorded, ...]:
    """Edge cases made from recordings, named `<event>.<detail>`."""
    paths = sorted(FOLDER.glob("github/derived/*.*.json"))
    return tuple(Recorded(path.stem, path.stem.partition(".")[0], path.read_bytes()) for path in paths)


@lru_cache
def forges() -> tuple[Recorded, ...]:
    """Payloads of several forges, named by their path; they do not say which event they belong to."""
    paths = sorted(FOLDER.glob("forges/*/*/*.*"))
    return tuple(Recorded(str(path.relative_to(FOLDER / "forges")), "", path.read_bytes()) for path in paths)


@lru_cache
def scenarios() -> tuple[str, ...]:
    return tuple(sorted(path.name.removesuffix(".ndjson.gz") for path in FOLDER.glob("github/recordings/*.ndjson.gz")))


def recording(scenario: str) -> Iterator[Recorded]:
    """The deliveries of one recorded scenario in the order they came."""
    with gzip.open(FOLDER / "github" / "recordings" / f"{scenario}.ndjson.gz") as lines:
        for line in lines:
            found = orjson.loads(line)
            yield Recorded(scenario, found["event"], orjson.dumps(found["payload"]), found["delivery"])


@lru_cache
def histories() -> tuple[str, ...]:
    """The names of the public git histories."""
    paths = FOLDER.glob("history/*.ndjson.gz")
    return tuple(sorted(path.name.removesuffix(".ndjson.gz") for path in paths if ".push." not in path.name))


def history(name: str) -> Iterator[dict[str, Any]]:
    """What is in one history, bots left out, in the order in which it happened."""
    with gzip.open(FOLDER / "history" / f"{name}.ndjson.gz") as lines:
        yield from (event for event in map(orjson.loads, lines) if event["kind"] == "user")
