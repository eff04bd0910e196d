"""Looking: once an hour somebody looks at everything that was done, and keeps what seems odd or is silent."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from domain.events import DomainEvent, FairPlayLooked
from domain.rules.fair_play import HELD_BY_ITSELF, Finding
from domain.rules.silence import Silence
from domain.store import findings, inbox
from domain.store.queries import oddities, silence
from domain.store.queries.game import holds_by_itself


def period(now: datetime) -> str:
    """The hour a look is for."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H")


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether nobody had this hour's look. It waits for what came in before the hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return not findings.is_looked_at(session, period(now)) and not inbox.is_pending(session, hour)


def look(session: Session, *, now: datetime) -> tuple[int, list[Finding] | None, list[Silence]]:
    """What there is to see, without keeping it; None where nothing was done since the last look."""
    newest = findings.newest_activity(session)
    odd = oddities.work_out(session, now=now) if newest != findings.behind(session) else None
    return newest, odd, silence.work_out(session, now=now)


def keep(
    session: Session, seen: tuple[int, Sequence[Finding] | None, Sequence[Silence]], *, now: datetime
) -> list[DomainEvent]:
    """Keep what was seen, if nobody has for this hour."""
    newest, odd, silent = seen
    if not findings.claim(session, period(now), newest, now):
        return []
    if odd is not None:
        findings.put(session, odd, now - timedelta(days=oddities.DAYS))
    findings.put_silences(session, silent)
    return [FairPlayLooked(len(odd or ()))]


def to_hold(session: Session, *, now: datetime) -> list[str]:
    """Findings that are held without an admin, if that is wanted at all."""
    if not holds_by_itself(session):
        return []
    return findings.to_hold(session, HELD_BY_ITSELF, now - timedelta(days=oddities.DAYS))
