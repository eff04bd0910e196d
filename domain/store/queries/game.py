"""The values that shape the whole game."""

from sqlmodel import Session, select

from domain.specs import CAP_BY_HAND, HOLD_DAYS, GameRules, LevelCurve
from domain.store.tables import GameRow


def level_curve(session: Session) -> LevelCurve:
    """The level curve in force; the default one until an admin chose another."""
    curve = session.exec(select(GameRow.curve)).first()
    return LevelCurve.model_validate(curve) if curve else LevelCurve()


def cap_by_hand(session: Session) -> int:
    """How much XP may be given to or taken from a player by hand in a day."""
    cap = session.exec(select(GameRow.cap_by_hand)).first()
    return CAP_BY_HAND if cap is None else cap


def hold_days(session: Session) -> int:
    """For how many days work is held for a person to look at."""
    days = session.exec(select(GameRow.hold_days)).first()
    return HOLD_DAYS if days is None else days


def holds_by_itself(session: Session) -> bool:
    """Whether the few kinds of which everything is held are held without an admin."""
    by_itself = session.exec(select(GameRow.holds_by_itself)).first()
    return True if by_itself is None else by_itself


def rules(session: Session) -> GameRules:
    """What else shapes the whole game."""
    row = session.get(GameRow, 1)
    if row is None:
        return GameRules()
    return GameRules(
        streaks=row.streaks,
        cap_by_hand=row.cap_by_hand,
        hold_days=row.hold_days,
        holds_by_itself=row.holds_by_itself,
    )
