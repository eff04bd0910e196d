"""A look says whether it was at everybody's work

Revision: 20261213_looks, after 20261214_duel_goals, 2026-11-27 14:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261213_looks"
down_revision = "20261214_duel_goals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("look", sa.Column("whole", sa.Boolean(), server_default=sa.true(), nullable=False))


def downgrade() -> None:
    op.drop_column("look", "whole")
