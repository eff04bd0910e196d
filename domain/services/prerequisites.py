"""Prerequisites: no mission begins before those it comes after."""

from datetime import datetime

from sqlmodel import Session, col, select

from domain.errors import Invalid
from domain.specs import MissionSpec
from domain.store.tables import MissionRow


def require(session: Session, spec: MissionSpec, begins: datetime) -> None:
    """Refuse what comes after a mission that has not begun by `begins`; one that has ended since may be named."""
    versions = select(MissionRow).where(col(MissionRow.slug).in_(spec.after)).order_by(col(MissionRow.version))
    titles: dict[str, str] = {}
    begun: set[str] = set()
    for row in session.exec(versions):
        titles[row.slug] = row.spec["title"]
        if _began(row, begins):
            begun.add(row.slug)
    for slug in spec.after:
        if slug not in begun:
            sentence = f"“{titles[slug]}” has not begun by then. Publish that one first."
            raise Invalid("Please check the input.", {"after": sentence})


def _began(row: MissionRow, begins: datetime) -> bool:
    """Whether a version counts by then; one that was called off never does."""
    called_off = row.retired_at is not None and row.retired_at == row.published_at
    return row.published_at is not None and row.published_at <= begins and not called_off
