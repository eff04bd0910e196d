"""What whoever runs the server, or a screen, must know."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A delivery was set aside after its last attempt."""

    delivery_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Resync:
    """Messages may have been missed (the listener reconnected, or a burst was too large): read again."""
