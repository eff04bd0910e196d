"""The game of these tests."""

import pytest

from tests.domain.services import game


@pytest.fixture
def playing(store: str) -> str:
    """A database of this test's own with the default rules and missions, in force since long ago."""
    game.begin()
    return store
