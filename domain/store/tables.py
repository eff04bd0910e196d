"""Rows: what is stored. They never leave `domain`.

Who may be written twice is decided here, by unique keys, and not by the care of the code above. Foreign keys
are kept to the small tables; the wide ones (activity, xp_entry) are written thousands at a time.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, LargeBinary, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.specs import MAX_AMOUNT, PersonKind


def _serial() -> Any:
    return Field(default=None, sa_column=Column(BigInteger, Identity(always=True), primary_key=True))


def _time(*, null: bool = False) -> Any:
    return Field(default=None, sa_type=DateTime(timezone=True), nullable=null)


def _json() -> Any:
    return Field(sa_type=JSONB)


def _big(default: int = 0) -> Any:
    return Field(default=default, sa_type=BigInteger)


class DeliveryRow(SQLModel, table=True):
    """The inbox: bytes as they came. `unknown` marks events no source knows."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("source", "delivery_id"),
        CheckConstraint("state in ('pending', 'done', 'failed')", name="delivery_state"),
        Index("delivery_pending", "id", postgresql_where=text("state = 'pending'")),
        Index("delivery_failed", "id", postgresql_where=text("state = 'failed'")),
        Index("delivery_unknown", "event", postgresql_where=text("unknown")),
    )
    id: int = _serial()
    source: str
    delivery_id: str
    event: str
    content_type: str
    body: bytes = Field(sa_type=LargeBinary)
    received_at: datetime = _time()
    due_at: datetime = _time()
    done_at: datetime | None = _time(null=True)
    state: str = "pending"
    attempts: int = 0
    activities: int = 0
    unknown: bool = False
    reason: str | None = None


class PlayerRow(SQLModel, table=True):
    """A person in the game. `zones` holds [since, IANA name] pairs, oldest first; the first has no since.

    `kinds` (human, bot, agent) and `roles` (player, admin) are histories of the same shape, so that work is always
    judged by what was true when it came in; `kind` and `is_admin` are what holds now.
    """

    __tablename__ = "player"
    __table_args__ = (
        CheckConstraint(f"xp between 0 and {MAX_AMOUNT}", name="player_xp_bounded"),
        Index("player_by_xp", text("xp desc"), "id", postgresql_where=text("kind = 'human' and not hidden")),
    )
    id: UUID = Field(primary_key=True)
    name: str
    login: str
    avatar_url: str | None = None
    kind: str = PersonKind.HUMAN.value
    is_admin: bool = False
    hidden: bool = False
    sample: bool = False
    zones: list[list[str | None]] = _json()
    kinds: list[list[str | None]] = _json()
    roles: list[list[str | None]] = _json()
    xp: int = _big()
    created_at: datetime = _time()
    last_activity_at: datetime | None = _time(null=True)


class IdentityRow(SQLModel, table=True):
    """An account of a tool and the player behind it."""

    __tablename__ = "identity"
    provider: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    player_id: UUID = Field(index=True)
    login: str


class SessionRow(SQLModel, table=True):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    __tablename__ = "web_session"
    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    handle: str = Field(unique=True)
    player_id: UUID = Field(foreign_key="player.id", index=True)
    user_agent: str
    created_at: datetime = _time()
    seen_at: datetime = _time()
    expires_at: datetime = _time()


class ActivityRow(SQLModel, table=True):
    """One fact about a person's work. Append-only; the natural key makes every road lead to one row.

    Only whose it is may change: when two accounts turn out to be one person.
    """

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("activity_of_player", "player_id", "metric", "occurred_at"),
        Index("activity_reverses", "reverses", unique=True, postgresql_where=text("reverses is not null")),
    )
    id: int = _serial()
    key: str
    player_id: UUID
    metric: str
    value: int = _big()
    occurred_at: datetime = _time()
    day: date
    received_at: datetime = _time()
    delivery_id: int = _big()
    label: str
    url: str | None = None
    dimensions: dict[str, Any] = _json()
    reverses: str | None = None


