"""Missions, quests and achievements as an admin hands them in."""

from datetime import datetime
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from domain.specs.badges import BadgeTier
from domain.specs.requirements import (
    MAX_CONDITIONS,
    MAX_DEPTH,
    Condition,
    Operator,
    Requirement,
    Span,
    can_be_lost,
    conditions,
    depth,
    metrics,
)
from domain.specs.rewards import RewardSpec
from domain.specs.values import MAX_AMOUNT, Name, Slug, Spec, Text

Xp = Annotated[int, Field(ge=0, le=100_000)]
Coins = Annotated[int, Field(ge=0, le=100_000)]
Rewards = Annotated[tuple[RewardSpec, ...], Field(max_length=5)]


class Kind(StrEnum):
    """A mission has a window and may recur; a quest has ordered steps and is accepted; an achievement stays open."""

    MISSION = "mission"
    QUEST = "quest"
    ACHIEVEMENT = "achievement"


class Window(StrEnum):
    """How often a mission starts afresh, in the player's own time zone. Weeks are ISO weeks, seasons are quarters."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SEASON = "season"


class Scope(StrEnum):
    """Whose work counts together: one person's, that of a team's members, or everybody's."""

    PERSONAL = "personal"
    TEAM = "team"
    GUILD = "guild"


class Award(StrEnum):
    """Whom a publication rewards: work from now on, or also past work, silently or with a celebration."""

    FROM_NOW = "from_now"
    SILENTLY = "silently"
    CELEBRATED = "celebrated"


class Role(StrEnum):
    ADMIN = "admin"
    PLAYER = "player"


def _is_small(requirement: Requirement) -> Requirement:
    if depth(requirement) > MAX_DEPTH:
        raise ValueError(f"Conditions may be nested {MAX_DEPTH} deep at most.")
    if sum(1 for _ in conditions(requirement)) > MAX_CONDITIONS:
        raise ValueError(f"At most {MAX_CONDITIONS} conditions, please.")
    return requirement


def _is_plausible(at: datetime) -> datetime:
    if not 1970 <= at.year < 3000:
        raise ValueError("Please choose a time between the years 1970 and 2999.")
    return at


Goal = Annotated[Requirement, AfterValidator(_is_small)]
Moment = Annotated[AwareDatetime, AfterValidator(_is_plausible)]


class Audience(Spec):
    """Who may take part: whoever satisfies each part that is given. Levels are those at the start of the window."""

    teams: Annotated[tuple[Slug, ...], Field(max_length=50)] = ()
    roles: Annotated[tuple[Role, ...], Field(max_length=5)] = ()
    people: Annotated[tuple[UUID, ...], Field(max_length=500)] = ()
    min_level: Annotated[int, Field(ge=1, le=1_000)] | None = None
    max_level: Annotated[int, Field(ge=1, le=1_000)] | None = None

    @model_validator(mode="after")
    def _levels_in_order(self) -> Self:
        if self.min_level and self.max_level and self.max_level < self.min_level:
            raise ValueError("The highest level cannot lie below the lowest.")
        return self


class Step(Spec):
    """One step of a quest. What counts for it begins when the step before is done; an optional one may be skipped."""

    title: Name
    requirement: Goal
    optional: bool = False
    xp: Xp = 0
    coins: Coins = 0
    badge_id: Slug | None = None
    rewards: Rewards = ()


class Tier(Spec):
    """One height of an achievement, with its own threshold and reward."""

    tier: BadgeTier
    threshold: Annotated[int, Field(ge=1, le=MAX_AMOUNT)]
    xp: Xp = 0
    coins: Coins = 0
    rewards: Rewards = ()


