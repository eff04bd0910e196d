"""Completed missions, as facts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import mission_completed
from domain.rules.zones import Zones, day_of
from domain.store.driver import connection
from domain.store.history.wanted import ByPlayer, by_player


def missions(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Completions that count: those of a player, and, once for all of them, those of teams to which he contributed."""
    return by_player(
        mission_completed(player, slug, period, day_of(zones, completed_at), completed_at, known_at)
        for player, slug, period, completed_at, known_at, zones in _completed(session, players)
    )


def completions(
    session: Session, players: Sequence[UUID], since: datetime, until: datetime
) -> Iterator[tuple[UUID, datetime, Zones]]:
    """(player, when, his zones) of the completions that count, between two moments."""
    for player, _, _, completed_at, _, zones in _completed(session, players, since, until):
        yield player, completed_at, zones


def _completed(
    session: Session, players: Sequence[UUID], since: datetime | None = None, until: datetime | None = None
) -> Iterable[tuple[Any, ...]]:
    return connection(session).execute(
        """
        with shared as (
            select p.*, helper.key::uuid as player_id from progress p, jsonb_object_keys(p.tallies -> -1) as helper(key)
            where p.completed_at is not null and p.mission_id in
                  (select id from mission where spec ->> 'scope' in ('team', 'guild'))
        )
        select distinct on (d.player_id, m.id, d.period)
               d.player_id, m.slug, d.period, d.completed_at, d.known_at, player.zones from (
            select mission_id, player_id, period, completed_at, known_at from shared where player_id = any(%(players)s)
            union all
            select mission_id, subject_id, period, completed_at, known_at from progress
            where subject_id = any(%(players)s) and rewarded
        ) d join mission m on m.id = d.mission_id join player on player.id = d.player_id
        where position('/' in d.period) = 0
          and (%(since)s::timestamptz is null or d.completed_at between %(since)s and %(until)s) and not exists (
            select from reversal r
            where (r.mission_id, r.player_id, r.period) = (d.mission_id, d.player_id, d.period)
        )
        order by d.player_id, m.id, d.period, d.completed_at
        """,
        {"players": players, "since": since, "until": until},
    )
