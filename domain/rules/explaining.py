"""Explaining: why something was given, or was not, in a few words."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from fractions import Fraction
from math import ceil
from typing import Any

from domain.rules.factors import Worth, step
from domain.rules.filters import passes, values_of
from domain.rules.phrases import noun
from domain.rules.requirements import concerns
from domain.rules.scoring import pay
from domain.specs import Dimensions, Fact, Filter, Match, Requirement, ScoringRuleSpec, conditions
from domain.specs.factors import WHOLE


def why_rule(amount: int, factors: Mapping[str, Any]) -> str:
    """The sentence behind an entry of a scoring rule, from the factors in it."""
    each, full, cap = int(factors["each"]), int(factors["full_until"]), int(factors["cap"])
    if "again" in factors:
        return _why_again(factors)
    if each < 0:
        return "taken back: the work it was for was withdrawn"
    if each == 0:
        return "this work is counted, but pays nothing"
    if amount == 0 and pay(full, cap, int(factors["sum"])) >= cap:
        return f"the day's cap of {cap} XP is reached"
    if "hour_cap" in factors and int(factors["hour_sum"]) - each >= int(factors["hour_cap"]):
        return f"the hour's cap of {factors['hour_cap']} XP is reached"
    limits = f"capped at {_hourly(factors)}{cap} a day"
    if "base" in factors:
        limits = f"{_product(factors)}, {limits}"
    return limits if amount == each else f"{each} XP each, half beyond {full}, {limits}"


def _why_again(factors: Mapping[str, Any]) -> str:
    before, after = factors["again"]
    if factors.get("by") == "level":
        return f"what was earned before it changed: its week began at level {after}, not {before}"
    return f"work of a day before came in: a streak of {after} working days, not {before}"


def _hourly(factors: Mapping[str, Any]) -> str:
    return f"{factors['hour_cap']} an hour and " if "hour_cap" in factors else ""


def _product(factors: Mapping[str, Any]) -> str:
    """“50 × 1.5 (standard) × 1.2 (12 days in a row)”"""
    product = " × ".join(
        [str(factors["base"]), *(f"{_times(factor)} ({what})" for what, factor in multipliers(factors))]
    )
    level = int(factors.get("level", 1))
    bonus = Worth.read(factors).added_by(level)
    return f"{product} + {bonus} (level {level} when the week began)" if bonus else product


def multipliers(factors: Mapping[str, Any]) -> list[tuple[str, Fraction]]:
    """What multiplied a piece of work, and by how much."""
    worth, streak = Worth.read(factors), int(factors.get("streak", 0))
    found = [(worth.member, Fraction(worth.membership, WHOLE))]
    found.append((f"{streak} days in a row", Fraction(step(worth.steps, streak), WHOLE)))
    found.append((" and ".join(f"“{title}”" for title, _ in worth.boosts), worth.boost))
    return [(what, factor) for what, factor in found if factor != 1]


def _times(factor: Fraction) -> str:
    return f"{float(factor):.3f}".rstrip("0").rstrip(".")


def why_mission(factors: Mapping[str, Any]) -> str:
    """The sentence behind a mission's reward."""
    period = str(factors.get("period", "once"))
    return "its reward" if period == "once" else f"its reward · {period}"


def steps(factors: Mapping[str, Any], amount: int) -> tuple[str, ...]:
    """How a scoring rule came to an amount, step by step."""
    each, full, cap, total = (int(factors[name]) for name in ("each", "full_until", "cap", "sum"))
    if each < 0:
        return (f"The work was withdrawn, so what it had added ({-each} XP before the cap) is taken from its day.",)
    if factors.get("by") == "level":
        before, level = factors["again"]
        return (
            f"Something older came in, or was withdrawn, later. So the week of this day began at level {level} instead "
            f"of {before}, and what was done in it comes to {total:,} XP before the cap.",
        )
    if "again" in factors:
        before, streak = factors["again"]
        return (
            f"Work of a day before came in late. It makes the streak of this day {streak} working days instead of "
            f"{before}, and what was done on it worth more: {total:,} XP before the cap.",
        )
    sentences = [
        *([f"It was paid by an experiment. {factors['tried']}."] if "tried" in factors else []),
        *([f"{_product(factors)} comes to {each} XP, rounded down."] if "base" in factors else []),
        f"It is worth {each} XP. With it, this rule had seen {total:,} XP of work that day.",
        *_of_hour(factors),
        f"A day pays the first {full:,} XP in full and half of what is beyond, at most {cap:,} XP.",
    ]
    before = pay(full, cap, total) - amount
    if amount < each:
        sentences.append(
            f"So the day paid {before:,} XP before and {before + amount:,} XP after: {amount:,} XP for this."
        )
    return tuple(sentences)


def _of_hour(factors: Mapping[str, Any]) -> Iterable[str]:
    if "hour_cap" in factors:
        most, seen = int(factors["hour_cap"]), int(factors["hour_sum"])
        yield f"No hour counts for more than {most:,} XP; the work of this one came to {seen:,}."


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


def deducted_anew(factors: Mapping[str, Any], amount: int, day: date) -> tuple[str, ...]:
    """Why a deduction gave something back, or took it again."""
    wanted, stays = int(factors["deducted"]), int(factors["stays"])
    why = (
        f"Part of what a deduction of {wanted:,} XP on {day:%-d %B %Y} had taken was withdrawn since, so it came back."
        if amount > 0
        else f"Work of that time came in later, so a deduction of {wanted:,} XP on {day:%-d %B %Y} takes it again."
    )
    return (why, f"A balance is never negative: of the deduction {stays:,} XP stand now.")


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


def day_of(spec: ScoringRuleSpec) -> str:
    """What a rule makes of many pieces of work on one day."""
    if not (spec.xp and spec.cap):
        return "It counts, but pays nothing."
    full, half = spec.full_until // spec.xp, ceil(2 * (spec.cap - spec.full_until) / spec.xp)
    parts = [f"the first {full} pay in full" if full > 1 else "the first pays in full"] if full else []
    if half:
        after = f"the next {half} pay half" if half > 1 else "the next pays half"
        parts.append(after if full else after.replace("next", "first"))
    return f"On one day {', '.join([*parts, 'the rest nothing'])}."
