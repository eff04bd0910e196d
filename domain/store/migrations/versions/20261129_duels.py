"""Duels of people and of teams, and whether there are any

Revision: 20261129_duels, after 20261209_experiments, 2026-11-27 11:58:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261129_duels"
down_revision = "20261209_experiments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "duel",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("metric", sa.String(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("xp", sa.Integer(), nullable=False),
        sa.Column("coins", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind in ('player', 'team')", name="duel_kind"),
        sa.CheckConstraint("state in ('invited', 'accepted', 'declined', 'withdrawn')", name="duel_state"),
        sa.CheckConstraint("first_id <> second_id", name="duel_has_two_sides"),
        sa.CheckConstraint("days between 1 and 14", name="duel_length"),
        sa.CheckConstraint("target > 0", name="duel_target"),
        sa.CheckConstraint("xp between 0 and 50 and coins between 0 and 50", name="duel_pays_little"),
        sa.CheckConstraint("(state = 'accepted') = (last_day is not null)", name="duel_begins_when_accepted"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("duel_of_first", "duel", ["first_id", "asked_at"], unique=False)
    op.create_index("duel_of_second", "duel", ["second_id", "asked_at"], unique=False)
    op.create_index("duel_under_way", "duel", ["last_day"], postgresql_where=sa.text("state = 'accepted'"))
    op.create_table(
        "duel_result",
        sa.Column("duel_id", sa.Uuid(), nullable=False),
        sa.Column("first_sum", sa.BigInteger(), nullable=False),
        sa.Column("first_people", sa.Integer(), nullable=False),
        sa.Column("second_sum", sa.BigInteger(), nullable=False),
        sa.Column("second_people", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("duel_id"),
    )
    op.add_column(
        "game", sa.Column("duels", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("game", "duels")
    op.drop_table("duel_result")
    op.drop_table("duel")
