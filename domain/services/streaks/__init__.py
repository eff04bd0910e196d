"""Streaks: what players and admins say about them. Each is one transaction, and waits until no batch is under way.

What is said about days that were counted before changes lengths, as facts, like work that comes in late. A mission that
was completed by them stays completed.
"""

from domain.services.streaks.days_off import drop_day, name_day, put_day, take_day
from domain.services.streaks.defining import define, redefine, show, switch
from domain.services.streaks.freezes import give_freezes, grant_freeze, mend, repair
from domain.services.streaks.time_off import come_back, end_time_off, pause, take_time_off

__all__ = [
    "come_back",
    "define",
    "drop_day",
    "end_time_off",
    "give_freezes",
    "grant_freeze",
    "mend",
    "name_day",
    "pause",
    "put_day",
    "redefine",
    "repair",
    "show",
    "switch",
    "take_day",
    "take_time_off",
]
