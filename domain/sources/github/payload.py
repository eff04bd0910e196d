"""Reading a webhook's payload with tolerance: the few fields a rule needs, and a sentence where one is missing.

Published models reject a third of the real deliveries, so nothing here validates a whole payload.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.sources import reading

Thing = Mapping[str, object]


class NotCounted(Exception):
    """This delivery earns nothing; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def lacking(what: str) -> NotCounted:
    return NotCounted(f"The delivery lacks {what}.")


def thing(parent: Thing, name: str) -> Thing:
    found = parent.get(name)
    if isinstance(found, dict):
        return found
    raise lacking(f"`{name}`")


def things(parent: Thing, name: str) -> list[Thing]:
    """The objects of a list; everything else in it is skipped, a missing list is empty."""
    found = parent.get(name)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def text(parent: Thing, name: str) -> str:
    found = parent.get(name)
    cleaned = reading.clean(found) if isinstance(found, str) else ""
    if not cleaned:
        raise lacking(f"`{name}`")
    return cleaned


def optional_text(parent: Thing, name: str) -> str | None:
    found = parent.get(name)
    return (reading.clean(found) or None) if isinstance(found, str) else None


def number(parent: Thing, name: str) -> int:
    """A positive 64-bit integer: ids and numbers of GitHub."""
    found = parent.get(name)
    if isinstance(found, int) and not isinstance(found, bool) and 0 < found < 2**63:
        return found
    raise lacking(f"a whole number as `{name}`")


def when(parent: Thing, name: str) -> datetime:
    found = reading.moment(parent.get(name))
    if found is None:
        raise lacking(f"a time as `{name}`")
    return found


@dataclass(frozen=True, slots=True)
class Repository:
    """`key` begins the natural keys of everything that happened in it; it survives a rename."""

    key: str
    name: str
    language: str | None
    default_branch: str | None
    is_fork: bool

    def dimensions(self, **more: str | list[str]) -> dict[str, str | list[str]]:
        found: dict[str, str | list[str]] = {"repository": self.name}
        if self.language:
            found["language"] = self.language
        return found | more


def repository(payload: Thing) -> Repository:
    found = thing(payload, "repository")
    return Repository(
        key=f"github:repo/{number(found, 'id')}",
        name=text(found, "full_name"),
        language=optional_text(found, "language"),
        default_branch=optional_text(found, "default_branch"),
        is_fork=found.get("fork") is True,
    )


def labels(parent: Thing) -> list[str]:
    """Names of the labels on a pull request or an issue, in order, each once."""
    names = (optional_text(label, "name") for label in things(parent, "labels")[:100])
    return list(dict.fromkeys(name for name in names if name))


def open_seconds(parent: Thing, until: datetime) -> dict[str, str]:
    """How long something had been open at `until`, as the dimension `open_seconds`; nothing where that is unknown."""
    opened = reading.moment(parent.get("created_at"))
    return {} if opened is None else {"open_seconds": str(max(0, int((until - opened).total_seconds())))}


def yes_no(truth: object) -> str:
    return "yes" if truth else "no"