class MetricDayRow(SQLModel, table=True):
    """The daily roll-up, by the day in the player's zone; the ledger's own day sums stand under `xp.earned`."""

    __tablename__ = "metric_day"
    __table_args__ = (Index("metric_day_by_day", "metric", "day", "player_id", postgresql_include=["sum"]),)
    player_id: UUID = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    count: int = _big()
    sum: int = _big()


class ScoringRuleRow(SQLModel, table=True):
    __tablename__ = "scoring_rule"
    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    spec: dict[str, Any] = _json()
    published_at: datetime = _time()
    retired_at: datetime | None = _time(null=True)


class RuleDayRow(SQLModel, table=True):
    """What one rule has seen (`raw`) and paid on one day; paid is always a function of raw."""

    __tablename__ = "rule_day"
    player_id: UUID = Field(primary_key=True)
    rule_id: str = Field(primary_key=True)
    day: date = Field(primary_key=True)
    raw: int = _big()
    paid: int = _big()


class XpEntryRow(SQLModel, table=True):
    """The ledger. Append-only (trigger); `grant_key` lets nothing be paid twice; amount 0 records a non-award.

    `at` is when it was booked, `occurred_at` when what it is for happened and `known_at` when that came in.
    """

    __tablename__ = "xp_entry"
    __table_args__ = (
        UniqueConstraint("grant_key"),
        CheckConstraint(f"amount between -{MAX_AMOUNT} and {MAX_AMOUNT}", name="xp_entry_bounded"),
        CheckConstraint("cause in ('rule', 'mission', 'correction')", name="xp_entry_cause"),
        CheckConstraint("(cause = 'rule') = (activity_key is not null)", name="xp_entry_names_its_cause"),
        Index("xp_entry_of_player", "player_id", text("id desc")),
    )
    id: int = _serial()
    player_id: UUID
    amount: int = _big()
    at: datetime = _time()
    occurred_at: datetime = _time()
    known_at: datetime = _time()
    day: date
    cause: str
    cause_id: str
    activity_key: str | None = None
    grant_key: str
    factors: dict[str, Any] = _json()


class MissionRow(SQLModel, table=True):
    """One version of a mission. `family_id` and `slug` are shared by all versions; a published spec is immutable.

    `metrics` is what it counts. It counts what occurred from `counts_from` on (None: whatever there is) and arrived
    before `retired_at`; both, like `published_at`, may lie ahead while it is scheduled.
    """

    __tablename__ = "mission"
    __table_args__ = (
        UniqueConstraint("family_id", "version"),
        CheckConstraint("state in ('draft', 'scheduled', 'published', 'retired')", name="mission_state"),
        Index("mission_live", "metrics", postgresql_using="gin", postgresql_where=text("published_at is not null")),
        Index("mission_slug", "slug", unique=True, postgresql_where=text("version = 1")),
    )
    id: UUID = Field(primary_key=True)
    family_id: UUID
    slug: str
    version: int
    state: str = "draft"
    spec: dict[str, Any] = _json()
    metrics: list[str] = Field(sa_type=ARRAY(Text))
    award: str | None = None
    created_by: UUID | None = None
    created_at: datetime = _time()
    published_at: datetime | None = _time(null=True)
    counts_from: datetime | None = _time(null=True)
    retired_at: datetime | None = _time(null=True)


class ProgressRow(SQLModel, table=True):
    """How far somebody is in one window of a mission: a player, a team, or everybody (the nil UUID).

    `tallies` is what `rules.requirements` needs to go on, `latest` the moment of the last fact in them.
    `completed_at` is when the work that completed it happened, `completed_by` its natural key, `known_at` when the last
    of it came in; `rewarded` whether that is decided and everybody paid.
    """

    __tablename__ = "progress"
    __table_args__ = (
        Index("progress_owed", "mission_id", postgresql_where=text("completed_at is not null and not rewarded")),
    )
    mission_id: UUID = Field(primary_key=True)
    subject_id: UUID = Field(primary_key=True, index=True)
    period: str = Field(primary_key=True)
    tallies: list[dict[str, int]] = _json()
    latest: datetime | None = _time(null=True)
    completed_at: datetime | None = _time(null=True)
    completed_by: str | None = None
    known_at: datetime | None = _time(null=True)
    rewarded: bool = False


