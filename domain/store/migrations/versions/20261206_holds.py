"""What looks odd is kept, and what was given for it can be held for a person to look at

Revision: 20261206_holds, after 20261207_shop, 2026-11-27 11:20:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261206_holds"
down_revision = "20261207_shop"
branch_labels = None
depends_on = None

_KEPT = ("hold", "hold_work", "hold_end")
_CAUSES = "'rule', 'mission', 'correction', 'hand', 'season', 'reward', 'purchase'"


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    _findings()
    _holds()
    for table in _KEPT:
        op.execute(f"""
            create trigger {table}_append_only before update or delete or truncate on {table}
            for each statement execute function refuse_change()
        """)
    _causes(f"{_CAUSES}, 'hold'")
    op.add_column("game", sa.Column("hold_days", sa.Integer(), nullable=False, server_default="14"))
    op.add_column("game", sa.Column("holds_by_itself", sa.Boolean(), nullable=False, server_default=sa.true()))


def _findings() -> None:
    op.create_table(
        "finding",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("detector", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("players", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evidence", postgresql.ARRAY(sa.String()), nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("finding_newest", "finding", [sa.text("last_at desc"), sa.text("key desc")])
    op.create_table(
        "look",
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("behind", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("period"),
    )
    op.create_table(
        "silence",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "name"),
    )


def _holds() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("finding_key", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("xp", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("actor_id <> player_id", name="hold_is_of_somebody_else"),
        sa.CheckConstraint("expires_at > at", name="hold_ends"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("hold_of_player", "hold", ["player_id", sa.text("at desc")])
    op.create_index("hold_newest", "hold", [sa.text("at desc")])
    op.create_table(
        "hold_work",
        sa.Column("activity_key", sa.String(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("activity_key"),
    )
    op.create_index(op.f("ix_hold_work_hold_id"), "hold_work", ["hold_id"])
    op.create_table(
        "hold_end",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome in ('released', 'reversed', 'expired')", name="hold_end_outcome"),
        sa.CheckConstraint("(outcome = 'expired') = (actor_id is null)", name="hold_end_by_a_person"),
        sa.CheckConstraint("actor_id <> player_id", name="hold_end_is_of_somebody_else"),
        sa.PrimaryKeyConstraint("hold_id"),
    )
    op.create_table(
        "hold_appeal",
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hold_id"),
    )
    op.create_table(
        "held",
        sa.Column("activity_key", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("each", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("activity_key", "rule_id"),
    )
    op.create_index(op.f("ix_held_hold_id"), "held", ["hold_id"])


def _causes(causes: str) -> None:
    op.drop_constraint("xp_entry_cause", "xp_entry")
    op.create_check_constraint("xp_entry_cause", "xp_entry", f"cause in ({causes})")


def downgrade() -> None:
    op.drop_column("game", "holds_by_itself")
    op.drop_column("game", "hold_days")
    _causes(_CAUSES)
    for table in _KEPT:
        op.execute(f"drop trigger {table}_append_only on {table}")
    for table in ("held", "hold_appeal", *reversed(_KEPT), "silence", "look", "finding"):
        op.drop_table(table)
