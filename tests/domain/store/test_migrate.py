import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from alembic import command

from domain.errors import Refused
from domain.specs import MissionSpec
from domain.store import migrate


def tables(url: str) -> set[str]:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        return {row[0] for row in db.execute("select tablename from pg_tables where schemaname = 'public'")}


def test_the_migrations_make_the_tables_of_the_code(database_url: str) -> None:
    command.check(migrate.config(database_url))


def test_migrating_again_changes_nothing(database_url: str) -> None:
    before = tables(database_url)
    migrate.upgrade(database_url)

    assert tables(database_url) == before


def test_there_is_no_way_back_but_a_backup_and_trying_harms_nothing(database_url: str) -> None:
    with pytest.raises(Refused, match=r"cannot be undone.*Restore a backup"):
        command.downgrade(migrate.config(database_url), "base")

    command.check(migrate.config(database_url))


def test_several_processes_may_migrate_at_once(empty_database_url: str) -> None:
    code = "import sys; from domain.store import migrate; migrate.upgrade(sys.argv[1])"
    both = [subprocess.Popen([sys.executable, "-c", code, empty_database_url]) for _ in range(2)]

    assert [one.wait(60) for one in both] == [0, 0]
    command.check(migrate.config(empty_database_url))


def test_foreign_tables_in_the_same_database_are_left_alone(database_url: str) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as db:
        db.execute("create table kv (key text)")

    command.check(migrate.config(database_url))


@pytest.mark.parametrize("table", ["audit", "activity", "xp_entry", "badge_award"])
def test_a_fresh_database_has_its_append_only_triggers(database_url: str, table: str) -> None:
    with psycopg.connect(database_url.replace("+psycopg", "")) as db:
        rows = db.execute(
            "select tgname, tgenabled from pg_trigger where tgrelid = %s::regclass and not tgisinternal", (table,)
        ).fetchall()

    facts = [("activity_facts_never_change", "O")] if table == "activity" else []
    assert sorted(rows) == [(f"{table}_append_only", "O"), *facts]


OLD_GAME = """
    insert into player (id, name, login, kind, is_admin, hidden, sample, zones, xp, created_at) values
        ('00000000-0000-0000-0000-000000000001', 'Ada', 'ada', 'human', true, false, false, '[[null, "UTC"]]', 60,
         now()),
        ('00000000-0000-0000-0000-000000000002', 'Bot', 'bot', 'bot', false, false, false, '[[null, "UTC"]]', 0,
         now());
    insert into badge values ('spark', '{"id": "spark", "name": "Spark", "description": "x", "tier": "gold",
        "category": "Shipping", "art": "spark"}');
    insert into mission (id, family_id, version, state, spec, created_at, published_at) values
        ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-00000000000a', 1, 'published', '{SPEC}',
         now(), '2026-11-01Z'),
        ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000b', 1, 'draft', '{SPEC}',
         now(), null),
        ('00000000-0000-0000-0000-00000000000d', '00000000-0000-0000-0000-00000000000d', 1, 'draft',
         jsonb_set('{SPEC}', '{title}', '"Tidy up! 2"'), now(), null),
        ('00000000-0000-0000-0000-00000000000c', '00000000-0000-0000-0000-00000000000a', 2, 'draft', '{SPEC}',
         now(), null);
    insert into progress (mission_id, player_id, period, value, tally, updated_at, completed_at) values
        ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001', '2026-W47', 2, '{"": 2}',
         '2026-11-18Z', '2026-11-18Z'),
        ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001', '2026-W48', 1, '{"": 1}',
         '2026-11-24Z', null);
    insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label, dimensions)
    values ('t1', '00000000-0000-0000-0000-000000000001', 'ticket.solved', 1, '2026-11-17Z', '2026-11-17',
            '2026-11-18Z', 1, 'x', '{}');
    insert into xp_entry (player_id, amount, at, day, cause, cause_id, activity_key, grant_key, factors) values
        ('00000000-0000-0000-0000-000000000001', 20, '2026-11-19Z', '2026-11-17', 'rule', 'r', 't1', 'g1', '{}'),
        ('00000000-0000-0000-0000-000000000001', 40, '2026-11-19Z', '2026-11-18', 'mission',
         '00000000-0000-0000-0000-00000000000a', null, 'g2', '{}');
    insert into badge_award values ('spark', '00000000-0000-0000-0000-000000000001', 'mission:a', '2026-11-18Z');
""".replace(
    "{SPEC}",
    '{"title": "Tidy up", "requirement": {"metric": "ticket.solved", "threshold": 2}, "window": "weekly", "xp": 40}',
)


@pytest.fixture
def migrated(empty_database_url: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A game of the first revision, brought to the shape of today."""
    command.upgrade(migrate.config(empty_database_url), "20261120_first")
    with psycopg.connect(empty_database_url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(OLD_GAME.encode())
        migrate.upgrade(empty_database_url)
        yield db


def test_an_older_games_missions_keep_their_words_and_get_readable_names(
    migrated: psycopg.Connection[tuple[Any, ...]],
) -> None:
    rows = migrated.execute(
        "select slug, version, state, metrics, award, counts_from = published_at from mission order by id"
    ).fetchall()

    tickets = ["ticket.solved"]
    assert rows[0] == ("tidy-up", 1, "published", tickets, "from_now", True)
    assert rows[2] == ("tidy-up", 2, "draft", tickets, None, None)
    assert len({slug for slug, *_ in rows}) == 3
    for (spec,) in migrated.execute("select spec from mission"):
        MissionSpec.model_validate(spec)


def test_an_older_games_progress_goes_on_where_it_was(migrated: psycopg.Connection[tuple[Any, ...]]) -> None:
    rows = migrated.execute(
        "select period, tallies, latest::date::text, completed_at::date::text, rewarded from progress order by period"
    ).fetchall()

    assert rows == [
        ("2026-W47", [], "2026-11-18", "2026-11-18", True),
        ("2026-W48", [{"": 1}], "2026-11-24", None, False),
    ]


def test_an_older_games_ledger_and_badges_know_what_they_are_for(
    migrated: psycopg.Connection[tuple[Any, ...]],
) -> None:
    entries = migrated.execute(
        "select cause, amount, occurred_at::date::text, known_at::date::text from xp_entry order by id"
    ).fetchall()
    badges = migrated.execute("select badge_id, tier, at = known_at from badge_award").fetchall()

    assert entries == [("rule", 20, "2026-11-17", "2026-11-18"), ("mission", 40, "2026-11-19", "2026-11-19")]
    assert badges == [("spark", "gold", True)]
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="never changed"):
        migrated.execute("update xp_entry set amount = 1")


def test_an_older_games_people_are_taken_to_have_been_what_they_are(
    migrated: psycopg.Connection[tuple[Any, ...]],
) -> None:
    assert migrated.execute("select kinds, roles from player order by id").fetchall() == [
        ([[None, "human"]], [[None, "admin"]]),
        ([[None, "bot"]], [[None, "player"]]),
    ]
