"""Setup: what a new Questboard begins with."""

from datetime import datetime
from functools import cache
from pathlib import Path

from sqlmodel import Session, select

from domain.events import DomainEvent
from domain.rules.packs import Pack, decode, read
from domain.services import packs
from domain.store import definitions
from domain.store.tables import BadgeRow, MissionRow, ScoringRuleRow

STARTER = Path(__file__).parents[2] / "assets" / "packs" / "starter.yaml"


@cache
def starter() -> Pack:
    """The pack that comes with Questboard."""
    return read(decode(STARTER.read_bytes(), STARTER.name), STARTER.name)


def seed(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Apply the starter pack to an empty game. A game in which anything is defined is left as it is."""
    definitions.own(session)
    if any(session.exec(select(table).limit(1)).first() for table in (ScoringRuleRow, BadgeRow, MissionRow)):
        return []
    return packs.apply(session, starter(), actor_id=None, now=now)
