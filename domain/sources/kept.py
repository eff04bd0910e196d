"""What is kept of a delivery whose words were erased: the facts in it, and nothing else."""

from dataclasses import asdict

import orjson
from pydantic import TypeAdapter

from domain.sources.reading import Reading

_READING = TypeAdapter(Reading)


def written(reading: Reading) -> bytes:
    """The bytes that `read` reads."""
    return orjson.dumps(asdict(reading))


def read(body: bytes) -> Reading:
    """The facts that were kept."""
    return _READING.validate_json(body)
