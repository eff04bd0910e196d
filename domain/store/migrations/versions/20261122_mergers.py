"""Two accounts that turn out to be one person

Revision: 20261122_mergers, after 20261121_whole, 2026-11-20 17:40:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261122_mergers"
down_revision = "20261121_whole"
branch_labels = None
depends_on = None

#: Everything of an activity but whose it is.
FACTS = "key, metric, value, occurred_at, day, received_at, delivery_id, label, url, dimensions, reverses"


def upgrade() -> None:
    op.create_table(
        "merger",
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("into_id", sa.Uuid(), nullable=False),
        sa.Column("accounts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("from_id"),
    )
    op.execute("drop trigger activity_append_only on activity")
    op.execute("""
        create trigger activity_append_only before delete or truncate on activity
        for each statement execute function refuse_change()
    """)
    new, old = (", ".join(f"{side}.{name}" for name in FACTS.split(", ")) for side in ("new", "old"))
    op.execute(f"""
        create trigger activity_facts_never_change before update on activity
        for each row when (({new}) is distinct from ({old})) execute function refuse_change()
    """)


def downgrade() -> None:
    op.execute("drop trigger activity_facts_never_change on activity")
    op.execute("drop trigger activity_append_only on activity")
    op.execute("""
        create trigger activity_append_only before update or delete or truncate on activity
        for each statement execute function refuse_change()
    """)
    op.drop_table("merger")
