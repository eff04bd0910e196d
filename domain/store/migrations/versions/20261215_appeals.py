"""Notifications of appeals name nobody: who it was is looked up when they are read

Revision: 20261215_appeals, after 20261213_week_levels, 2026-11-27 14:30:00
"""

from alembic import op

revision = "20261215_appeals"
down_revision = "20261213_week_levels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute(
        """
        update notification n set title = '{who} appeals', from_id = h.player_id
        from hold_appeal a join hold h on h.id = a.hold_id
        where n.kind = 'appeal' and n.from_id is null and n.at = a.at
        """
    )


def downgrade() -> None:
    op.execute("update notification set title = 'Somebody appeals', from_id = null where kind = 'appeal'")
