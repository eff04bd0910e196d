"""Thanks that people say to each other

Revision: 20261124_kudos, after 20261123_recommendations, 2026-11-20 20:40:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261124_kudos"
down_revision = "20261123_recommendations"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kudos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name="kudos_go_to_somebody_else"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("kudos_of_giver", "kudos", ["from_id", "day"], unique=False)
    op.create_index("kudos_newest", "kudos", [sa.literal_column("at desc")], unique=False)


def downgrade() -> None:
    op.drop_table("kudos")
