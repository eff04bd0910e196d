"""Requirements: a tree of conditions under `all`, `any` and `not`.

{"all": [{"metric": "pull_request.merged", "threshold": 3},
         {"not": {"metric": "pull_request.reverted", "threshold": 1}}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from domain.specs.streaks import PRESENCE
from domain.specs.values import MAX_AMOUNT, Dimension, Metric, Spec, Value

MAX_DEPTH = 5
MAX_CONDITIONS = 20


class Aggregate(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MAX = "max"
    DISTINCT_DAYS = "distinct_days"
    DISTINCT = "distinct"


class Operator(StrEnum):
    """`gte` and `gt` are done once they are reached; the others can be lost again until the window closes."""

    GTE = "gte"
    GT = "gt"
    LTE = "lte"
    LT = "lt"
    EQ = "eq"


class Match(StrEnum):
    IN = "in"
    NOT_IN = "not_in"
    PREFIX = "prefix"


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Span(Spec):
    """A length of time: {"number": 3, "unit": "days"}. A day has 24 hours here, a week 168."""

    number: Annotated[int, Field(ge=1, le=1_000)]
    unit: Unit

    @property
    def length(self) -> timedelta:
        return timedelta(**{self.unit.value: self.number})


class Filter(Spec):
    """What an activity's `dimension` must be.

    `in`: at least one of its values is listed. `not_in`: none is; an activity without the dimension passes.
    `prefix`: at least one of its values begins with one of the listed.
    """

    dimension: Dimension
    match: Match = Match.IN
    values: Annotated[tuple[Value, ...], Field(min_length=1, max_length=50)]


class Condition(Spec):
    """metric + aggregate + filters + operator + threshold + timeframe. `dimension` is what `distinct` counts.

    The timeframe is the mission's window. `within` counts only the best stretch of that length inside the window;
    `ever` counts everything the player ever did, also before the mission was published.
    """

    metric: Metric
    aggregate: Aggregate = Aggregate.COUNT
    dimension: Dimension | None = None
    filters: Annotated[tuple[Filter, ...], Field(max_length=20)] = ()
    operator: Operator = Operator.GTE
    threshold: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    within: Span | None = None
    ever: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if (self.aggregate is Aggregate.DISTINCT) != (self.dimension is not None):
            raise ValueError("“Different values” needs a dimension to count, and only it does.")
        if self.threshold == 0 and self.operator is Operator.GTE:
            raise ValueError("“At least 0” is always so.")
        if self.threshold == 0 and self.operator is Operator.LT:
            raise ValueError("“Less than 0” is never so.")
        if self.metric == PRESENCE:
            raise ValueError("Being here is not work: nothing is earned with visits.")
        if self.ever and self.within:
            raise ValueError("A condition counts either everything there ever was or a stretch of time.")
        return self


class AllOf(Spec):
    """Every branch must hold."""

    all: Annotated[tuple[Requirement, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class AnyOf(Spec):
    """One branch is enough."""

    any: Annotated[tuple[Requirement, ...], Field(min_length=1, max_length=MAX_CONDITIONS)]


class NotOf(Spec):
    """The branch must not hold when the window closes."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    not_: Annotated[Requirement, Field(alias="not")]


def _kind(value: Any) -> str:
    for kind, spec in (("all", AllOf), ("any", AnyOf), ("not", NotOf)):
        if isinstance(value, spec) or (isinstance(value, Mapping) and kind in value):
            return kind
    return "condition"


Requirement = Annotated[
    Annotated[Condition, Tag("condition")]
    | Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[NotOf, Tag("not")],
    Discriminator(_kind),
]

for _model in (AllOf, AnyOf, NotOf):
    _model.model_rebuild()


def branches(requirement: Requirement) -> tuple[Requirement, ...]:
    """The direct branches; none of a condition."""
    match requirement:
        case AllOf(all=inner) | AnyOf(any=inner):
            return inner
        case NotOf(not_=one):
            return (one,)
        case _:
            return ()


def conditions(requirement: Requirement) -> Iterator[Condition]:
    """The conditions of the tree, from left to right. Their order is the order of stored tallies."""
    if isinstance(requirement, Condition):
        yield requirement
    for branch in branches(requirement):
        yield from conditions(branch)


def metrics(requirement: Requirement) -> frozenset[str]:
    """What the tree counts."""
    return frozenset(condition.metric for condition in conditions(requirement))


def depth(requirement: Requirement) -> int:
    """1 for a condition."""
    return 1 + max((depth(branch) for branch in branches(requirement)), default=0)


def can_be_lost(requirement: Requirement) -> bool:
    """Whether the tree may hold now and no longer later, so that only the close of the window decides."""
    if isinstance(requirement, Condition):
        return requirement.operator not in {Operator.GTE, Operator.GT}
    return isinstance(requirement, NotOf) or any(can_be_lost(branch) for branch in branches(requirement))
