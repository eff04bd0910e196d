"""What waits to be closed: windows that are over, shared ones that are not paid, missions that are scheduled."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.missions import WESTERNMOST, closes_at, windows
from domain.store import definitions, facts, progress
from domain.store.definitions import Mission
from domain.store.progress import Pair


def due(session: Session, *, now: datetime) -> list[tuple[UUID, str]]:
    """(mission, window) of windows that are over and not decided, the oldest first."""
    found: list[tuple[datetime, UUID, str]] = []
    for mission in definitions.settling(session):
        since = _first_day(session, mission)
        if since is None:
            continue
        settled = progress.settled(session, mission.id)
        for name in windows(mission.spec, since, now):
            over = closes_at(mission.spec, name)
            was_on = over is not None and (mission.running.retired_at is None or over <= mission.running.retired_at)
            if name not in settled and over is not None and was_on:
                found.append((over, mission.id, name))
    return [(mission_id, name) for _, mission_id, name in sorted(found)]


def owed(session: Session) -> list[Pair]:
    """Windows that teams completed and for which somebody who helped is not paid yet."""
    return progress.owed(session)


def is_scheduled(session: Session, *, now: datetime) -> bool:
    """Whether the time of something scheduled has come, or of the version before it."""
    return definitions.is_due(session, now)


def _first_day(session: Session, mission: Mission) -> date | None:
    """From when on, anywhere on Earth, there are windows to decide; None while nobody did anything."""
    counts_from = mission.running.counts_from
    return (counts_from - WESTERNMOST).date() if counts_from else facts.first_day(session)
