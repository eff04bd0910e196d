"""Missions and quests that move."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MissionProgressed:
    """`share` is how far the player's window is now, from 0 to 1."""

    player_id: UUID
    mission_id: UUID
    share: float


@dataclass(frozen=True, slots=True)
class SharedProgressed:
    """A mission that a team, or everybody, works on together moved."""

    mission_id: UUID


@dataclass(frozen=True, slots=True)
class QuestAccepted:
    player_id: UUID
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class QuestAbandoned:
    player_id: UUID
    mission_id: UUID


@dataclass(frozen=True, slots=True)
class StepCompleted:
    """One step of a quest; `title` is the step's."""

    player_id: UUID
    mission_id: UUID
    title: str
    xp: int
    at: datetime
    coins: int = 0


@dataclass(frozen=True, slots=True)
class MissionCompleted:
    """`period` names the window: `once`, an ISO day or week, a month, a quarter, a tier, or the number of a quest."""

    player_id: UUID
    mission_id: UUID
    title: str
    period: str
    xp: int
    at: datetime
    coins: int = 0
