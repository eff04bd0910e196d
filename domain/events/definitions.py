"""What admins decide: definitions that came to be, changed or went."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MissionPublished:
    mission_id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class MissionRetired:
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class BadgeChanged:
    """A badge came to be, or looks or reads differently now."""

    badge_id: str


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """A board came to be, was switched on or off, or ranks differently now."""

    board: str


@dataclass(frozen=True, slots=True)
class OfferChanged:
    """Something is offered now, or differently, or there are fewer or more of it."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class SeasonChanged:
    """A season was drafted, announced, withdrawn, or reads differently now."""

    season: str


@dataclass(frozen=True, slots=True)
class ExperimentChanged:
    """An experiment was planned, started, stopped or thrown away."""

    experiment_id: str
