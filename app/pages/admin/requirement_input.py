"""The tree of a requirement in the form: to the spec, back from it, and from a place in the spec to its field.

A group of the form is `all`, `any` or, for “none of these”, `not` around its branch or around `any` of several. The
outermost one stands for its only branch as long as it asks for all of it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from components.mission_values import ConditionInput, FilterInput, Grouping, GroupInput, SpanInput, Timeframe
from domain.rules.wording import outline
from domain.specs import Aggregate, AllOf, AnyOf, Condition, NotOf, Requirement, Span

_REQUIREMENT: TypeAdapter[Requirement] = TypeAdapter(Requirement)

Node = ConditionInput | GroupInput


def requirement_input(requirement: Requirement) -> GroupInput:
    """The form of a requirement, whose outermost part is a group."""
    whole = _node(requirement)
    if isinstance(whole, ConditionInput) or (whole.kind == Grouping.ALL and len(whole.branches) == 1):
        return GroupInput(Grouping.ALL, [whole])
    return whole


def raw_requirement(node: Node, *, root: bool = True) -> dict[str, Any]:
    """What validation makes a requirement of."""
    if isinstance(node, ConditionInput):
        return _raw_condition(node)
    branches = [raw_requirement(branch, root=False) for branch in node.branches]
    match node.kind, _layers(node, root=root):
        case _, 0:
            return branches[0]
        case Grouping.NONE, 1:
            return {"not": branches[0]}
        case Grouping.NONE, _:
            return {"not": {"any": branches}}
        case kind, _:
            return {str(kind): branches}


def requirement_field(location: Sequence[int | str], group: GroupInput, path: str) -> str:
    """The form's name of a place: `("all", "all", 1, "condition", "threshold")` → `<path>.branches.1.threshold`.

    What concerns a group is said at `path`, the whole requirement.
    """
    indexes, inside = _split(location)
    place, node = path, group
    while True:
        layers = _layers(node, root=node is group)
        if len(indexes) < layers:
            return path
        at, indexes = (indexes[layers - 1] if layers else 0), indexes[layers:]
        branch, place = node.branches[at], f"{place}.branches.{at}"
        if isinstance(branch, ConditionInput):
            return f"{place}.{_condition_field(inside, branch)}"
        node = branch


def in_words(node: Node) -> str:
    """A requirement, or a part of one, in a sentence: "At least 10 reviews · in acme/app"."""
    try:
        said = outline(_REQUIREMENT.validate_python(raw_requirement(node)))
    except ValidationError:
        return "Not finished yet"
    return said[:1].upper() + said[1:]


def span_input(span: Span) -> SpanInput:
    return SpanInput(span.number, span.unit.value)


def raw_span(typed: SpanInput) -> Mapping[str, Any]:
    return {"number": typed.number, "unit": typed.unit}


def _layers(group: GroupInput, *, root: bool) -> int:
    """How many parts of the spec the group stands for."""
    alone = len(group.branches) == 1
    if group.kind == Grouping.NONE:
        return 1 if alone else 2
    return 0 if root and alone and group.kind == Grouping.ALL else 1


def _node(requirement: Requirement) -> Node:
    match requirement:
        case AllOf(all=inner):
            return GroupInput(Grouping.ALL, [_node(branch) for branch in inner])
        case AnyOf(any=inner):
            return GroupInput(Grouping.ANY, [_node(branch) for branch in inner])
        case NotOf(not_=AnyOf(any=inner)) if len(inner) > 1:
            return GroupInput(Grouping.NONE, [_node(branch) for branch in inner])
        case NotOf(not_=branch):
            return GroupInput(Grouping.NONE, [_node(branch)])
        case _:
            return _condition(requirement)


def _condition(wanted: Condition) -> ConditionInput:
    typed = ConditionInput(
        metric=wanted.metric,
        aggregate=wanted.aggregate.value,
        dimension=wanted.dimension or "",
        filters=[FilterInput(one.dimension, one.match.value, list(one.values)) for one in wanted.filters],
        operator=wanted.operator.value,
        threshold=wanted.threshold,
    )
    if wanted.within:
        typed.timeframe, typed.span = Timeframe.WITHIN, span_input(wanted.within)
    elif wanted.ever:
        typed.timeframe = Timeframe.EVER
    return typed


def _raw_condition(typed: ConditionInput) -> dict[str, Any]:
    return {
        "metric": typed.metric or "",
        "aggregate": typed.aggregate,
        "dimension": (typed.dimension or "").strip() or None if typed.aggregate == Aggregate.DISTINCT else None,
        "filters": [
            {"dimension": (one.dimension or "").strip(), "match": one.match, "values": list(one.values or ())}
            for one in typed.filters
        ],
        "operator": typed.operator,
        "threshold": typed.threshold,
        "within": raw_span(typed.span) if typed.timeframe == Timeframe.WITHIN else None,
        "ever": typed.timeframe == Timeframe.EVER,
    }


def _split(location: Sequence[int | str]) -> tuple[list[int], list[int | str]]:
    """Which branch it goes into at each group, and the place inside the condition it ends in."""
    rest, indexes = list(location), list[int]()
    while rest and rest[0] != "condition":
        if rest[0] == "not":
            indexes.append(0)
            rest = rest[2:]
        else:
            indexes.extend(int(at) for at in rest[2:3])
            rest = rest[3:]
    return indexes, rest[1:]


def _condition_field(inside: Sequence[int | str], typed: ConditionInput) -> str:
    match list(inside):
        case ["filters", int(at), str(field), *_]:
            return f"filters.{at}.{field}"
        case ["within", str(field)]:
            return f"span.{field}"
        case [str(field), *_]:
            return field
        case _:
            lacking = typed.aggregate == Aggregate.DISTINCT and not (typed.dimension or "").strip()
            return "dimension" if lacking else "threshold"
