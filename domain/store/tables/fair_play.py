"""What looks odd, what admins said about it, and what is held for a person to look at."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, String, Uuid, text, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from domain.store.tables.columns import big, time


class FindingRow(SQLModel, table=True):
    """Something odd, as it was when somebody last looked; `evidence` is natural keys, the oldest first."""

    __tablename__ = "finding"
    __table_args__ = (Index("finding_newest", text("last_at desc"), text("key desc")),)
    key: str = Field(primary_key=True)
    detector: str
    kind: str
    players: list[UUID] = Field(sa_column=Column(ARRAY(Uuid()), nullable=False))
    since: date
    last_at: datetime = time()
    evidence: list[str] = Field(sa_column=Column(ARRAY(String()), nullable=False))
    strength: float
    sentence: str


class FindingReviewRow(SQLModel, table=True):
    """An admin's latest word on a finding; `evidence` is how much he saw."""

    __tablename__ = "finding_review"
    finding_key: str = Field(primary_key=True)
    verdict: str
    note: str
    evidence: int
    actor_id: UUID
    at: datetime = time()


class LookRow(SQLModel, table=True):
    """A look at what was done, once for each period; `behind` is the newest activity it saw.

    A `whole` one looks at everybody's work, the others at that about which anything was new.
    """

    __tablename__ = "look"
    period: str = Field(primary_key=True)
    behind: int = big()
    whole: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    at: datetime = time()


class SilenceRow(SQLModel, table=True):
    """What was silent at the last look."""

    __tablename__ = "silence"
    kind: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    last_day: date
    working_days: int


class HoldRow(SQLModel, table=True):
    """What a player got for some of his work waits for a person to look at it, at the latest until `expires_at`.

    `actor_id` None is the program itself. `sentence` says what looked odd, `reason` why that is worth a look, `xp` what
    it was worth when the hold began.
    """

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("actor_id <> player_id", name="hold_is_of_somebody_else"),
        CheckConstraint("expires_at > at", name="hold_ends"),
        Index("hold_of_player", "player_id", text("at desc")),
        Index("hold_newest", text("at desc")),
    )
    id: UUID = Field(primary_key=True)
    player_id: UUID
    finding_key: str
    sentence: str
    reason: str
    xp: int = big()
    actor_id: UUID | None = None
    at: datetime = time()
    expires_at: datetime = time()


class HoldWorkRow(SQLModel, table=True):
    """Which work is held. Nothing is held twice: what somebody has looked at is looked at."""

    __tablename__ = "hold_work"
    activity_key: str = Field(primary_key=True)
    hold_id: UUID = Field(index=True)


class HoldEndRow(SQLModel, table=True):
    """How a hold ended: released or reversed by a person, or expired, which is a release."""

    __tablename__ = "hold_end"
    __table_args__ = (
        CheckConstraint("outcome in ('released', 'reversed', 'expired')", name="hold_end_outcome"),
        CheckConstraint("(outcome = 'expired') = (actor_id is null)", name="hold_end_by_a_person"),
        CheckConstraint("actor_id <> player_id", name="hold_end_is_of_somebody_else"),
    )
    hold_id: UUID = Field(primary_key=True)
    player_id: UUID
    outcome: str
    reason: str
    actor_id: UUID | None = None
    at: datetime = time()


class HoldAppealRow(SQLModel, table=True):
    """What the player says about it."""

    __tablename__ = "hold_appeal"
    hold_id: UUID = Field(primary_key=True)
    text: str
    at: datetime = time()


class HeldRow(SQLModel, table=True):
    """What held work had added to the raw sum of its day, by rule; 0 once the work itself was taken back."""

    __tablename__ = "held"
    activity_key: str = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    hold_id: UUID = Field(index=True)
    each: int = big()
