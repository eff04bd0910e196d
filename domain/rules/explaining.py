"""Explaining: why an entry has the amount it has, in a few words."""

from collections.abc import Mapping
from typing import Any

from domain.rules.scoring import pay


def why_rule(amount: int, factors: Mapping[str, Any]) -> str:
    """The sentence behind an entry of a scoring rule, from the factors in it."""
    each, full, cap = int(factors["each"]), int(factors["full_until"]), int(factors["cap"])
    if each < 0:
        return "taken back: the work it was for was withdrawn"
    if each == 0:
        return "this work is counted, but pays nothing"
    if amount == 0 and pay(full, cap, int(factors["sum"])) >= cap:
        return f"the day's cap of {cap} XP is reached"
    if amount == each:
        return f"capped at {cap} a day"
    return f"{each} XP each, half beyond {full}, capped at {cap} a day"


def why_mission(factors: Mapping[str, Any]) -> str:
    """The sentence behind a mission's reward."""
    period = str(factors.get("period", "once"))
    return "its reward" if period == "once" else f"its reward · {period}"
