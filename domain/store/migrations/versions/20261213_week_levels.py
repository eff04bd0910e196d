"""The levels at which weeks are paid

Revision: 20261213_week_levels, after 20261213_looks, 2026-11-27 15:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261213_week_levels"
down_revision = "20261213_looks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "week_level",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("increase", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("player_id", "monday", "first", "increase"),
    )


def downgrade() -> None:
    op.drop_table("week_level")
