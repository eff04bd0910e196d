"""Deciding boards: when a span is over, its result is kept for good, and those in front hear of it.

Once a span, whoever tries and however late: what is decided stands under a unique key.
"""

from datetime import date, datetime

from sqlmodel import Session

from domain.events import BoardClosed, DomainEvent, PlaceTaken
from domain.rules import boards as rules
from domain.services import booking
from domain.specs import BoardSpec, Period, Ranked
from domain.store import boards, definitions, inbox, results

#: The places that somebody is congratulated on.
PODIUM = 3


def decide(session: Session, key: str, first: date, last: date, *, now: datetime) -> list[DomainEvent]:
    """Decide one span, unless something that came in before its decision has not been applied."""
    definitions.share(session)
    spec = boards.spec(session, key)
    due = rules.decided_at(last)
    if spec is None or not spec.on or now < due or inbox.is_pending(session, due):
        return []
    if not results.freeze(session, spec, first, last, now):
        return []
    events: list[DomainEvent] = [*_podium(session, spec, first, last, now), BoardClosed(key, first)]
    booking.tell(session, events)
    return events


def _podium(session: Session, spec: BoardSpec, first: date, last: date, now: datetime) -> list[PlaceTaken]:
    """Who came in first, second and third, of spans that are long enough to be news."""
    if spec.ranked is not Ranked.EVERYONE or spec.period is Period.DAY:
        return []
    span = f"in {rules.called(spec, first, last)}"
    return [
        PlaceTaken(one.subject_id, spec.key, spec.title, span, one.rank, now)
        for one in results.front(session, spec.key, first, last, PODIUM)
    ]
