"""Whose facts of which metrics, and facts by whose they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.specs import Fact


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose facts of which metrics, from a moment on (None: from the beginning)."""

    players: Collection[UUID]
    metrics: frozenset[str]
    since: datetime | None = None


ByPlayer = Mapping[UUID, list[Fact]]


def by_player(facts: Iterable[Fact]) -> ByPlayer:
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.player_id is not None:
            found[fact.player_id].append(fact)
    return found
