"""What multiplies XP: settings, memberships, boosts; caps of an hour

Revision: 20261208_factors, after 20261129_duels, 2026-11-27 11:50:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261208_factors"
down_revision = "20261129_duels"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    empty = sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False)
    op.add_column("rule_day", empty)
    op.create_table(
        "factors",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("since"),
    )
    op.create_table(
        "membership",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level in ('none', 'standard', 'premium')", name="membership_level"),
        sa.PrimaryKeyConstraint("player_id", "since"),
    )
    op.create_table(
        "boost",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("factor", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("factor between 1000 and 5000", name="boost_bounded"),
        sa.CheckConstraint("starts_at <= ends_at", name="boost_ends_after_its_start"),
        sa.CheckConstraint("(scope = 'everyone') = (subject_id is null)", name="boost_has_its_scope"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("cause"),
    )
    op.create_index("boost_by_end", "boost", ["ends_at"])


def downgrade() -> None:
    for table in ("boost", "membership", "factors"):
        op.drop_table(table)
    op.drop_column("rule_day", "hours")
