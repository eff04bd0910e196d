from pathlib import Path

import psycopg

from app import embedded


def test_it_checks_its_pages_and_keeps_what_it_committed(postgres: str) -> None:
    with psycopg.connect(postgres.replace("+psycopg", "")) as db:
        assert db.execute("SHOW data_checksums").fetchone() == ("on",)
        assert db.execute("SHOW synchronous_commit").fetchone() == ("on",)
        assert db.execute("SHOW server_encoding").fetchone() == ("UTF8",)


def test_a_home_without_a_server_has_none(tmp_path: Path) -> None:
    assert embedded.find(tmp_path) is None
