"""Seasons, what was decided at their beginning and end, and their results

Revision: 20261203_seasons, after 20261128_board_version, 2026-11-27 11:10:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261203_seasons"
down_revision = "20261128_board_version"
branch_labels = None
depends_on = None

APPEND_ONLY = ("season_phase", "season_result", "season_team")


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    op.create_table(
        "season",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("first <= last", name="season_ends"),
        postgresql.ExcludeConstraint(
            (sa.text("daterange(first, last, '[]')"), "&&"), name="season_alone", using="gist"
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "season_phase",
        sa.Column("season_id", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("left_out", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint("phase in ('open', 'close')", name="season_phase_kind"),
        sa.PrimaryKeyConstraint("season_id", "phase"),
    )
    op.create_table(
        "season_result",
        sa.Column("season_id", sa.String(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("xp", sa.BigInteger(), nullable=False),
        sa.Column("missions", sa.Integer(), nullable=False),
        sa.Column("badges", sa.Integer(), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("prizes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("season_id", "player_id"),
    )
    op.create_index("season_result_of_player", "season_result", ["player_id"])
    op.create_index(
        "season_result_in_order",
        "season_result",
        ["season_id", "rank"],
        postgresql_where=sa.text("rank is not null"),
    )
    op.create_table(
        "season_team",
        sa.Column("season_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("xp", sa.BigInteger(), nullable=False),
        sa.Column("missions", sa.Integer(), nullable=False),
        sa.Column("badges", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("season_id", "team_id"),
    )
    for table in APPEND_ONLY:
        op.execute(f"""
            create trigger {table}_append_only before update or delete or truncate on {table}
            for each statement execute function refuse_change()
        """)
    op.drop_constraint("xp_entry_cause", "xp_entry")
    causes = "'rule', 'mission', 'correction', 'hand', 'season'"
    op.create_check_constraint("xp_entry_cause", "xp_entry", f"cause in ({causes})")


def downgrade() -> None:
    op.drop_constraint("xp_entry_cause", "xp_entry")
    op.create_check_constraint("xp_entry_cause", "xp_entry", "cause in ('rule', 'mission', 'correction', 'hand')")
    for table in (*APPEND_ONLY, "season"):
        op.drop_table(table)
