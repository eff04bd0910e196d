"""Explain: why something was given, or was not, with the work behind it."""

from domain.store.queries.explain.activities import explain_activity
from domain.store.queries.explain.command import explain
from domain.store.queries.explain.entries import explain_entry
from domain.store.queries.explain.missions import SHOWN, explain_mission

__all__ = [
    "SHOWN",
    "explain",
    "explain_activity",
    "explain_entry",
    "explain_mission",
]
