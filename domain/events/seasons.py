"""Seasons that begin and end."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SeasonOpened:
    season: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SeasonClosed:
    """The results of a season are there; whoever took part finds a notification."""

    season: str
    name: str
    at: datetime
