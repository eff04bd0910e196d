"""What these tests ask, and what of the answers they look at."""

from datetime import timedelta
from uuid import UUID

from domain.store import session
from domain.store.queries import explain
from domain.views import Explanation
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW

RULE = "Scoring rule “Issue completed”, version 1"


def entry(line: int = -1, *, seen_by: UUID | None = None) -> Explanation:
    """Of one line of Ada's ledger, the newest unless told otherwise."""
    ada = game.player(ADA)
    ids = [row[0] for row in game.rows("select id from xp_entry where player_id = %s order by id", ada)]
    return session.read(explain.explain_entry, ids[line], player_id=seen_by or ada)


def mission(mission_id: UUID, *, at: timedelta = timedelta()) -> Explanation:
    return session.read(explain.explain_mission, mission_id, player_id=game.player(ADA), now=NOW + at)


def reasons(explanation: Explanation) -> list[str]:
    return [one.why for one in explanation.evidence]
