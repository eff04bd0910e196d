"""Decisions: what people and the calendar decided, each with its place among the deliveries, for a replay.

A decision is recorded when it is made, in a table of its own that a replay only reads.
"""

from domain.store.decisions.calendar import BoardDecided, Duelled, Reached, SeasonPaid, Settled
from domain.store.decisions.in_order import Decision, decisions, last_at
from domain.store.decisions.missions import Published, Reversed
from domain.store.decisions.people import ByHand, GivenBack, Held, Merged
from domain.store.decisions.rewards import Bought, Handled, Rewarded
from domain.store.decisions.streaks import DayOff, Frozen, Paused, Redefined, Repaired

__all__ = [
    "BoardDecided",
    "Bought",
    "ByHand",
    "DayOff",
    "Decision",
    "Duelled",
    "Frozen",
    "GivenBack",
    "Handled",
    "Held",
    "Merged",
    "Paused",
    "Published",
    "Reached",
    "Redefined",
    "Repaired",
    "Reversed",
    "Rewarded",
    "SeasonPaid",
    "Settled",
    "decisions",
    "last_at",
]
