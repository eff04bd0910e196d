"""What multiplies XP, as it is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BoostView:
    """A boost that runs, or will. `who` says for whom: a name, or everyone; `factor` is per mille."""

    id: UUID
    title: str
    who: str
    factor: int
    starts_at: datetime
    ends_at: datetime
