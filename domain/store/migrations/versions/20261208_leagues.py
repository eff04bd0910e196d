"""A league with rounds, for those who join it

Revision: 20261208_leagues, after 20261129_paused, 2026-11-27 12:10:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261208_leagues"
down_revision = "20261129_paused"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "league",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("id = 1", name="league_is_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "league_member",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.SmallInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("division >= 0", name="league_member_division"),
        sa.PrimaryKeyConstraint("player_id"),
    )
    op.create_table(
        "league_round",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("first"),
    )
    op.create_index(
        "league_round_open",
        "league_round",
        [sa.text("(true)")],
        unique=True,
        postgresql_where=sa.text("settled_at is null"),
    )
    op.create_table(
        "league_place",
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("division", sa.SmallInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint("outcome in ('up', 'stays', 'down')", name="league_place_outcome"),
        sa.PrimaryKeyConstraint("first", "player_id"),
    )
    op.create_index("league_place_of_group", "league_place", ["first", "division", "part"])


def downgrade() -> None:
    for table in ("league_place", "league_round", "league_member", "league"):
        op.drop_table(table)
