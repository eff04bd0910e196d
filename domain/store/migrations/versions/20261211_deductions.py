"""What a deduction by hand gave back is found quickly

Revision: 20261211_deductions, after 20261211_season_payments, 2026-11-27 14:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261211_deductions"
down_revision = "20261211_season_payments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_index("xp_entry_by_hand", "xp_entry", ["cause_id"], postgresql_where=sa.text("cause = 'hand'"))


def downgrade() -> None:
    op.drop_index("xp_entry_by_hand", "xp_entry")
