"""The first tables

Revision: 20261120_first, after , 2026-11-20 13:11:33.576809
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261120_first"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("activity", "xp_entry", "audit", "badge_award")
TABLES = (
    "web_session", "badge_award", "xp_entry", "worker", "scoring_rule", "rule_day", "progress", "player",
    "notification", "mission", "metric_day", "identity", "game", "delivery", "badge", "audit", "activity",
)  # fmt: skip


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    op.execute("""
        create function refuse_change() returns trigger language plpgsql as $$
        begin
            raise exception '% on % refused: its lines are never changed', lower(tg_op), tg_table_name
                using errcode = 'integrity_constraint_violation';
        end $$
    """)
    op.create_table(
        "activity",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("dimensions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reverses", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("activity_of_player", "activity", ["player_id", "metric", "occurred_at"], unique=False)
    op.create_index(
        "activity_reverses", "activity", ["reverses"], unique=True, postgresql_where=sa.text("reverses is not null")
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "badge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("state in ('pending', 'done', 'failed')", name="delivery_state"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("source", "delivery_id"),
    )
    op.create_index("delivery_failed", "delivery", ["id"], unique=False, postgresql_where=sa.text("state = 'failed'"))
    op.create_index("delivery_pending", "delivery", ["id"], unique=False, postgresql_where=sa.text("state = 'pending'"))
    op.create_index("delivery_unknown", "delivery", ["event"], unique=False, postgresql_where=sa.text("unknown"))
    op.create_table(
        "game",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("curve", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("id = 1", name="game_is_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "identity",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("provider", "subject"),
    )
    op.create_index("ix_identity_player_id", "identity", ["player_id"], unique=False)
    op.create_table(
        "metric_day",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("sum", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("player_id", "metric", "day"),
    )
    op.create_index(
        "metric_day_by_day", "metric_day", ["metric", "day", "player_id"], unique=False, postgresql_include=["sum"]
    )
    op.create_table(
        "mission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('draft', 'published', 'retired')", name="mission_state"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("family_id", "version"),
    )
    op.create_index(
        "mission_live", "mission", ["published_at"], unique=False, postgresql_where=sa.text("state = 'published'")
    )
    op.create_table(
        "notification",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("notification_of_player", "notification", ["player_id", sa.literal_column("id desc")], unique=False)
    op.create_table(
        "player",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("avatar_url", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("zones", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("xp", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_activity_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("xp between 0 and 1000000000000", name="player_xp_bounded"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "player_by_xp",
        "player",
        [sa.literal_column("xp desc"), "id"],
        unique=False,
        postgresql_where=sa.text("kind = 'human' and not hidden"),
    )
    op.create_table(
        "progress",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("tally", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("mission_id", "player_id", "period"),
    )
    op.create_index("ix_progress_player_id", "progress", ["player_id"], unique=False)
    op.create_table(
        "rule_day",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("raw", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("player_id", "rule_id", "day"),
    )
    op.create_table(
        "scoring_rule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", "version"),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "xp_entry",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_id", sa.String(), nullable=False),
        sa.Column("activity_key", sa.String(), nullable=True),
        sa.Column("grant_key", sa.String(), nullable=False),
        sa.Column("factors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("(cause = 'rule') = (activity_key is not null)", name="xp_entry_names_its_cause"),
        sa.CheckConstraint("cause in ('rule', 'mission')", name="xp_entry_cause"),
        sa.CheckConstraint("amount between -1000000000000 and 1000000000000", name="xp_entry_bounded"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("grant_key"),
    )
    op.create_index("xp_entry_of_player", "xp_entry", ["player_id", sa.literal_column("id desc")], unique=False)
    op.create_table(
        "badge_award",
        sa.Column("badge_id", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"],
            ["badge.id"],
        ),
        sa.PrimaryKeyConstraint("badge_id", "player_id", "cause"),
    )
    op.create_index("badge_award_of_player", "badge_award", ["player_id"], unique=False)
    op.create_table(
        "web_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("user_agent", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["player_id"],
            ["player.id"],
        ),
        sa.PrimaryKeyConstraint("token_hash"),
        sa.UniqueConstraint("handle"),
    )
    op.create_index("ix_web_session_player_id", "web_session", ["player_id"], unique=False)
    # Compressing bodies costs a third of the accept rate; they are read once.
    op.execute("alter table delivery alter column body set storage external")
    for table in APPEND_ONLY:
        op.execute(f"""
            create trigger {table}_append_only before update or delete or truncate on {table}
            for each statement execute function refuse_change()
        """)
    op.execute("""
        create trigger mission_published_is_immutable before update on mission
        for each row when (old.state <> 'draft' and (new.spec, new.family_id, new.version, new.published_at)
                           is distinct from (old.spec, old.family_id, old.version, old.published_at))
        execute function refuse_change()
    """)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute("drop function refuse_change")
