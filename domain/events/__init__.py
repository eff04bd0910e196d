"""Domain events: what happened in the game, in the past tense, frozen.

Services return them, the bus carries them to every web process, screens react to them. They hold ids and
small facts only; whoever needs more reads it again.
"""

from domain.events.boards import BoardClosed, LeagueMoved, PlaceTaken, RankGained
from domain.events.definitions import (
    BadgeChanged,
    BoardChanged,
    ExperimentChanged,
    MissionPublished,
    MissionRetired,
    OfferChanged,
    SeasonChanged,
)
from domain.events.fair_play import FairPlayLooked, HoldChanged
from domain.events.messages import DomainEvent, decode, encode
from domain.events.missions import (
    MissionCompleted,
    MissionProgressed,
    QuestAbandoned,
    QuestAccepted,
    SharedProgressed,
    StepCompleted,
)
from domain.events.operation import DeliveryFailed, Resync
from domain.events.people import DuelChanged, FollowsChanged, KudosSaid, TeamChanged
from domain.events.players import (
    InboxChanged,
    LevelReached,
    PlayerChanged,
    PlayerJoined,
    SessionRevoked,
    StreakExtended,
    XpAwarded,
)
from domain.events.rewards import BadgeEarned, PurchaseChanged, RewardChanged, RewardGranted
from domain.events.seasons import SeasonClosed, SeasonOpened

__all__ = [
    "BadgeChanged",
    "BadgeEarned",
    "BoardChanged",
    "BoardClosed",
    "DeliveryFailed",
    "DomainEvent",
    "DuelChanged",
    "ExperimentChanged",
    "FairPlayLooked",
    "FollowsChanged",
    "HoldChanged",
    "InboxChanged",
    "KudosSaid",
    "LeagueMoved",
    "LevelReached",
    "MissionCompleted",
    "MissionProgressed",
    "MissionPublished",
    "MissionRetired",
    "OfferChanged",
    "PlaceTaken",
    "PlayerChanged",
    "PlayerJoined",
    "PurchaseChanged",
    "QuestAbandoned",
    "QuestAccepted",
    "RankGained",
    "Resync",
    "RewardChanged",
    "RewardGranted",
    "SeasonChanged",
    "SeasonClosed",
    "SeasonOpened",
    "SessionRevoked",
    "SharedProgressed",
    "StepCompleted",
    "StreakExtended",
    "TeamChanged",
    "XpAwarded",
    "decode",
    "encode",
]
