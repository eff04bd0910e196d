"""Wording: requirements and progress in words a player reads."""

from collections.abc import Iterator

from domain.rules.missions import prerequisite
from domain.rules.phrases import filtered, none_of, noun, titled
from domain.rules.requirements import Progress, Reached, Verdict
from domain.specs import AllOf, AnyOf, Condition, NotOf, Operator, Requirement, Span, branches
from domain.views import ConditionLine

#: What holds is said of `not` in the opposite words.
_OPPOSITE = {
    Operator.GTE: Operator.LT,
    Operator.GT: Operator.LTE,
    Operator.LT: Operator.GTE,
    Operator.LTE: Operator.GT,
}

_WORDS = {
    Operator.GTE: "at least",
    Operator.GT: "more than",
    Operator.LTE: "at most",
    Operator.LT: "fewer than",
    Operator.EQ: "exactly",
}


def summary(requirement: Requirement, progress: Progress) -> str:
    """The whole in one line: that of its condition, or how many of its branches hold ("2 of 3 conditions")."""
    lines = lines_of(requirement, progress)
    if len(lines) == 1:
        return lines[0].text
    one_is_enough, inner, turned = _junction(requirement)
    met = iter([line.met for line in lines])
    holding = sum([_holds(branch, met, turned=turned) for branch in inner])
    if not one_is_enough:
        return f"{holding} of {len(inner)} conditions"
    return f"{holding} of {len(inner)}, and one is enough" if holding else "One of these is enough"


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
    if mission := _mission_before(condition):
        return f"before the mission {mission}" if opposite else f"after the mission {mission}"
    return " · ".join([_amount(reached, opposite=opposite), *_limits(condition)])


def goal(condition: Condition) -> str:
    """What a condition asks for: "at least 10 reviews · in acme/app"."""
    if mission := _mission_before(condition):
        return f"after the mission {mission}"
    number = condition.threshold
    return " · ".join([f"{_WORDS[condition.operator]} {number:,} {_things(condition, number)}", *_limits(condition)])


def counted(condition: Condition, number: int = 2) -> str:
    """What a condition counts, without how much of it: "reviews · in acme/app"."""
    said = _things(condition, number)
    most = "the most " if said.startswith("in ") else ""  # in total across reviews, in one review
    return " · ".join([most + said, *_limits(condition)])


def outline(requirement: Requirement) -> str:
    """The whole tree in a sentence: "at least 3 reviews and not (more than 2 releases)"."""
    match requirement:
        case AllOf(all=inner):
            return " and ".join(_bracket(branch) for branch in inner)
        case AnyOf(any=inner):
            return " or ".join(_bracket(branch) for branch in inner)
        case NotOf(not_=branch):
            return f"not ({outline(branch)})"
        case _:
            return goal(requirement)


def span(length: Span) -> str:
    """A length of time in words: "3 days", "1 hour"."""
    return f"{length.number:,} {length.unit.value[:-1] if length.number == 1 else length.unit.value}"


def _bracket(requirement: Requirement) -> str:
    text = outline(requirement)
    return f"({text})" if len(branches(requirement)) > 1 else text


def _amount(reached: Reached, *, opposite: bool) -> str:
    condition, value = reached.condition, reached.value
    number = condition.threshold
    operator = _OPPOSITE.get(condition.operator, condition.operator) if opposite else condition.operator
    match operator:
        case Operator.GTE | Operator.GT:
            wanted = number + (operator is Operator.GT)
            return f"{max(0, min(value, wanted)):,} of {wanted:,} {_things(condition, wanted)}"
        case Operator.LTE | Operator.LT:
            allowed = number - (operator is Operator.LT)
            most = f"at most {allowed:,} {noun(condition, allowed)}" if allowed else none_of(condition)
            most += _within(condition)
            return f"{most}, {value:,} so far" if value else most
        case Operator.EQ:
            word = "anything but" if opposite else "exactly"
            return f"{word} {number:,} {_things(condition, number)}, {value:,} so far"


def _turned(requirement: Requirement, *, turned: bool) -> Iterator[bool]:
    """For each condition whether it stands under an odd number of `not`."""
    if isinstance(requirement, Condition):
        yield turned
    for branch in branches(requirement):
        yield from _turned(branch, turned=turned != isinstance(requirement, NotOf))


def _met(reached: Reached, opposite: bool) -> bool:  # noqa: FBT001
    return reached.verdict <= Verdict.OPEN if opposite else reached.holds


def _share(reached: Reached, opposite: bool) -> float:  # noqa: FBT001
    return float(_met(reached, opposite)) if opposite else reached.share


def _junction(requirement: Requirement, *, turned: bool = False) -> tuple[bool, tuple[Requirement, ...], bool]:
    """Whether one branch is enough, the branches, and whether these stand under an odd number of `not`."""
    inner = branches(requirement)
    if len(inner) == 1:
        return _junction(inner[0], turned=turned != isinstance(requirement, NotOf))
    return isinstance(requirement, AnyOf) != turned, inner, turned


def _holds(requirement: Requirement, met: Iterator[bool], *, turned: bool) -> bool:
    """Whether a branch holds, going by the lines of its conditions."""
    if isinstance(requirement, Condition):
        return next(met)
    inner = turned != isinstance(requirement, NotOf)
    holding = [_holds(branch, met, turned=inner) for branch in branches(requirement)]
    return any(holding) if isinstance(requirement, AnyOf) != turned else all(holding)


def _mission_before(condition: Condition) -> str | None:
    """The title, made of its slug, of the mission that must be completed before; None of any other condition."""
    slug = prerequisite(condition)
    return titled(slug) if slug else None


def _limits(condition: Condition) -> list[str]:
    """What else is asked: filters, and that everything there ever was counts."""
    return [*map(filtered, condition.filters), *(["of all time"] if condition.ever else [])]


def _things(condition: Condition, number: int) -> str:
    """What is counted, and the stretch of time it has to fit into: "reviews within any 3 days"."""
    return f"{noun(condition, number)}{_within(condition)}"


def _within(condition: Condition) -> str:
    """Any stretch of that length will do, wherever it lies."""
    match condition.within:
        case None:
            return ""
        case Span(number=1, unit=unit):
            return f" within any {unit.value[:-1]}"
        case length:
            return f" within any {span(length)}"
