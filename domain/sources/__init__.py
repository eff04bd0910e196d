"""Sources: what a tool sent becomes activities. Pure functions of bytes, one module a tool."""

from domain.sources import activities, github, kept, kudos, visits
from domain.sources.reading import Reading, Unreadable
from domain.specs import Delivery

__all__ = ["Reading", "Unreadable", "read"]

_READERS = {"github": github.read, "activities": activities.read, "kudos": kudos.read, "visits": visits.read}


def read(delivery: Delivery) -> Reading:
    """What a delivery says, or what was kept of it. Raises `Unreadable` where the bytes are not the tool's at all.

    `activities/<name>` is read like `activities`: several senders, each with keys of its own.
    """
    if delivery.redacted:
        return kept.read(delivery.body)
    name, slash, _ = delivery.source.partition("/")
    reader = _READERS.get(name)
    if reader is None or (slash and name != "activities"):
        raise Unreadable(f"No source is called “{delivery.source[:80]}”.")
    return reader(delivery)
