"""The game of the domain's tests: one database, swept clean before each of them."""

from collections.abc import Iterator

import psycopg
import pytest

from domain.store import bus, session
from tests.domain.services import game
from tests.servers import with_database


@pytest.fixture(scope="session")
def shared_database(postgres: str, template: str) -> str:
    """A database with a game in it that tests leave as it is in shape, and may leave full."""
    with psycopg.connect(postgres.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(f"create database domain_tests template {template}".encode())
    url = with_database(postgres, "domain_tests")
    session.configure(url)
    game.begin()
    session.dispose()
    game.keep(url)
    return url


@pytest.fixture
def playing(shared_database: str) -> Iterator[str]:
    """The store on a game with the default rules and missions, in force since long ago. The value is its URL."""
    game.sweep(shared_database)
    session.configure(shared_database)
    bus.configure(shared_database, None)
    yield shared_database
    session.dispose()
