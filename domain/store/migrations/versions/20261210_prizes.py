"""What a reversal takes back is named: of a quest not by its window

Revision: 20261210_prizes, after 20261208_leagues, 2026-11-27 12:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261210_prizes"
down_revision = "20261208_leagues"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("reversal", sa.Column("prize", sa.String(), nullable=True))
    op.execute("update reversal set prize = period")
    op.alter_column("reversal", "prize", nullable=False)


def downgrade() -> None:
    op.drop_column("reversal", "prize")
