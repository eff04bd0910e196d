"""What admins said about what looked odd."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field, SQLModel

from domain.store.tables.columns import time


class FindingReviewRow(SQLModel, table=True):
    """An admin's latest word on a finding, which is worked out anew each time; `evidence` is how much he saw."""

    __tablename__ = "finding_review"
    finding_key: str = Field(primary_key=True)
    verdict: str
    note: str
    evidence: int
    actor_id: UUID
    at: datetime = time()
