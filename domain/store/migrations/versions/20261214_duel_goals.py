"""Duels are about any requirement

Revision: 20261214_duel_goals, after 20261211_deductions, 2026-11-27 14:00:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261214_duel_goals"
down_revision = "20261211_deductions"
branch_labels = None
depends_on = None

_SIDES = ("first", "second")


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.add_column("duel", sa.Column("goal", JSONB(), nullable=True))
    op.execute(
        """
        update duel set goal = jsonb_build_object(
            'contest', case when target is null then 'most' else 'reach' end,
            'requirement', jsonb_build_object('metric', metric, 'threshold', coalesce(target, 1)))
        """
    )
    op.alter_column("duel", "goal", nullable=False)
    op.drop_column("duel", "target")  # and its constraint
    op.drop_column("duel", "metric")
    for side in _SIDES:
        op.add_column("duel_result", sa.Column(f"{side}_values", JSONB(), nullable=True))
    op.execute(
        """
        update duel_result
        set first_values = jsonb_build_array(first_sum), second_values = jsonb_build_array(second_sum)
        """
    )
    for side in _SIDES:
        op.alter_column("duel_result", f"{side}_values", nullable=False)
        op.drop_column("duel_result", f"{side}_sum")


def downgrade() -> None:
    """What is about more than one thing, counted plainly, is left with its first one."""
    op.add_column("duel", sa.Column("metric", sa.String(), nullable=True))
    op.add_column("duel", sa.Column("target", sa.Integer(), nullable=True))
    op.execute(
        """
        update duel set metric = jsonb_path_query_first(goal, 'strict $.**.metric') #>> '{}',
            target = case when goal ->> 'contest' = 'reach'
                     then greatest((jsonb_path_query_first(goal, 'strict $.**.threshold') #>> '{}')::int, 1) end
        """
    )
    op.alter_column("duel", "metric", nullable=False)
    op.create_check_constraint("duel_target", "duel", "target > 0")
    op.drop_column("duel", "goal")
    for side in _SIDES:
        op.add_column("duel_result", sa.Column(f"{side}_sum", sa.BigInteger(), nullable=True))
    op.execute(
        """
        update duel_result
        set first_sum = (first_values ->> 0)::bigint, second_sum = (second_values ->> 0)::bigint
        """
    )
    for side in _SIDES:
        op.alter_column("duel_result", f"{side}_sum", nullable=False)
        op.drop_column("duel_result", f"{side}_values")