class MissionSpec(Spec):
    """A goal and what it gives. Without `starts_at` it starts when it is published; without `ends_at` it stays.

    `places` limits how many win a window: the first by the time of their work. `after` names missions (their slugs)
    that must be completed first. `secret` ones are shown to those who have completed them. `rewards` come
    besides XP and the badge.
    """

    title: Name
    description: Text = ""
    kind: Kind = Kind.MISSION
    requirement: Goal | None = None
    steps: Annotated[tuple[Step, ...], Field(max_length=20)] = ()
    tiers: Annotated[tuple[Tier, ...], Field(max_length=4)] = ()
    window: Window = Window.ONCE
    season: Slug | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    time_limit: Span | None = None
    scope: Scope = Scope.PERSONAL
    min_contributors: Annotated[int, Field(ge=1, le=1_000)] = 1
    audience: Audience = Audience()
    places: Annotated[int, Field(ge=1, le=10_000)] | None = None
    after: Annotated[tuple[Slug, ...], Field(max_length=10)] = ()
    secret: bool = False
    xp: Xp = 0
    coins: Coins = 0
    badge_id: Slug | None = None
    rewards: Rewards = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("The end must come after the start.")
        if self.season and (self.starts_at or self.ends_at):
            raise ValueError("A mission of a season begins and ends with it: leave start and end empty.")
        _check_kind(self)
        _check_tiers(self)
        _check_scope(self)
        return self

    @property
    def closes(self) -> bool:
        """Whether its windows come to an end."""
        return self.window is not Window.ONCE or self.ends_at is not None or self.season is not None

    @property
    def settles(self) -> bool:
        """Whether completions are decided only when a window closes."""
        return self.places is not None or (self.requirement is not None and can_be_lost(self.requirement))

    @property
    def goals(self) -> tuple[Requirement, ...]:
        """Every requirement in it: the one it has, or those of its steps."""
        return (self.requirement,) if self.requirement is not None else tuple(step.requirement for step in self.steps)

    def rewards_of(self, name: str) -> tuple[RewardSpec, ...]:
        """The rewards of a window, or of the tier of this name."""
        return next((tier.rewards for tier in self.tiers if tier.tier.value == name), self.rewards)

    @property
    def metrics(self) -> frozenset[str]:
        """What it counts."""
        return frozenset[str]().union(*(metrics(goal) for goal in self.goals))


def _check_kind(spec: MissionSpec) -> None:
    if spec.kind is Kind.QUEST:
        if spec.requirement is not None or not spec.steps or spec.steps[-1].optional:
            raise ValueError("A quest has steps and ends with the last of them, so that one cannot be optional.")
        if spec.window is not Window.ONCE or spec.scope is not Scope.PERSONAL or spec.places is not None:
            raise ValueError("A quest is personal, does not repeat by itself and has no limited places.")
        if any(can_be_lost(step.requirement) for step in spec.steps):
            raise ValueError("A step of a quest is done once it is reached: use “at least” or “more than”.")
        if any(condition.ever for step in spec.steps for condition in conditions(step.requirement)):
            raise ValueError("A step of a quest counts what is done in its turn, not everything there ever was.")
        return
    if spec.requirement is None or spec.steps:
        raise ValueError("Only quests have steps; everything else has one requirement.")
    if spec.time_limit is not None:
        raise ValueError("Only quests have a time limit; give a mission an end instead.")
    dated = spec.starts_at or spec.ends_at or spec.season
    if spec.kind is Kind.ACHIEVEMENT and (spec.window is not Window.ONCE or dated):
        raise ValueError("An achievement has no window: it stays open.")
    if spec.settles and not spec.closes:
        raise ValueError(
            "Limited places, and conditions that can be lost again, are decided when a window closes: "
            "let it repeat, or give it an end."
        )


def _check_tiers(spec: MissionSpec) -> None:
    if not spec.tiers:
        return
    goal = spec.requirement
    if spec.kind is not Kind.ACHIEVEMENT or not isinstance(goal, Condition) or goal.operator is not Operator.GTE:
        raise ValueError("Tiers belong to an achievement with one condition of the form “at least”.")
    heights = list(BadgeTier)
    for one, next_one in pairwise(spec.tiers):
        if next_one.threshold <= one.threshold or heights.index(next_one.tier) <= heights.index(one.tier):
            raise ValueError("Each tier must be higher than the one before.")
    if goal.threshold != spec.tiers[-1].threshold:
        raise ValueError("The goal of the achievement is the goal of its last tier.")


def _check_scope(spec: MissionSpec) -> None:
    if spec.scope is Scope.PERSONAL and spec.min_contributors > 1:
        raise ValueError("A personal mission has one contributor.")
    if spec.scope is not Scope.PERSONAL and (spec.kind is Kind.ACHIEVEMENT or spec.places is not None):
        raise ValueError("Achievements and limited places are personal.")
    if spec.scope is not Scope.PERSONAL and (spec.after or spec.audience.min_level or spec.audience.max_level):
        raise ValueError("Levels and prerequisites are personal; a team has neither.")
