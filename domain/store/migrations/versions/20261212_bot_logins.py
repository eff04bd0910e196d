"""Bots and agents are named in advance, by their login

Revision: 20261212_bot_logins, after 20261210_prizes, 2026-11-27 13:55:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261212_bot_logins"
down_revision = "20261210_prizes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bot_login",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("login", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('bot', 'agent')", name="bot_login_kind"),
        sa.PrimaryKeyConstraint("provider", "login"),
    )


def downgrade() -> None:
    op.drop_table("bot_login")
