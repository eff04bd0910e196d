"""Missions of every kind: requirement trees, quests, teams, decided windows

Revision: 20261121_whole, after 20261120_first, 2026-11-20 16:20:00
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from domain.errors import Refused

revision = "20261121_whole"
down_revision = "20261120_first"
branch_labels = None
depends_on = None

_JSON = postgresql.JSONB(astext_type=sa.Text())
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("set local lock_timeout = '10s'")
    _people()
    _missions()
    _progress()
    _ledger()
    _new_tables()


def _people() -> None:
    """What is known today is taken to have been so from the start."""
    op.add_column("player", sa.Column("kinds", _JSON, nullable=True))
    op.add_column("player", sa.Column("roles", _JSON, nullable=True))
    op.execute("""
        update player set kinds = jsonb_build_array(jsonb_build_array(null, kind)),
            roles = jsonb_build_array(jsonb_build_array(null, case when is_admin then 'admin' else 'player' end))
    """)
    op.alter_column("player", "kinds", nullable=False)
    op.alter_column("player", "roles", nullable=False)


def _missions() -> None:
    op.execute("drop trigger mission_published_is_immutable on mission")
    op.drop_index("mission_live", table_name="mission")
    op.drop_constraint("mission_state", "mission", type_="check")
    op.add_column("mission", sa.Column("slug", sa.String(), nullable=True))
    op.add_column("mission", sa.Column("metrics", postgresql.ARRAY(sa.Text()), nullable=True))
    op.add_column("mission", sa.Column("award", sa.String(), nullable=True))
    op.add_column("mission", sa.Column("counts_from", _TIME, nullable=True))
    op.execute("""
        with first as (
            select family_id, coalesce(nullif(trim(both '-' from left(
                       regexp_replace(lower(spec ->> 'title'), '[^a-z0-9]+', '-', 'g'), 50)), ''), 'mission') as slug
            from mission where version = 1
        ), numbered as (
            select family_id, slug, row_number() over (partition by slug order by family_id) as place from first
        )
        update mission m set
            slug = n.slug || case when n.place > 1 then '-' || left(m.family_id::text, 8) else '' end,
            metrics = array[m.spec -> 'requirement' ->> 'metric'],
            award = case when m.published_at is not null then 'from_now' end,
            counts_from = coalesce((m.spec ->> 'starts_at')::timestamptz, m.published_at)
        from numbered n where n.family_id = m.family_id
    """)
    op.alter_column("mission", "slug", nullable=False)
    op.alter_column("mission", "metrics", nullable=False)
    op.create_check_constraint("mission_state", "mission", "state in ('draft', 'scheduled', 'published', 'retired')")
    op.create_index(
        "mission_live",
        "mission",
        ["metrics"],
        postgresql_using="gin",
        postgresql_where=sa.text("published_at is not null"),
    )
    op.create_index("mission_slug", "mission", ["slug"], unique=True, postgresql_where=sa.text("version = 1"))
    op.execute("""
        create trigger mission_published_is_immutable before update on mission
        for each row when (old.state <> 'draft' and
            (new.spec, new.family_id, new.slug, new.version, new.metrics, new.award, new.published_at, new.counts_from)
            is distinct from
            (old.spec, old.family_id, old.slug, old.version, old.metrics, old.award, old.published_at, old.counts_from))
        execute function refuse_change()
    """)


def _progress() -> None:
    """A window that is done keeps no tally; `completed_at` was the time of booking and stays so for old ones."""
    op.drop_index("ix_progress_player_id", table_name="progress")
    op.alter_column("progress", "player_id", new_column_name="subject_id")
    op.create_index("ix_progress_subject_id", "progress", ["subject_id"], unique=False)
    op.add_column("progress", sa.Column("tallies", _JSON, nullable=True))
    op.add_column("progress", sa.Column("latest", _TIME, nullable=True))
    op.add_column("progress", sa.Column("completed_by", sa.String(), nullable=True))
    op.add_column("progress", sa.Column("known_at", _TIME, nullable=True))
    op.add_column("progress", sa.Column("rewarded", sa.Boolean(), nullable=True))
    op.execute("""
        update progress set rewarded = completed_at is not null, latest = updated_at, known_at = completed_at,
            tallies = case when completed_at is null then jsonb_build_array(tally) else '[]'::jsonb end
    """)
    op.alter_column("progress", "tallies", nullable=False)
    op.alter_column("progress", "rewarded", nullable=False)
    op.create_index(
        "progress_owed",
        "progress",
        ["mission_id"],
        postgresql_where=sa.text("completed_at is not null and not rewarded"),
    )
    op.drop_column("progress", "tally")
    op.drop_column("progress", "value")
    op.drop_column("progress", "updated_at")


def _ledger() -> None:
    op.execute("alter table xp_entry disable trigger xp_entry_append_only")
    op.execute("alter table badge_award disable trigger badge_award_append_only")
    op.drop_constraint("xp_entry_cause", "xp_entry", type_="check")
    op.create_check_constraint("xp_entry_cause", "xp_entry", "cause in ('rule', 'mission', 'correction')")
    op.add_column("xp_entry", sa.Column("occurred_at", _TIME, nullable=True))
    op.add_column("xp_entry", sa.Column("known_at", _TIME, nullable=True))
    op.execute("update xp_entry set occurred_at = at, known_at = at")
    op.execute("""
        update xp_entry e set occurred_at = a.occurred_at, known_at = a.received_at
        from activity a where a.key = e.activity_key
    """)
    op.alter_column("xp_entry", "occurred_at", nullable=False)
    op.alter_column("xp_entry", "known_at", nullable=False)
    op.add_column("badge_award", sa.Column("tier", sa.String(), nullable=True))
    op.add_column("badge_award", sa.Column("known_at", _TIME, nullable=True))
    op.execute("update badge_award a set tier = b.spec ->> 'tier', known_at = at from badge b where b.id = a.badge_id")
    op.alter_column("badge_award", "tier", nullable=False)
    op.alter_column("badge_award", "known_at", nullable=False)
    op.execute("alter table xp_entry enable trigger xp_entry_append_only")
    op.execute("alter table badge_award enable trigger badge_award_append_only")


def _new_tables() -> None:
    op.create_table(
        "level_at_start",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mission_id", "player_id", "period"),
    )
    op.create_table(
        "quest_run",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("accepted_at", _TIME, nullable=False),
        sa.Column("abandoned_at", _TIME, nullable=True),
        sa.PrimaryKeyConstraint("mission_id", "player_id", "number"),
    )
    op.create_index("ix_quest_run_player_id", "quest_run", ["player_id"], unique=False)
    op.create_table(
        "settlement",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("settled_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("mission_id", "period"),
    )
    op.create_table(
        "reversal",
        sa.Column("mission_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("mission_id", "player_id", "period"),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("slug"),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("player_id", sa.Uuid(), nullable=False),
        sa.Column("since", _TIME, nullable=False),
        sa.Column("until", _TIME, nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"]),
        sa.PrimaryKeyConstraint("team_id", "player_id", "since"),
    )
    op.create_index("ix_team_member_player_id", "team_member", ["player_id"], unique=False)
    op.create_index(
        "team_member_now",
        "team_member",
        ["team_id", "player_id"],
        unique=True,
        postgresql_where=sa.text("until is null"),
    )


def downgrade() -> None:
    raise Refused(
        "This step cannot be undone: the older tables cannot hold what was decided since. "
        "Restore a backup from before it."
    )
