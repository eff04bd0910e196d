"""Deliveries as admins and the tools that sent them see them."""

from typing import LiteralString

from sqlmodel import Session

from domain.errors import NotFound
from domain.store.driver import connection
from domain.views import DeliveryView

_VIEW: LiteralString = """
    select id, source, delivery_id, event, state, received_at, done_at, attempts, activities, reason,
           octet_length(body) from delivery
"""


def deliveries(
    session: Session, *, state: str | None, limit: int = 50, before: int | None = None
) -> tuple[DeliveryView, ...]:
    """The newest deliveries, of one state if given, older than the one with the id `before` if given."""
    rows = connection(session).execute(
        _VIEW
        + """
        where (%(state)s::text is null or state = %(state)s) and (%(before)s::bigint is null or id < %(before)s)
        order by id desc limit %(limit)s
        """,
        {"state": state, "before": before, "limit": limit},
    )
    return tuple(DeliveryView(*row) for row in rows)


def delivery(session: Session, source: str, delivery_id: str) -> DeliveryView:
    """One delivery by the id its tool gave it. Raises `NotFound`."""
    row = (
        connection(session).execute(_VIEW + "where source = %s and delivery_id = %s", (source, delivery_id)).fetchone()
    )
    if row is None:
        raise NotFound("There is no such delivery.")
    return DeliveryView(*row)
