"""Players may do without recommendations

Revision: 20261123_recommendations, after 20261123_by_hand, 2026-11-20 20:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261123_recommendations"
down_revision = "20261123_by_hand"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("player", sa.Column("recommendations", sa.Boolean(), nullable=False, server_default=sa.true()))


def downgrade() -> None:
    op.drop_column("player", "recommendations")
