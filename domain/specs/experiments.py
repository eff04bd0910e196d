"""Experiments: the same rule with other numbers for some, to learn which serves people better."""

from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from domain.specs.values import MAX_AMOUNT, Metric, Name, Slug, Spec

#: The group for which the rule stays as it is.
CONTROL = "as-it-is"
#: Groups of fewer people say more about chance than about the rule: below this the interval, which takes the means
#: for normally distributed, is not to be trusted.
LEAST_PEOPLE = 20
SHORTEST, LONGEST = timedelta(days=7), timedelta(days=180)


class Variant(Spec):
    """What a rule is worth for one group: its numbers instead of the rule's own."""

    key: Slug
    title: Name
    xp: Annotated[int, Field(ge=0, le=10_000)]
    full_until: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]
    cap: Annotated[int, Field(ge=0, le=MAX_AMOUNT)]

    @model_validator(mode="after")
    def _the_cap_is_the_higher_limit(self) -> Self:
        if self.cap < self.full_until:
            raise ValueError("The cap cannot lie below the amount that is paid in full.")
        if self.key == CONTROL:
            raise ValueError("This is the name of the group for which the rule stays as it is.")
        return self


class ExperimentSpec(Spec):
    """An experiment on the days from `first` to `last`, both included, each player's own.

    `outcome` is what counts in the end, chosen before it starts: how often each person did this in that time. Nothing
    is concluded where a group has fewer than `least` people.
    """

    id: Slug
    title: Name
    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
    rule: Slug
    variants: Annotated[tuple[Variant, ...], Field(min_length=1, max_length=3)]
    first: date
    last: date
    outcome: Metric
    least: Annotated[int, Field(ge=LEAST_PEOPLE, le=10_000)] = 30

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if len({one.key for one in self.variants}) < len(self.variants):
            raise ValueError("Each group has a key of its own.")
        if not SHORTEST <= self.last - self.first + timedelta(days=1) <= LONGEST:
            raise ValueError(f"An experiment lasts {SHORTEST.days} to {LONGEST.days} days.")
        if self.outcome.startswith("copilot."):
            raise ValueError("Copilot data measures nobody.")
        return self

    @property
    def groups(self) -> tuple[str, ...]:
        """The keys of all groups, first the one for which nothing changes."""
        return (CONTROL, *(one.key for one in self.variants))
