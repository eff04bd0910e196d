"""A game that was set up two months ago, on a database of its own. No worker outlives its test."""

import multiprocessing
import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.faults import model
from tests.faults.model import Connection


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/faults/" in str(item.path):
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def times() -> int:
    """How many times longer than in `make test`."""
    return 12 if os.environ.get("QUESTBOARD_FAULTS") == "long" else 1


@pytest.fixture
def game(own_store: str) -> Iterator[str]:
    """The URL of the database."""
    model.begin()
    yield own_store
    for worker in multiprocessing.active_children():
        worker.kill()
        worker.join()


@pytest.fixture
def db(game: str) -> Iterator[Connection]:
    with psycopg.connect(game.replace("+psycopg", ""), autocommit=True) as connection:
        yield connection
