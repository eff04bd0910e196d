"""Rewards besides XP and badges, and what is decided about them

Revision: 20261206_rewards, after 20261205_streaks, 2026-11-27 11:10:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261206_rewards"
down_revision = "20261205_streaks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "reward",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("grant_key", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("cause_id", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("earned_at", moment, nullable=False),
        sa.Column("known_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("used_at", moment, nullable=True),
        sa.CheckConstraint("state in ('pending', 'claimed', 'expired', 'revoked')", name="reward_state"),
        sa.CheckConstraint("(state = 'pending') = (settled_at is null)", name="reward_is_settled_once"),
        sa.CheckConstraint("used_at is null or state = 'claimed'", name="reward_is_used_by_whoever_has_it"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("grant_key"),
    )
    op.create_index("reward_of_player", "reward", ["player_id", sa.literal_column("at desc")], unique=False)
    op.create_index("reward_due", "reward", ["expires_at"], unique=False, postgresql_where=sa.text("state = 'pending'"))
    op.create_table(
        "reward_decision",
        sa.Column("reward_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("coins", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("kind in ('claimed', 'expired', 'revoked', 'used')", name="reward_decision_kind"),
        sa.PrimaryKeyConstraint("reward_id", "kind"),
    )
    op.execute("""
        create trigger reward_decision_append_only before update or delete or truncate on reward_decision
        for each statement execute function refuse_change()
    """)
    op.add_column("player", sa.Column("title", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("player", "title")
    op.drop_table("reward_decision")
    op.drop_table("reward")
