"""The game as a whole: the values an admin may set for everybody."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid
from domain.events import DomainEvent, Resync
from domain.services import factors
from domain.services.rights import require_admin
from domain.specs import MOST_BY_HAND, LevelCurve
from domain.store import audit
from domain.store.queries.game import cap_by_hand, level_curve
from domain.store.tables import GameRow


def set_curve(session: Session, curve: LevelCurve, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Choose another level curve. Levels are a function of XP: everybody's follow at once, nobody's XP changes.

    What levels add to work goes by it from the next day on. `actor_id` None is the program itself, for a pack.
    """
    if actor_id is not None:
        require_admin(session, actor_id)
    details = {"from": level_curve(session).model_dump(), "to": curve.model_dump()}
    game = session.get(GameRow, 1) or GameRow(id=1, curve=curve.model_dump())
    game.curve = curve.model_dump()
    session.add(game)
    session.flush()  # the curve is read again
    audit.note(session, at=now, actor_id=actor_id, action="game.level_curve", subject="game", details=details)
    factors.follow_curve(session, actor_id=actor_id, now=now)
    return [Resync()]


def set_cap_by_hand(session: Session, cap: int, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Choose how much XP may be given to or taken from a player by hand in a day; 0 forbids it."""
    if actor_id is not None:
        require_admin(session, actor_id)
    if not 0 <= cap <= MOST_BY_HAND:
        raise Invalid("Please check the input.", {"cap": f"A whole number from 0 to {MOST_BY_HAND:,}, please."})
    details = {"from": cap_by_hand(session), "to": cap}
    game = session.get(GameRow, 1) or GameRow(id=1, curve=level_curve(session).model_dump())
    game.cap_by_hand = cap
    session.add(game)
    audit.note(session, at=now, actor_id=actor_id, action="game.cap_by_hand", subject="game", details=details)
    return []
