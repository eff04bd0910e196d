"""Kudos that were said."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.rules.kudos import Thanks
from domain.store.driver import connection


def recent(session: Session, players: Collection[UUID], today: date) -> list[Thanks]:
    """What these people said to anybody in the last five weeks; that holds this week and this month."""
    rows = connection(session).execute(
        "select from_id, to_id, day from kudos where from_id = any(%s) and day >= %s",
        (list(players), today - timedelta(days=35)),
    )
    return [Thanks(*row) for row in rows]
