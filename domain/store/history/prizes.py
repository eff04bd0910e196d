"""What one window of a mission gave."""

from uuid import UUID

from sqlmodel import Session

from domain.specs import Fact
from domain.store.driver import connection
from domain.store.history.badges import badges
from domain.store.history.missions import missions


def given(session: Session, mission_id: UUID, player_id: UUID, period: str, prize: str) -> list[Fact]:
    """The completion and the badges that a player has from one window of a mission, and that still stand."""
    row = connection(session).execute("select slug from mission where id = %s", (mission_id,)).fetchone()
    slug, cause = row[0] if row else "", f"mission:{mission_id}:{prize}"
    wanted = {f"mission:{slug}:{player_id}:{period}"}
    earned = badges(session, [player_id]).get(player_id, [])
    done = [fact for fact in missions(session, [player_id]).get(player_id, []) if fact.key in wanted]
    return [*done, *(fact for fact in earned if fact.key.endswith(f":{player_id}:{cause}"))]
