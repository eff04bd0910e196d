"""Explaining: why something was given, or was not, in a few words."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from domain.rules.filters import passes, values_of
from domain.rules.phrases import noun
from domain.rules.requirements import concerns
from domain.rules.scoring import pay
from domain.specs import Dimensions, Fact, Filter, Match, Requirement, conditions


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


def steps(factors: Mapping[str, Any], amount: int) -> tuple[str, ...]:
    """How a scoring rule came to an amount, step by step."""
    each, full, cap, total = (int(factors[name]) for name in ("each", "full_until", "cap", "sum"))
    if each < 0:
        return (f"The work was withdrawn, so what it had added ({-each} XP before the cap) is taken from its day.",)
    sentences = [
        *([f"It was paid by an experiment. {factors['tried']}."] if "tried" in factors else []),
        f"It is worth {each} XP. With it, this rule had seen {total:,} XP of work that day.",
        f"A day pays the first {full:,} XP in full and half of what is beyond, at most {cap:,} XP.",
    ]
    before = pay(full, cap, total - each)
    if amount < each:
        sentences.append(
            f"So the day paid {before:,} XP before and {before + amount:,} XP after: {amount:,} XP for this."
        )
    return tuple(sentences)


def held(factors: Mapping[str, Any]) -> tuple[str, ...]:
    """What a hold, or its end, did to the pay of a day."""
    number, each, total, full, cap = (int(factors[name]) for name in ("works", "each", "sum", "full_until", "cap"))
    works = f"{number} pieces of work" if number > 1 else "one piece of work"
    after = f"Without it this rule has seen {total:,} XP of work that day" if each < 0 else f"With it: {total:,} XP"
    sums = f"{after}, of which a day pays the first {full:,} XP in full and half of what is beyond, at most {cap:,} XP."
    reason = factors.get("reason", "")
    if until := factors.get("until"):
        when = f"{datetime.fromisoformat(until):%-d %B %Y}"
        return (
            f"What this rule paid for {works} is held for a look by a person until {when}, because {reason}",
            "If nobody decides by then, it counts again.",
            sums,
        )
    return (f"What this rule paid for {works} is no longer on hold: {reason}", sums)


def missed(requirement: Requirement, fact: Fact) -> str | None:
    """Why no condition counts a fact, said of the one that comes closest; None when one does."""
    if concerns(requirement, fact):
        return None
    close = [condition for condition in conditions(requirement) if condition.metric == fact.metric]
    return filtered(close[0].filters, fact.dimensions) if close else f"It is about {_metrics(requirement)}."


def filtered(filters: Iterable[Filter], dimensions: Dimensions) -> str:
    """Which filter does not let a fact pass, and why."""
    for wanted in filters:
        if passes((wanted,), dimensions):
            continue
        name = wanted.dimension.replace("_", " ")
        found = ", ".join(values_of(dimensions, wanted.dimension)) or "not known"
        asked = " or ".join(wanted.values)
        match wanted.match:
            case Match.IN:
                return f"Its {name} is {found}, not {asked}."
            case Match.NOT_IN:
                return f"Its {name} is {found}, which does not count."
            case Match.PREFIX:
                return f"Its {name} is {found} and does not begin with {asked}."
    return "It counts."


def _metrics(requirement: Requirement) -> str:
    return " and ".join(dict.fromkeys(noun(condition, 2) for condition in conditions(requirement)))
