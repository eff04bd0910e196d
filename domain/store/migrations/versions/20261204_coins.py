"""Coins: a second balance in the same ledger

Revision: 20261204_coins, after 20261203_seasons, 2026-11-27 11:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = "20261204_coins"
down_revision = "20261203_seasons"
branch_labels = None
depends_on = None

LIMIT = 1_000_000_000_000
CAUSES = "'rule', 'mission', 'correction', 'hand', 'season'"


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    for table in ("player", "xp_entry", "reversal"):
        op.add_column(table, sa.Column("coins", sa.BigInteger(), server_default="0", nullable=False))
    _check("player", "player_coins_bounded", f"coins between 0 and {LIMIT}")
    _check("xp_entry", "xp_entry_coins_bounded", f"coins between -{LIMIT} and {LIMIT}")
    op.drop_constraint("xp_entry_cause", "xp_entry")
    _check("xp_entry", "xp_entry_cause", f"cause in ({CAUSES}, 'reward', 'purchase')")
    op.create_index(
        "xp_entry_with_coins", "xp_entry", ["player_id", sa.text("id desc")], postgresql_where=sa.text("coins <> 0")
    )


def _check(table: str, name: str, what: str) -> None:
    """Every line that is there holds it, so none has to be looked at while writers wait."""
    op.execute(f"alter table {table} add constraint {name} check ({what}) not valid")
    op.execute(f"alter table {table} validate constraint {name}")


def downgrade() -> None:
    op.drop_index("xp_entry_with_coins", "xp_entry")
    op.drop_constraint("xp_entry_cause", "xp_entry")
    op.create_check_constraint("xp_entry_cause", "xp_entry", f"cause in ({CAUSES})")
    op.drop_constraint("xp_entry_coins_bounded", "xp_entry")
    op.drop_constraint("player_coins_bounded", "player")
    for table in ("reversal", "xp_entry", "player"):
        op.drop_column(table, "coins")
