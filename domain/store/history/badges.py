"""Badges that were earned, as facts."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import Done, badge_earned
from domain.rules.zones import Zones, day_of
from domain.specs import Fact
from domain.store.driver import connection
from domain.store.history.wanted import ByPlayer, by_player


def badges(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Badges that still stand."""
    return by_player(
        badge_earned(player, badge, cause, tier, day_of(zones, at), at, known_at)
        for player, badge, cause, tier, at, known_at, zones in _awarded(session, players)
    )


def badges_of(session: Session, player_id: UUID, rewards: Collection[UUID]) -> list[Fact]:
    """The badges that a player has from these rewards, and that still stand."""
    ends = tuple(f":{player_id}:reward:{reward}" for reward in rewards)
    if not ends:
        return []
    return [fact for fact in badges(session, [player_id]).get(player_id, []) if fact.key.endswith(ends)]


def awards(
    session: Session, players: Sequence[UUID], since: datetime, until: datetime
) -> Iterator[tuple[UUID, datetime, Zones]]:
    """(player, when, his zones) of the badges that still stand, earned between two moments."""
    for player, _, _, _, at, _, zones in _awarded(session, players, since, until):
        yield player, at, zones


def badge_days(session: Session, players: Sequence[UUID]) -> Mapping[UUID, list[Done]]:
    """When it became known on which day these players earned a badge."""
    return {
        player: [Done(fact.received_at or fact.occurred_at, fact.day, fact.times) for fact in facts]
        for player, facts in badges(session, players).items()
    }


def _awarded(
    session: Session, players: Sequence[UUID], since: datetime | None = None, until: datetime | None = None
) -> Iterable[tuple[Any, ...]]:
    return connection(session).execute(
        """
        select a.player_id, a.badge_id, a.cause, a.tier, coalesce(g.completed_at, w.earned_at, a.at),
               coalesce(g.known_at, w.known_at, a.known_at), p.zones
        from badge_award a join player p on p.id = a.player_id
        left join progress g on g.subject_id = a.player_id and a.cause = 'mission:' || g.mission_id || ':' || g.period
        left join reward w on w.id = case when starts_with(a.cause, 'reward:') then substr(a.cause, 8)::uuid end
        where a.player_id = any(%(players)s) and w.state is distinct from 'revoked'
          and (%(since)s::timestamptz is null
               or coalesce(g.completed_at, w.earned_at, a.at) between %(since)s and %(until)s)
          and not exists (
            select from reversal r
            where r.player_id = a.player_id and a.cause = 'mission:' || r.mission_id || ':' || r.prize
        )
        """,
        {"players": players, "since": since, "until": until},
    )
