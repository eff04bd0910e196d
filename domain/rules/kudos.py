"""Kudos: how often one may thank, so that thanks stay worth something and nobody farms them in a ring.

Thanking is never refused for what the work was; only for how often the same two people did it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.rules.missions import period
from domain.specs import Window

#: Thanks a person may say in an ISO week.
A_WEEK = 5
#: Thanks two people may exchange in a month, both directions together. The same one is thanked once a week.
A_PAIR_A_MONTH = 4
#: The longest text of thanks, in characters.
LONGEST = 280


@dataclass(frozen=True, slots=True)
class Thanks:
    """Who thanked whom, on which day of whoever said it."""

    from_id: UUID
    to_id: UUID
    day: date


def left(said: Collection[Thanks], from_id: UUID, today: date) -> int:
    """How many more thanks somebody may say this week."""
    week = period(Window.WEEKLY, today)
    return max(0, A_WEEK - sum(one.from_id == from_id and period(Window.WEEKLY, one.day) == week for one in said))


def refusal(said: Collection[Thanks], from_id: UUID, to_id: UUID, today: date) -> str | None:
    """Why these thanks are one too many, in a sentence; None when they are welcome.

    `said` holds at least what either of the two said this week and this month.
    """
    week, month = period(Window.WEEKLY, today), period(Window.MONTHLY, today)
    if not left(said, from_id, today):
        return f"You have said thanks {A_WEEK} times this week. On Monday there are new ones."
    this_week = [one for one in said if period(Window.WEEKLY, one.day) == week]
    if any((one.from_id, one.to_id) == (from_id, to_id) for one in this_week):
        return "You have thanked this person this week. Once a week keeps it special."
    pair = {from_id, to_id}
    if sum({one.from_id, one.to_id} == pair and period(Window.MONTHLY, one.day) == month for one in said) >= (
        A_PAIR_A_MONTH
    ):
        return "You two have thanked each other often this month. Is there somebody else who helped?"
    return None
