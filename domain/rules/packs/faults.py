"""What is wrong with a file, and where: a place in its tree, a line, a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from domain.errors import Invalid

#: A longer list helps nobody; the rest is counted.
MAX_FAULTS = 20

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """`path` names the place for a person: ("missions", "review-week", "xp")."""

    line: int
    path: tuple[str, ...]
    sentence: str

    def said(self, name: str) -> str:
        """starter.yaml, line 42: missions → review-week → xp: At least 0, please."""
        return ": ".join(filter(None, (f"{name}, line {self.line}", " → ".join(self.path), self.sentence)))


def refused(name: str, faults: Iterable[Fault]) -> Invalid:
    """The refusal of the file `name`, with a line for each fault in the order of the file."""
    found = sorted(set(faults))
    lines = [fault.said(name) for fault in islice(found, MAX_FAULTS)]
    if len(found) > MAX_FAULTS:
        lines.append(f"… and {len(found) - MAX_FAULTS} more.")
    return Invalid("\n".join(lines))
