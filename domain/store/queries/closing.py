"""What waits to be closed: windows that are over, shared ones that are not paid, missions that are scheduled."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.missions import WESTERNMOST, closes_at, windows
from domain.rules.seasons import begins_at, decided_at
from domain.store import definitions, facts, progress, seasons
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


def seasons_to_open(session: Session, *, now: datetime) -> list[str]:
    """Announced seasons whose first day has begun somewhere and that are not open yet."""
    return [
        one.spec.id
        for one in reversed(seasons.seasons(session))
        if one.announced_at is not None and one.opened_at is None and begins_at(one.spec.first) <= now
    ]


def seasons_to_decide(session: Session, *, now: datetime) -> list[str]:
    """Open seasons that are over, the grace included, and not decided."""
    return [
        one.spec.id
        for one in reversed(seasons.seasons(session))
        if one.opened_at is not None and one.decided_at is None and decided_at(one.spec.last) <= now
    ]


def seasons_to_settle(session: Session) -> list[str]:
    """Decided seasons of which not every prize is paid."""
    return [
        one.spec.id
        for one in reversed(seasons.seasons(session))
        if one.decided_at is not None and one.closed_at is None
    ]


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
