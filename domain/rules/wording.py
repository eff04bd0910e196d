"""Wording: requirements and progress in words a player reads."""

from collections.abc import Iterator, Mapping

from domain.rules.missions import MISSION_COMPLETED
from domain.rules.requirements import Progress, Reached, Verdict
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Filter,
    Match,
    NotOf,
    Operator,
    Requirement,
    Span,
)
from domain.views import ConditionLine

NOUNS = {
    "pull_request.merged": ("merged pull request", "merged pull requests"),
    "review.submitted": ("review", "reviews"),
    "issue.completed": ("completed issue", "completed issues"),
    "release.published": ("release", "releases"),
    "workflow_run.succeeded": ("green build", "green builds"),
    "commit.landed": ("landed commit", "landed commits"),
    "mission.completed": ("completed mission", "completed missions"),
    "badge.earned": ("badge", "badges"),
    "xp.earned": ("XP", "XP"),
    "streak.length": ("working day in a row", "working days in a row"),
}

#: What holds is said of `not` in the opposite words.
_OPPOSITE = {
    Operator.GTE: Operator.LT,
    Operator.GT: Operator.LTE,
    Operator.LT: Operator.GTE,
    Operator.LTE: Operator.GT,
}

_PHRASES: Mapping[tuple[str, Match, tuple[str, ...]], str] = {
    ("substance", Match.IN, ("yes",)): "with substance",
    ("substance", Match.IN, ("no",)): "without substance",
    ("merged_by_other", Match.IN, ("yes",)): "merged by somebody else",
    ("merged_by_other", Match.IN, ("no",)): "merged by oneself",
}


def summary(requirement: Requirement, progress: Progress) -> str:
    """The whole in one line: that of its condition, or how many of them hold ("2 of 3 conditions")."""
    lines = lines_of(requirement, progress)
    if len(lines) == 1:
        return lines[0].text
    holding = sum(line.met for line in lines)
    if isinstance(requirement, AnyOf):
        return "One of these is enough" if not holding else f"{holding} of {len(lines)}, and one is enough"
    return f"{holding} of {len(lines)} conditions"


def lines_of(requirement: Requirement, progress: Progress) -> tuple[ConditionLine, ...]:
    """A line for each condition, from left to right: "7 of 10 reviews · in acme/app"."""
    return tuple(
        ConditionLine(
            text=line(reached, opposite=opposite), share=_share(reached, opposite), met=_met(reached, opposite)
        )
        for reached, opposite in zip(progress.reached, _turned(requirement, turned=False), strict=True)
    )


def line(reached: Reached, *, opposite: bool = False) -> str:
    """How far one condition is, in words; `opposite` inside `not`."""
    condition = reached.condition
    where = [*(_filter(wanted) for wanted in condition.filters), *_timeframe(condition)]
    if condition.metric == MISSION_COMPLETED and not opposite and (title := _mission(condition)):
        return f"after the mission “{title}”"
    return " · ".join([_amount(reached, opposite=opposite), *(part for part in where if part)])


def goal(condition: Condition) -> str:
    """What a condition asks for: "at least 10 reviews · in acme/app"."""
    words = {"gte": "at least", "gt": "more than", "lte": "at most", "lt": "fewer than", "eq": "exactly"}
    number = condition.threshold
    parts = [f"{words[condition.operator]} {number:,} {noun(condition, number)}", *map(_filter, condition.filters)]
    return " · ".join([*parts, *_timeframe(condition)])


def outline(requirement: Requirement) -> str:
    """The whole tree in a sentence: "at least 3 reviews and not (more than 2 releases)"."""
    match requirement:
        case AllOf(all=inner):
            return " and ".join(_bracket(branch) for branch in inner)
        case AnyOf(any=inner):
            return " or ".join(_bracket(branch) for branch in inner)
        case NotOf(not_=branch):
            return f"not {_bracket(branch, always=True)}"
        case _:
            return goal(requirement)


