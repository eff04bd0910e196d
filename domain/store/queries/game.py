"""The values that shape the whole game."""

from sqlmodel import Session, select

from domain.specs import LevelCurve
from domain.store.tables import GameRow


def level_curve(session: Session) -> LevelCurve:
    """The level curve in force; the default one until an admin chose another."""
    curve = session.exec(select(GameRow.curve)).first()
    return LevelCurve.model_validate(curve) if curve else LevelCurve()
