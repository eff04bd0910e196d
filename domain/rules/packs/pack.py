"""What a pack holds."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from domain.specs import (
    BadgeSpec,
    BoardSpec,
    DuelRules,
    ExperimentSpec,
    FactorsSpec,
    GameRules,
    LeagueSpec,
    LevelCurve,
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


class PackedBoard(BoardSpec):
    """A board, by its id like everything in a pack. One that names a season leaves its days to that."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    key: Slug = Field(alias="id")

    @model_validator(mode="after")
    def _leaves_days_to_the_season(self) -> Self:
        if self.season is not None and (self.first, self.last) != (None, None):
            raise ValueError("A board that names a season has the days of that, and none of its own.")
        return self

    @property
    def id(self) -> str:
        return self.key

    @property
    def spec(self) -> BoardSpec:
        return BoardSpec.model_validate(self.model_dump(by_alias=False))

    @classmethod
    def of(cls, spec: BoardSpec) -> "PackedBoard":
        return cls.model_validate(spec.model_dump(exclude={"first", "last"} if spec.season else None))


class PackedFactors(FactorsSpec):
    """What multiplies XP, without the curve that levels are told by: that is a setting of its own."""

    curve: tuple[int, int] = Field(default=FactorsSpec().curve, exclude=True)

    @model_validator(mode="after")
    def _leaves_levels_to_the_curve(self) -> Self:
        if self.curve != FactorsSpec().curve:
            raise ValueError("Levels go by the level curve, which stands under “levels”.")
        return self

    @property
    def spec(self) -> FactorsSpec:
        return FactorsSpec.model_validate(self.model_dump())

    @classmethod
    def of(cls, spec: FactorsSpec) -> "PackedFactors":
        return cls.model_validate(spec.model_dump(exclude={"curve"}))


class Pack(Spec):
    """What is defined, each by its id, and settings of which a game has one each.

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
    boards: tuple[PackedBoard, ...] = ()
    offers: tuple[OfferSpec, ...] = ()
    experiments: tuple[ExperimentSpec, ...] = ()
    missions: tuple[PackedMission, ...] = ()
    game: GameRules | None = None
    league: LeagueSpec | None = None
    levels: LevelCurve | None = None
    factors: PackedFactors | None = None
    duels: DuelRules | None = None
