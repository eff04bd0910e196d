"""People, the accounts behind them, their signed-in browsers and what they are told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, LargeBinary, false, text, true
from sqlmodel import Field, SQLModel

from domain.specs import MAX_AMOUNT, PersonKind
from domain.store.tables.columns import big, json, serial, time


class PlayerRow(SQLModel, table=True):
    """A person in the game. `zones` holds [since, IANA name] pairs, oldest first; the first has no since.

    `kinds` (human, bot, agent) and `roles` (player, admin) are histories of the same shape, so that work is always
    judged by what was true when it came in; `kind` and `is_admin` are what holds now. `title` is the one he wears.

    Whoever is `paused` goes on earning, but is not ranked, challenged or told what to do.
    """

    __tablename__ = "player"
    __table_args__ = (
        CheckConstraint(f"xp between 0 and {MAX_AMOUNT}", name="player_xp_bounded"),
        CheckConstraint(f"coins between 0 and {MAX_AMOUNT}", name="player_coins_bounded"),
        Index("player_by_xp", text("xp desc"), "id", postgresql_where=text("kind = 'human' and not hidden")),
    )
    id: UUID = Field(primary_key=True)
    name: str
    login: str
    avatar_url: str | None = None
    title: str | None = None
    kind: str = PersonKind.HUMAN.value
    is_admin: bool = False
    hidden: bool = False
    sample: bool = False
    recommendations: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    paused: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    shows_badges: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    shows_streak: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    streaks: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    rank_news: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    zones: list[list[str | None]] = json()
    kinds: list[list[str | None]] = json()
    roles: list[list[str | None]] = json()
    xp: int = big()
    coins: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    created_at: datetime = time()
    last_activity_at: datetime | None = time(null=True)


class IdentityRow(SQLModel, table=True):
    """An account of a tool and the player behind it; only for what came in from `since` on, if that is given."""

    __tablename__ = "identity"
    provider: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    player_id: UUID = Field(index=True)
    login: str
    since: datetime | None = time(null=True)


class BotLoginRow(SQLModel, table=True):
    """A login, in lower case, that an admin named as a bot's or a coding agent's, whether it was ever seen or not."""

    __tablename__ = "bot_login"
    __table_args__ = (CheckConstraint("kind in ('bot', 'agent')", name="bot_login_kind"),)
    provider: str = Field(primary_key=True)
    login: str = Field(primary_key=True)
    kind: str
    actor_id: UUID
    at: datetime = time()


class SessionRow(SQLModel, table=True):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    __tablename__ = "web_session"
    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    handle: str = Field(unique=True)
    player_id: UUID = Field(foreign_key="player.id", index=True)
    user_agent: str
    created_at: datetime = time()
    seen_at: datetime = time()
    expires_at: datetime = time()


class NotificationRow(SQLModel, table=True):
    """`{who}` in the title stands for the name of `from_id`, which is looked up when it is read."""

    __tablename__ = "notification"
    __table_args__ = (
        Index("notification_of_player", "player_id", text("id desc")),
        Index("notification_unread", "player_id", postgresql_where=text("read_at is null")),
    )
    id: int = serial()
    player_id: UUID
    at: datetime = time()
    kind: str
    title: str
    text: str
    from_id: UUID | None = None
    read_at: datetime | None = time(null=True)


class MergerRow(SQLModel, table=True):
    """Two players who turned out to be one person: `accounts` ([provider, subject]) and work went to `into_id`."""

    __tablename__ = "merger"
    from_id: UUID = Field(primary_key=True)
    into_id: UUID
    accounts: list[list[str]] = json()
    actor_id: UUID
    at: datetime = time()
