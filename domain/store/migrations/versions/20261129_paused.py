"""Taking a break from ranks and suggestions

Revision: 20261129_paused, after 20261208_factors, 2026-11-27 12:16:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261129_paused"
down_revision = "20261208_factors"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("player", sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("player", "paused")
