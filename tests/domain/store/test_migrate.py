import subprocess
import sys

import psycopg
import pytest
from alembic import command

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
    with pytest.raises(NotImplementedError, match="Restore a backup"):
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

    assert rows == [(f"{table}_append_only", "O")]
