"""What is unread is counted on every page

Revision: 20261127_unread, after 20261126_boards, 2026-11-20 21:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261127_unread"
down_revision = "20261126_boards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("notification_unread", "notification", ["player_id"], postgresql_where=sa.text("read_at is null"))


def downgrade() -> None:
    op.drop_index("notification_unread", "notification")
