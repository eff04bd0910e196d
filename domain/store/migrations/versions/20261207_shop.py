"""The shop: offers, purchases, and what became of them

Revision: 20261207_shop, after 20261130_rank_news, 2026-11-27 11:45:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261207_shop"
down_revision = "20261130_rank_news"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment, spec = sa.DateTime(timezone=True), postgresql.JSONB(astext_type=sa.Text())
    op.create_table(
        "offer",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("spec", spec, nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("sold", sa.Integer(), nullable=False),
        sa.CheckConstraint("sold >= 0 and (stock is null or sold <= stock)", name="offer_is_never_oversold"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "purchase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("gives", spec, nullable=False),
        sa.Column("real", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.Boolean(), nullable=False),
        sa.Column("per_person", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.CheckConstraint("price > 0", name="purchase_has_a_price"),
        sa.CheckConstraint("state in ('waiting', 'approved', 'done', 'refused', 'refunded')", name="purchase_state"),
        sa.CheckConstraint("(place is null) = (state in ('refused', 'refunded'))", name="purchase_takes_a_place"),
        sa.CheckConstraint("place is null or place between 1 and coalesce(per_person, place)", name="purchase_limit"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("offer_id", "player_id", "place", name="purchase_place"),
    )
    op.create_index("purchase_of_player", "purchase", ["player_id", sa.literal_column("at desc")], unique=False)
    op.create_index(
        "purchase_open", "purchase", ["at"], unique=False, postgresql_where=sa.text("state in ('waiting', 'approved')")
    )
    op.create_table(
        "purchase_step",
        sa.Column("purchase_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.CheckConstraint("step in ('approved', 'done', 'refused', 'refunded')", name="purchase_step_known"),
        sa.PrimaryKeyConstraint("purchase_id", "step"),
    )
    op.execute("""
        create trigger purchase_step_append_only before update or delete or truncate on purchase_step
        for each statement execute function refuse_change()
    """)


def downgrade() -> None:
    op.drop_table("purchase_step")
    op.drop_table("purchase")
    op.drop_table("offer")
