"""What an admin would publish while a page is open, and what players find on it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import missions
from domain.specs import Condition, Kind, MissionSpec, Step
from domain.store import session
from domain.store.tables import PlayerRow
from tests.app.pages.conftest import Visit

QUEST = MissionSpec(
    title="The way of a change",
    kind=Kind.QUEST,
    steps=(
        Step(title="Land one", requirement=Condition(metric="pull_request.merged", threshold=1), xp=25),
        Step(title="Land two more", requirement=Condition(metric="pull_request.merged", threshold=2)),
    ),
    xp=100,
)


def publish(visit: Visit, spec: MissionSpec) -> UUID:
    """The new mission; the page is not told."""
    mission, now = uuid4(), datetime.now(UTC)
    make_admin(visit)
    session.write(missions.draft, mission, spec, actor_id=visit.player_id, now=now)
    session.write(missions.publish, mission, actor_id=visit.player_id, now=now)
    return mission


def shown(visit: Visit, heading: str) -> dict[str, dict[str, Any]]:
    """The missions under that heading by their title."""
    marker = "together" if heading == "Together" else "missions"
    lists = [element.props for element in visit.user.find(marker=marker).elements]
    return {card["title"]: card for props in lists if props["heading"] == heading for card in props["missions"]}


def make_admin(visit: Visit) -> UUID:
    """The person of the visit, who may now do what admins may."""

    def make(session: Session) -> list[DomainEvent]:
        row = session.get(PlayerRow, visit.player_id)
        assert row is not None
        row.is_admin = True
        return []

    session.write(make)
    return visit.player_id
