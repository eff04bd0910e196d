"""XP that an admin gives or takes by hand

Revision: 20261123_by_hand, after 20261122_mergers, 2026-11-20 20:30:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261123_by_hand"
down_revision = "20261122_mergers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hand_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount <> 0", name="hand_entry_moves_something"),
        sa.CheckConstraint("actor_id <> player_id", name="hand_entry_is_for_somebody_else"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("hand_entry_of_day", "hand_entry", ["player_id", "day"], unique=False)
    op.add_column("game", sa.Column("cap_by_hand", sa.BigInteger(), nullable=False, server_default="500"))
    op.drop_constraint("xp_entry_cause", "xp_entry")
    op.create_check_constraint("xp_entry_cause", "xp_entry", "cause in ('rule', 'mission', 'correction', 'hand')")
    op.execute("""
        create trigger hand_entry_append_only before update or delete or truncate on hand_entry
        for each statement execute function refuse_change()
    """)


def downgrade() -> None:
    op.execute("drop trigger hand_entry_append_only on hand_entry")
    op.drop_constraint("xp_entry_cause", "xp_entry")
    op.create_check_constraint("xp_entry_cause", "xp_entry", "cause in ('rule', 'mission', 'correction')")
    op.drop_column("game", "cap_by_hand")
    op.drop_table("hand_entry")
