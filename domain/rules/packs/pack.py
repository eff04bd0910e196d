"""What a pack holds."""

from typing import Annotated

from pydantic import Field

from domain.specs import (
    BadgeSpec,
    MissionSpec,
    Name,
    OfferSpec,
    ScoringRuleSpec,
    SeasonSpec,
    Slug,
    Spec,
    StreakSpec,
    Text,
)

#: The format that is read and written. Another one is refused rather than guessed at.
FORMAT = 1


class PackedMission(MissionSpec):
    """A mission and its slug, which stays the same through all its versions."""

    id: Slug

    @property
    def spec(self) -> MissionSpec:
        return MissionSpec.model_validate(self.model_dump(exclude={"id"}))

    @classmethod
    def of(cls, slug: str, spec: MissionSpec) -> "PackedMission":
        return cls.model_validate({"id": slug, **spec.model_dump()})


class Pack(Spec):
    """Badges, scoring rules, seasons, streaks, offers and missions, each by its id.

    What it does not name it leaves alone.
    """

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)] = FORMAT
    name: Slug
    title: Name
    description: Text = ""
    badges: tuple[BadgeSpec, ...] = ()
    scoring_rules: tuple[ScoringRuleSpec, ...] = ()
    seasons: tuple[SeasonSpec, ...] = ()
    streaks: tuple[StreakSpec, ...] = ()
    offers: tuple[OfferSpec, ...] = ()
    missions: tuple[PackedMission, ...] = ()