def noun(condition: Condition, number: int) -> str:
    """What a condition counts, in the form that fits `number`."""
    one, many = NOUNS.get(condition.metric, (condition.metric, condition.metric))
    match condition.aggregate:
        case Aggregate.COUNT:
            return one if number == 1 else many
        case Aggregate.SUM:
            return many if condition.metric == "xp.earned" else f"in total from {many}"
        case Aggregate.MAX:
            return many if condition.metric == "streak.length" else f"in one {one}"
        case Aggregate.DISTINCT_DAYS:
            return f"{'day' if number == 1 else 'days'} with {many}"
        case Aggregate.DISTINCT:
            return f"{plural(condition.dimension or '', number)} in {many}"


def plural(dimension: str, number: int) -> str:
    """The name of a dimension in words: `repository`, 2 → "repositories"."""
    word = dimension.replace("_", " ")
    if number == 1:
        return word
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


def _bracket(requirement: Requirement, *, always: bool = False) -> str:
    text = outline(requirement)
    return f"({text})" if always or isinstance(requirement, AllOf | AnyOf) else text


def _amount(reached: Reached, *, opposite: bool) -> str:
    condition, value = reached.condition, reached.value
    number = condition.threshold
    operator = _OPPOSITE.get(condition.operator, condition.operator) if opposite else condition.operator
    match operator:
        case Operator.GTE | Operator.GT:
            wanted = number + (operator is Operator.GT)
            return f"{max(0, min(value, wanted)):,} of {wanted:,} {noun(condition, wanted)}"
        case Operator.LTE | Operator.LT:
            allowed = number - (operator is Operator.LT)
            most = f"at most {allowed:,} {noun(condition, allowed)}" if allowed else f"no {noun(condition, 1)}"
            return f"{most}, {value:,} so far" if value else most
        case Operator.EQ:
            word = "anything but" if opposite else "exactly"
            return f"{word} {number:,} {noun(condition, number)}, {value:,} so far"


def _turned(requirement: Requirement, *, turned: bool) -> Iterator[bool]:
    """For each condition whether it stands under an odd number of `not`."""
    match requirement:
        case AllOf(all=inner) | AnyOf(any=inner):
            for branch in inner:
                yield from _turned(branch, turned=turned)
        case NotOf(not_=branch):
            yield from _turned(branch, turned=not turned)
        case _:
            yield turned


def _met(reached: Reached, opposite: bool) -> bool:  # noqa: FBT001
    return reached.verdict <= Verdict.OPEN if opposite else reached.holds


def _share(reached: Reached, opposite: bool) -> float:  # noqa: FBT001
    return float(_met(reached, opposite)) if opposite else reached.share


def _mission(condition: Condition) -> str | None:
    """The slug of the mission that must be completed before, as words."""
    match condition.filters, condition.threshold:
        case (Filter(dimension="mission", match=Match.IN, values=(slug,)),), 1:
            return slug.replace("-", " ").capitalize()
        case _:
            return None


def _filter(wanted: Filter) -> str:
    known = _PHRASES.get((wanted.dimension, wanted.match, wanted.values))
    if known:
        return known
    values = " or ".join(wanted.values)
    name = "" if wanted.dimension == "repository" else f"{wanted.dimension.replace('_', ' ')} "
    match wanted.match:
        case Match.IN:
            return f"{name}{values}" if name else f"in {values}"
        case Match.NOT_IN:
            return f"{name}not {values}" if name else f"not in {values}"
        case Match.PREFIX:
            return f"{name}beginning with {values}" if name else f"in {values}…"


def _timeframe(condition: Condition) -> list[str]:
    if condition.ever:
        return ["ever"]
    return [f"within {span(condition.within)}"] if condition.within else []


def span(length: Span) -> str:
    """A length of time in words: "3 days", "1 hour"."""
    return f"{length.number} {length.unit.value[:-1] if length.number == 1 else length.unit.value}"
