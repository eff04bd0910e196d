"""Looking: once an hour somebody looks at what was done, and keeps what seems odd or is silent.

The first look of a day is at everybody, the others at those about whom anything is new.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlmodel import Session

from domain.events import DomainEvent, FairPlayLooked
from domain.rules.fair_play import HELD_BY_ITSELF, Finding
from domain.rules.silence import Silence
from domain.store import findings, inbox
from domain.store.queries import oddities, silence
from domain.store.queries.game import holds_by_itself


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw: up to the activity `newest`, and whether he looked at everybody (`whole`).

    `gone` are the keys of what is not found any more.
    """

    newest: int
    whole: bool
    found: Sequence[Finding]
    gone: Sequence[str]
    silent: Sequence[Silence]


def period(now: datetime) -> str:
    """The hour a look is for."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H")


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether nobody had this hour's look. It waits for what came in before the hour."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return not findings.is_looked_at(session, period(now)) and not inbox.is_pending(session, hour)


def look(session: Session, *, now: datetime) -> Seen:
    """What there is to see, without keeping it: of what nothing is new about, what was found before stays true."""
    newest = findings.newest_activity(session)
    before = findings.kept(session, _begin(now))
    base = findings.base(session, now)
    scope = oddities.changed(session, base.behind, base.at, before, now=now) if base else oddities.everything(now)
    found = oddities.work_out(session, scope, now=now) if scope else []
    keys = {one.key for one in found}
    gone = [one.key for one in before if scope and scope.covers(one) and one.key not in keys]
    return Seen(newest, base is None, found, gone, silence.work_out(session, now=now))


def keep(session: Session, seen: Seen, *, now: datetime) -> list[DomainEvent]:
    """Keep what was seen, if nobody has for this hour."""
    if not findings.claim(session, period(now), seen.newest, now, whole=seen.whole):
        return []
    findings.put(session, seen.found, seen.gone)
    findings.put_silences(session, seen.silent)
    return [FairPlayLooked(len(seen.found))]


def _begin(now: datetime) -> datetime:
    return now - timedelta(days=oddities.DAYS)


def to_hold(session: Session, *, now: datetime) -> list[str]:
    """Findings that are held without an admin, if that is wanted at all."""
    if not holds_by_itself(session):
        return []
    return findings.to_hold(session, HELD_BY_ITSELF, _begin(now))
