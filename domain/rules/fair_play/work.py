"""What detectors see of an activity."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from domain.specs import Dimensions

Key = TypeVar("Key")

_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Work:
    """One recorded fact. `other` is the player whose work was reviewed, or who was thanked; None where nobody is known.

    What is taken back (a dismissed review) stays what was done.
    """

    key: str
    player: UUID
    metric: str
    at: datetime
    day: date
    dimensions: Dimensions
    other: UUID | None = None

    def says(self, dimension: str) -> str | None:
        """The one value of a dimension."""
        value = self.dimensions.get(dimension)
        return value if isinstance(value, str) else None

    @property
    def month(self) -> date:
        return month_of(self.day)

    @property
    def quarter(self) -> date:
        return quarter_of(self.day)

    @property
    def open_seconds(self) -> int | None:
        """How long it had been open, where that is known."""
        text = self.says("open_seconds") or ""
        return int(text) if text.isdecimal() and len(text) <= _DIGITS else None

    @property
    def is_wordless_approval(self) -> bool:
        """An approval of a person's work that does not say anything."""
        return (
            self.metric == "review.submitted"
            and self.says("state") == "approved"
            and self.says("substance") == "no"
            and self.says("author_kind") != "bot"
        )


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def quarter_of(day: date) -> date:
    """The first day of its quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def by(key: Callable[[Work], Key], work: Iterable[Work]) -> Mapping[Key, Sequence[Work]]:
    """The facts that have the same key together, each in the order they came."""
    groups: dict[Key, list[Work]] = defaultdict(list)
    for one in work:
        groups[key(one)].append(one)
    return groups
