"""News of climbing on boards, for those who want it

Revision: 20261130_rank_news, after 20261128_erasure, 2026-11-27 11:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_rank_news"
down_revision = "20261128_erasure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("player", sa.Column("rank_news", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "board_place",
        sa.Column("period_id", sa.BigInteger(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("is_best", sa.Boolean(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("period_id", "player_id"),
    )


def downgrade() -> None:
    op.drop_table("board_place")
    op.drop_column("player", "rank_news")
