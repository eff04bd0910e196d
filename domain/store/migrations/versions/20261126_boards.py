"""Boards as data, with their scores kept

Revision: 20261126_boards, after 20261125_fair_play, 2026-11-20 20:45:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261126_boards"
down_revision = "20261125_fair_play"
branch_labels = None
depends_on = None

#: (key, title, period, whether it is on)
DEFAULTS = (
    ("day", "Today", "day", True),
    ("week", "This week", "week", True),
    ("month", "This month", "month", True),
    ("season", "This season", "season", True),
    ("all", "All time", "all", False),
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    board = op.create_table(
        "board",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "board_period",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["board"], ["board.key"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("board", "first"),
    )
    op.create_table(
        "board_score",
        sa.Column("period_id", sa.BigInteger(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("period_id", "player_id"),
    )
    op.create_index("board_score_in_order", "board_score", ["period_id", sa.text("(- score)"), "player_id"])
    op.create_table(
        "board_count",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("period_id", sa.BigInteger(), nullable=False),
        sa.Column("bits", sa.SmallInteger(), nullable=False),
        sa.Column("bucket", sa.BigInteger(), nullable=False),
        sa.Column("players", sa.BigInteger(), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    columns = ["period_id", "bits", "bucket"]
    op.create_index("board_count_of_bucket", "board_count", columns, postgresql_include=["players"])
    op.create_index("board_count_to_fold", "board_count", ["period_id"], postgresql_where=sa.text("not folded"))
    assert board is not None  # noqa: S101  as long as SQL is run and not printed
    op.bulk_insert(
        board,
        [
            {"key": key, "spec": {"key": key, "title": title, "measure": "xp", "period": period, "on": on}}
            for key, title, period, on in DEFAULTS
        ],
    )


def downgrade() -> None:
    for table in ("board_count", "board_score", "board_period", "board"):
        op.drop_table(table)
