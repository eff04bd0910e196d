"""Streaks as data: definitions, time off, holidays, freezes and repairs

Revision: 20261205_streaks, after 20261129_board_results, 2026-11-27 11:20:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261205_streaks"
down_revision = "20261129_board_results"
branch_labels = None
depends_on = None


def _at(name: str = "at", *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    for table in ("player", "game"):
        op.add_column(table, sa.Column("streaks", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.create_table(
        "streak_version",
        sa.Column("streak", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("spec", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        _at(),
        sa.PrimaryKeyConstraint("streak", "version"),
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _at(),
        _at("ended_at", nullable=True),
        sa.CheckConstraint("first <= last", name="pause_has_an_end"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("pause_of_player", "pause", ["player_id"])
    op.create_table(
        "day_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        _at(),
        _at("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "holiday_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        _at(),
        sa.CheckConstraint("(player_id is null) <> (team_id is null)", name="holiday_choice_of_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "holiday_choice_of_player",
        "holiday_choice",
        ["player_id"],
        postgresql_where=sa.text("player_id is not null"),
    )
    op.create_table(
        "streak_freeze",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("streak", sa.String(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _at(),
        sa.CheckConstraint("count > 0", name="streak_freeze_gives_something"),
        sa.PrimaryKeyConstraint("player_id", "cause"),
    )
    op.create_table(
        "streak_repair",
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("streak", sa.String(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _at(),
        sa.CheckConstraint("period <= day", name="streak_repair_comes_after"),
        sa.PrimaryKeyConstraint("player_id", "streak", "period"),
    )


def downgrade() -> None:
    for table in ("streak_repair", "streak_freeze", "holiday_choice", "day_off", "pause", "streak_version"):
        op.drop_table(table)
    for table in ("game", "player"):
        op.drop_column(table, "streaks")
