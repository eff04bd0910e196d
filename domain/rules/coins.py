"""Coins that are taken back: never more than are left."""

from collections.abc import Iterable, Iterator


def taken(given: Iterable[tuple[int, int]], left: int) -> Iterator[int]:
    """How many coins of each (XP, coins) can be taken, one after another, as long as there are any."""
    for _, coins in given:
        now = min(coins, left)
        left -= now
        yield now


def spent(given: int, taken: int) -> dict[str, int]:
    """What could not be taken, as a factor of the entry."""
    return {"spent": given - taken} if taken < given else {}