class LevelAtStartRow(SQLModel, table=True):
    """The level somebody had when he first worked towards a window that only some levels may take part in."""

    __tablename__ = "level_at_start"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    level: int


class QuestRunRow(SQLModel, table=True):
    """A player's decision to take on a quest, the first, second … time."""

    __tablename__ = "quest_run"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True, index=True)
    number: int = Field(primary_key=True)
    accepted_at: datetime = _time()
    abandoned_at: datetime | None = _time(null=True)


class SettlementRow(SQLModel, table=True):
    """A window of a mission that was decided at its close: once, whoever tries."""

    __tablename__ = "settlement"
    mission_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    settled_at: datetime = _time()


class ReversalRow(SQLModel, table=True):
    """A completion that an admin took back."""

    __tablename__ = "reversal"
    mission_id: UUID = Field(primary_key=True)
    player_id: UUID = Field(primary_key=True)
    period: str = Field(primary_key=True)
    reason: str
    actor_id: UUID
    at: datetime = _time()


class MergerRow(SQLModel, table=True):
    """Two players who turned out to be one person: `accounts` ([provider, subject]) and work went to `into_id`."""

    __tablename__ = "merger"
    from_id: UUID = Field(primary_key=True)
    into_id: UUID
    accounts: list[list[str]] = _json()
    actor_id: UUID
    at: datetime = _time()


class TeamRow(SQLModel, table=True):
    __tablename__ = "team"
    id: UUID = Field(primary_key=True)
    slug: str = Field(unique=True)
    name: str
    created_at: datetime = _time()


class TeamMemberRow(SQLModel, table=True):
    """A player's time in a team; work counts for the team he was in when it happened."""

    __tablename__ = "team_member"
    __table_args__ = (
        Index("team_member_now", "team_id", "player_id", unique=True, postgresql_where=text("until is null")),
    )
    team_id: UUID = Field(primary_key=True, foreign_key="team.id")
    player_id: UUID = Field(primary_key=True, index=True)
    since: datetime = Field(sa_type=DateTime(timezone=True), primary_key=True)
    until: datetime | None = _time(null=True)


class BadgeRow(SQLModel, table=True):
    __tablename__ = "badge"
    id: str = Field(primary_key=True)
    spec: dict[str, Any] = _json()


class BadgeAwardRow(SQLModel, table=True):
    """`cause` names the mission and its period, so that one completion gives one badge, of one tier."""

    __tablename__ = "badge_award"
    badge_id: str = Field(primary_key=True, foreign_key="badge.id")
    player_id: UUID = Field(primary_key=True)
    cause: str = Field(primary_key=True)
    tier: str
    at: datetime = _time()
    known_at: datetime = _time()

    __table_args__ = (Index("badge_award_of_player", "player_id"),)


class NotificationRow(SQLModel, table=True):
    __tablename__ = "notification"
    __table_args__ = (Index("notification_of_player", "player_id", text("id desc")),)
    id: int = _serial()
    player_id: UUID
    at: datetime = _time()
    kind: str
    title: str
    text: str
    read_at: datetime | None = _time(null=True)


class GameRow(SQLModel, table=True):
    """The one row of values that shape the whole game."""

    __tablename__ = "game"
    __table_args__ = (CheckConstraint("id = 1", name="game_is_one"),)
    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    curve: dict[str, int] = _json()


class WorkerRow(SQLModel, table=True):
    __tablename__ = "worker"
    id: str = Field(primary_key=True)
    started_at: datetime = _time()
    beat_at: datetime = _time()


class AuditRow(SQLModel, table=True):
    """What people with power did. Append-only (trigger), each line chained to the one before by SHA-256."""

    __tablename__ = "audit"
    id: int = _serial()
    at: datetime = _time()
    actor_id: UUID | None = None
    action: str
    subject: str
    details: dict[str, Any] = _json()
    previous: bytes = Field(sa_type=LargeBinary)
    hash: bytes = Field(sa_type=LargeBinary)


METADATA = SQLModel.metadata
