"""What is asked by login, on the command line."""

from datetime import datetime

from sqlmodel import Session

from domain.errors import NotFound
from domain.store.driver import connection
from domain.store.queries.explain.activities import explain_activity
from domain.store.queries.explain.missions import explain_mission
from domain.views import Explanation


def explain(session: Session, login: str, what: str, *, now: datetime) -> Explanation:
    """A mission (by its slug) or a piece of work (by its key) to the player of a login. Raises `NotFound`."""
    driver = connection(session)
    player = driver.execute("select id from player where lower(login) = lower(%s) order by id", (login,)).fetchone()
    if player is None:
        raise NotFound(f"There is no player “{login}”.")
    mission = driver.execute(
        "select id from mission where slug = %s and published_at <= %s order by version desc limit 1", (what, now)
    ).fetchone()
    if mission is not None:
        return explain_mission(session, mission[0], player_id=player[0], now=now)
    return explain_activity(session, what, player_id=player[0])
