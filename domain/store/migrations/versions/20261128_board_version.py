"""What tells a mirror of the boards that it is up to date

Revision: 20261128_board_version, after 20261128_follows, 2026-11-27 11:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_board_version"
down_revision = "20261128_follows"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "board_version",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("period_id", sa.BigInteger(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("folded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("board_version_of_period", "board_version", ["period_id"], postgresql_include=["token"])
    op.create_index("board_version_to_fold", "board_version", ["at"], postgresql_where=sa.text("not folded"))


def downgrade() -> None:
    op.drop_table("board_version")
