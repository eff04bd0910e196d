"""A season is decided at a moment, its prizes are paid some people at a time, and then it is closed

Revision: 20261211_season_payments, after 20261212_bot_logins, 2026-11-27 14:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261211_season_payments"
down_revision = "20261212_bot_logins"
branch_labels = None
depends_on = None

NOBODY, EVERYBODY = "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.create_table(
        "season_mark",
        sa.Column("season_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("season_id"),
    )
    op.create_table(
        "season_payment",
        sa.Column("season_id", sa.String(), nullable=False),
        sa.Column("above", sa.Uuid(), nullable=False),
        sa.Column("upto", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("above < upto", name="season_payment_goes_on"),
        sa.PrimaryKeyConstraint("season_id", "above"),
    )
    op.execute("""
        create trigger season_payment_append_only before update or delete or truncate on season_payment
        for each statement execute function refuse_change()
    """)
    op.drop_constraint("season_phase_kind", "season_phase")
    op.create_check_constraint("season_phase_kind", "season_phase", "phase in ('open', 'close', 'paid')")
    op.execute(f"""
        insert into season_payment (season_id, above, upto, at)
        select season_id, '{NOBODY}', '{EVERYBODY}', at from season_phase where phase = 'close'
    """)
    op.execute("""
        insert into season_phase (season_id, phase, at, hidden, left_out)
        select season_id, 'paid', at, '{}', '{}' from season_phase where phase = 'close'
    """)


def downgrade() -> None:
    op.execute("alter table season_phase disable trigger season_phase_append_only")
    op.execute("delete from season_phase where phase = 'paid'")
    op.execute("alter table season_phase enable trigger season_phase_append_only")
    op.drop_constraint("season_phase_kind", "season_phase")
    op.create_check_constraint("season_phase_kind", "season_phase", "phase in ('open', 'close')")
    op.drop_table("season_payment")
    op.drop_table("season_mark")
