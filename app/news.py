"""News: what happened since a page was last told, and which shared views it makes stale."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from domain import events as e
from domain.events import DomainEvent

#: Seconds between two calls of one page; 12 a second.
GAP = 0.08


class Topic(StrEnum):
    """A shared view that every page may show."""

    BOARD = "board"
    BOARDS = "boards"
    FEED = "feed"
    MISSIONS = "missions"
    BADGES = "badges"
    HOLDERS = "holders"
    KUDOS = "kudos"
    PEOPLE = "people"
    FAIR_PLAY = "fair-play"
    REWARDS = "rewards"
    SHOP = "shop"
    DELIVERIES = "deliveries"
    SEASONS = "seasons"
    EXPERIMENTS = "experiments"


TOPICS: dict[type[object], frozenset[Topic]] = {
    e.XpAwarded: frozenset({Topic.BOARD, Topic.FEED}),
    e.MissionCompleted: frozenset({Topic.FEED}),
    e.BadgeEarned: frozenset({Topic.FEED, Topic.HOLDERS}),
    e.BadgeChanged: frozenset({Topic.BADGES}),
    e.BoardChanged: frozenset({Topic.BOARD, Topic.BOARDS}),
    e.BoardClosed: frozenset({Topic.BOARDS}),
    e.PlayerJoined: frozenset({Topic.PEOPLE, Topic.HOLDERS}),
    e.PlayerChanged: frozenset({Topic.PEOPLE, Topic.BOARD, Topic.FEED}),
    e.MissionPublished: frozenset({Topic.MISSIONS}),
    e.MissionRetired: frozenset({Topic.MISSIONS}),
    e.SharedProgressed: frozenset({Topic.MISSIONS}),
    e.TeamChanged: frozenset({Topic.MISSIONS, Topic.PEOPLE}),
    e.KudosSaid: frozenset({Topic.KUDOS}),
    e.HoldChanged: frozenset({Topic.FAIR_PLAY}),
    e.FairPlayLooked: frozenset({Topic.FAIR_PLAY}),
    e.SeasonChanged: frozenset({Topic.SEASONS}),
    e.SeasonOpened: frozenset({Topic.SEASONS, Topic.MISSIONS}),
    e.SeasonClosed: frozenset({Topic.SEASONS}),
    e.RewardGranted: frozenset({Topic.REWARDS}),
    e.RewardChanged: frozenset({Topic.REWARDS}),
    e.OfferChanged: frozenset({Topic.SHOP}),
    e.PurchaseChanged: frozenset({Topic.SHOP}),
    e.ExperimentChanged: frozenset({Topic.EXPERIMENTS}),
    e.DeliveryFailed: frozenset({Topic.DELIVERIES}),
}


@dataclass(frozen=True, slots=True)
class News:
    """What happened since a page was last told."""

    mine: tuple[DomainEvent, ...] = ()
    topics: frozenset[Topic] = frozenset()
    resync: bool = False

    def stale(self, *topics: Topic) -> bool:
        """Whether what is shown under one of `topics` must be fetched again."""
        return self.resync or not self.topics.isdisjoint(topics)


Tell = Callable[[News], Awaitable[None]]
