"""Whom somebody follows, what he shows of himself, and whom a notification is about

Revision: 20261128_follows, after 20261127_unread, 2026-11-27 11:10:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261128_follows"
down_revision = "20261127_unread"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "follow",
        sa.Column("follower_id", sa.Uuid(), nullable=False),
        sa.Column("followed_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("follower_id <> followed_id", name="follow_somebody_else"),
        sa.CheckConstraint("state in ('on', 'off', 'refused')", name="follow_state"),
        sa.PrimaryKeyConstraint("follower_id", "followed_id"),
    )
    op.create_index("follow_of_followed", "follow", ["followed_id", "state"], unique=False)
    op.add_column("player", sa.Column("shows_badges", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("player", sa.Column("shows_streak", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("notification", sa.Column("from_id", sa.Uuid(), nullable=True))
    op.execute("""
        update notification n set from_id = k.from_id, title = '{who} thanks you' from kudos k
        where n.kind = 'kudos' and (k.to_id, k.at, k.text) = (n.player_id, n.at, n.text)
    """)


def downgrade() -> None:
    op.drop_column("notification", "from_id")
    op.drop_column("player", "shows_streak")
    op.drop_column("player", "shows_badges")
    op.drop_table("follow")
