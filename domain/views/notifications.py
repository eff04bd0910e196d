"""What a player is told."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NotificationView:
    id: int
    at: datetime
    kind: str
    title: str
    text: str
    read: bool
