"""Spans of boards are decided, and their results kept

Revision: 20261129_board_results, after 20261204_coins, 2026-11-27 11:30:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261129_board_results"
down_revision = "20261204_coins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    op.add_column("board", sa.Column("since", sa.Date(), server_default=sa.text("current_date"), nullable=False))
    op.create_table(
        "board_close",
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("board", "first", "last"),
    )
    op.create_table(
        "board_result",
        sa.Column("board", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("board", "first", "last", "subject_id"),
        sa.UniqueConstraint("board", "first", "last", "place"),
    )
    op.create_index("board_result_of_subject", "board_result", ["subject_id"])
    for table in ("board_close", "board_result"):
        op.execute(
            f"create trigger {table}_append_only before update or delete or truncate on {table}"
            " for each statement execute function refuse_change()"
        )


def downgrade() -> None:
    for table in ("board_result", "board_close"):
        op.drop_table(table)
    op.drop_column("board", "since")
