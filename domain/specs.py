"""Specs: what a tool or an admin hands in, checked once at the door and trusted afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator


class PersonKind(StrEnum):
    HUMAN = "human"
    BOT = "bot"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Person:
    """An account of a tool. `subject` is its stable id there (GitHub: the numeric user id), never a login."""

    provider: str
    subject: str
    login: str
    kind: PersonKind = PersonKind.HUMAN


@dataclass(frozen=True, slots=True)
class ActivitySpec:
    """One fact about a person's work.

    `key` is the natural key: the same fact has the same key on every road (webhook, redelivery, backfill).
    `occurred_at` is when the work landed. `dimensions` are what filters look at; a list holds several values.
    `reverses` is the key of the activity this one takes back (a dismissed review).
    """

    key: str
    person: Person
    metric: str
    occurred_at: datetime
    label: str
    value: int = 1
    dimensions: Mapping[str, str | list[str]] = field(default_factory=dict)
    url: str | None = None
    reverses: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """What rules see of an activity. `sign` is -1 where the activity is taken back; `day` is the player's own."""

    key: str
    metric: str
    value: int
    occurred_at: datetime
    day: date
    dimensions: Mapping[str, str | list[str]]
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a tool sent, byte for byte. `event` is the tool's own name for it (`X-GitHub-Event`)."""

    source: str
    delivery_id: str
    event: str
    content_type: str
    body: bytes


#: PostgreSQL stores any character but this one.
_NO_NUL = r"^[^\x00]*$"

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500, pattern=_NO_NUL)]
Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_NO_NUL)]
Metric = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$", max_length=64)]
Dimension = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]

#: No balance, cap or threshold goes beyond this; far inside a PostgreSQL bigint, exact in JavaScript.
MAX_AMOUNT = 10**12


class Aggregate(StrEnum):
    COUNT = "count"
    SUM = "sum"
    MAX = "max"
    DISTINCT_DAYS = "distinct_days"
    DISTINCT = "distinct"


class Operator(StrEnum):
    """Only comparisons that cannot be lost again: once reached, a mission is done."""

    GTE = "gte"
    GT = "gt"


class Window(StrEnum):
    """How often a mission starts afresh, in the player's own time zone. Weeks are ISO weeks."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"


class BadgeTier(StrEnum):
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


class Spec(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Filter(Spec):
    """An activity passes when its `dimension` has at least one of `values`."""

    dimension: Dimension
    values: Annotated[tuple[Value, ...], Field(min_length=1, max_length=50)]


class RequirementSpec(Spec):
    """metric + aggregate + filters + operator + threshold. `dimension` is what `distinct` counts."""

    metric: Metric
    aggregate: Aggregate = Aggregate.COUNT
    dimension: Dimension | None = None
    filters: tuple[Filter, ...] = ()
    operator: Operator = Operator.GTE
    threshold: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]

    @model_validator(mode="after")
    def _distinct_needs_a_dimension(self) -> Self:
        if (self.aggregate is Aggregate.DISTINCT) != (self.dimension is not None):
            raise ValueError("“Different values” needs a dimension to count, and only it does.")
        return self


class MissionSpec(Spec):
    """A goal and what it gives. Without `starts_at` it starts when it is published; without `ends_at` it stays."""

    title: Name
    description: Text = ""
    requirement: RequirementSpec
    window: Window = Window.ONCE
    starts_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    xp: Annotated[int, Field(ge=0, le=100_000)] = 0
    badge_id: str | None = None

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("The end must come after the start.")
        return self


class ScoringRuleSpec(Spec):
    """What an activity is worth: `xp` each; within a day full worth up to `full_until`, then half, up to `cap`.

    The day's pay is a function of the day's sum alone, so the order of arrival cannot change it.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    title: Name
    metric: Metric
    xp: Annotated[int, Field(ge=0, le=10_000)]
    full_until: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    cap: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    filters: tuple[Filter, ...] = ()

    @model_validator(mode="after")
    def _the_cap_is_the_higher_limit(self) -> Self:
        if self.cap < self.full_until:
            raise ValueError("The cap cannot lie below the amount that is paid in full.")
        return self


class LevelCurve(Spec):
    """Level 2 takes `first` XP; each further level takes `increase` XP more than the one before."""

    first: Annotated[int, Field(ge=1, le=1_000_000)] = 100
    increase: Annotated[int, Field(ge=0, le=1_000_000)] = 50


class BadgeSpec(Spec):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
    name: Name
    description: Text
    tier: BadgeTier
    category: Name
    art: Name
    secret: bool = False
