"""Short ways to say what people did."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from domain.rules.fair_play import Finding, Work

ADA, BEN, CEM, DOT = (UUID(int=number) for number in (1, 2, 3, 4))
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)

_serial = count(1)


def later(*, days: float = 0, minutes: float = 0, seconds: float = 0) -> datetime:
    """Some time after nine on Monday, 2 November."""
    return MONDAY + timedelta(days=days, minutes=minutes, seconds=seconds)


def did(
    metric: str, player: UUID = ADA, moment: datetime = MONDAY, *, other: UUID | None = None, **dimensions: Any
) -> Work:
    return Work(f"work/{next(_serial)}", player, metric, moment, moment.date(), dimensions, other)


def merged(player: UUID = ADA, moment: datetime = MONDAY, **dimensions: Any) -> Work:
    return did("pull_request.merged", player, moment, **dimensions)


def approved(
    player: UUID, other: UUID | None = None, moment: datetime = MONDAY, *, after: int | None = 7_000, **dimensions: Any
) -> Work:
    """An approval without a word, so many seconds after opening."""
    known = {} if after is None else {"open_seconds": str(after)}
    facts: dict[str, Any] = {"state": "approved", "substance": "no", "author_kind": "person"} | known | dimensions
    return did("review.submitted", player, moment, other=other, **facts)


def told(found: list[Finding]) -> list[tuple[str, tuple[UUID, ...], int]]:
    """What, of whom, with how much evidence."""
    return [(one.kind, one.players, len(one.evidence)) for one in found]
