"""Experiments on scoring rules

Revision: 20261209_experiments, after 20261206_holds, 2026-11-27 12:00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261209_experiments"
down_revision = "20261206_holds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "experiment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("rule_id", sa.String(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "stopped_at is null or (started_at is not null and stop_reason is not null)",
            name="experiment_stopped_with_a_reason",
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("experiment_started", "experiment", ["rule_id"], postgresql_where=sa.text("started_at is not null"))


def downgrade() -> None:
    op.drop_table("experiment")
