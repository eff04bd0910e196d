"""Teams: who was in which one, and when."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection

#: Memberships as they count: what a player brought along when he was merged into another is that one's.
MEMBERS: LiteralString = """
    select m.team_id, coalesce(again.into_id, x.into_id, m.player_id) as player_id, m.since, m.until from team_member m
    left join merger x on x.from_id = m.player_id left join merger again on again.from_id = x.into_id
"""


@dataclass(frozen=True, slots=True)
class Membership:
    """A player's time in a team; `until` is None while it lasts."""

    team_id: UUID
    slug: str
    name: str
    since: datetime
    until: datetime | None

    def at(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


class Roster:
    """The memberships of some players."""

    def __init__(self, memberships: Mapping[UUID, Collection[Membership]]) -> None:
        self._memberships = memberships

    def teams(self, player_id: UUID, moment: datetime) -> list[Membership]:
        """The teams a player was in at a moment."""
        return [one for one in self._memberships.get(player_id, ()) if one.at(moment)]

    def changes(self, player_id: UUID) -> list[datetime]:
        """The moments at which a player joined or left a team, in order."""
        mine = self._memberships.get(player_id, ())
        return sorted({at for one in mine for at in (one.since, one.until) if at is not None})


def roster(session: Session, players: Iterable[UUID]) -> Roster:
    """The memberships these players have and had."""
    rows = connection(session).execute(
        """
        select m.player_id, t.id, t.slug, t.name, m.since, m.until
        from ("""
        + MEMBERS
        + """) m join team t on t.id = m.team_id where m.player_id = any(%s) order by m.player_id, m.since, t.id
        """,
        (sorted(set(players)),),
    )
    found: dict[UUID, list[Membership]] = {}
    for player_id, *membership in rows:
        found.setdefault(player_id, []).append(Membership(*membership))
    return Roster(found)


def ever_in(session: Session, teams: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Everybody who is or was in these teams."""
    rows = connection(session).execute(
        "select team_id, array_agg(distinct player_id) from ("
        + MEMBERS
        + ") m where team_id = any(%s) group by team_id",
        (sorted(teams),),
    )
    return {row[0]: row[1] for row in rows}


def everybody(session: Session) -> list[UUID]:
    """Every person in the game."""
    return [row[0] for row in connection(session).execute("select id from player where kind = 'human' order by id")]
