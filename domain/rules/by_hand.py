"""By hand: what a deduction takes, which is never more than there is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Deduction:
    """`amount` XP were to be taken from a player on a day, and `taken` of them are, in so many `lines` of the ledger.

    `earned` is what he has of that day and those before it, as far as is known by now, whatever was taken aside.
    """

    id: UUID
    player_id: UUID
    day: date
    amount: int
    taken: int
    lines: int
    earned: int


def takes(deductions: Sequence[Deduction]) -> Iterator[int]:
    """What each of a player's deductions takes, the oldest first: all of it, as far as older ones left that much.

    What was earned on later days is never touched, so it does not matter what came in, or was withdrawn, when.
    """
    gone = 0
    for one in deductions:
        now = max(min(one.amount, one.earned - gone), 0)
        gone += now
        yield now
