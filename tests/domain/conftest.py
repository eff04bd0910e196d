"""The game of the domain's tests: one database, swept clean before each of them."""

from collections.abc import Iterator

import pytest

from domain.store import session
from tests.conftest import made_database, swept
from tests.domain.services import game


@pytest.fixture(scope="session")
def shared_database(postgres: str, template: str) -> Iterator[str]:
    """A database with a game in it that tests leave as it is in shape, and may leave full."""
    for url in made_database(postgres, template):
        session.configure(url)
        game.begin()
        session.dispose()
        game.keep(url)
        yield url


@pytest.fixture
def playing(shared_database: str) -> Iterator[str]:
    """The store on a game with the default rules and missions, in force since long ago. The value is its URL."""
    yield from swept(shared_database)
