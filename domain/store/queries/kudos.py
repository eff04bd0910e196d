"""Kudos as pages show them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules import kudos as rules
from domain.rules.zones import day_of
from domain.store import kudos, people
from domain.store.driver import connection
from domain.store.queries.friends import people_to_find
from domain.views import KudosPage, KudosView


def page(session: Session, player_id: UUID, *, now: datetime, limit: int = 30) -> KudosPage:
    """The newest thanks, those of hidden people only to themselves; whom one may thank, and how often still."""
    day = day_of(people.one(session, player_id).zones, now)
    rows = connection(session).execute(
        """
        select k.id, k.at, g.name, g.avatar_url, r.name, k.text, k.to_id = %(me)s, k.from_id = %(me)s
        from kudos k join player g on g.id = k.from_id join player r on r.id = k.to_id
        where %(me)s in (k.from_id, k.to_id) or not (g.hidden or r.hidden)
        order by k.at desc, k.id limit %(limit)s
        """,
        {"me": player_id, "limit": limit},
    )
    said = tuple(KudosView(*row) for row in rows)
    return KudosPage(
        said, rules.left(kudos.recent(session, [player_id], day), player_id, day), people_to_find(session, player_id)
    )
