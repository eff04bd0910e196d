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
    """The newest thanks, whom one may thank, and how often still.

    Thanks of people who hide are seen by the two alone, and the other of the two is somebody.
    """
    day = day_of(people.one(session, player_id).zones, now)
    rows = connection(session).execute(
        """
        select k.id, k.at, case when g.hidden and g.id <> %(me)s then 'Somebody' else g.name end,
               case when g.hidden and g.id <> %(me)s then null else g.avatar_url end,
               case when r.hidden and r.id <> %(me)s then 'somebody' else r.name end,
               k.text, k.to_id = %(me)s, k.from_id = %(me)s
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
