"""What seemed odd, and what became of it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """What a player got is on hold, or no longer, or he said something about it. Nobody else is told."""

    player_id: UUID


@dataclass(frozen=True, slots=True)
class FairPlayLooked:
    """The hourly look at everything that was done; `found` is how much of it seems odd."""

    found: int
