"""What admins said about what looked odd

Revision: 20261125_fair_play, after 20261124_kudos, 2026-11-20 20:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261125_fair_play"
down_revision = "20261124_kudos"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding_review",
        sa.Column("finding_key", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("finding_key"),
    )


def downgrade() -> None:
    op.drop_table("finding_review")
