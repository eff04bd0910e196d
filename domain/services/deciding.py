"""Deciding boards: when a span is over, its result is kept for good, and those in front hear of it.

Once a span, whoever tries and however late: what is decided stands under a unique key.
"""

from datetime import date, datetime

from sqlmodel import Session

from domain.events import BoardClosed, DomainEvent, PlaceTaken
from domain.rules import boards as rules
from domain.services import booking, rewards
from domain.specs import BoardSpec, Period, Ranked
from domain.store import boards, definitions, inbox, results
from domain.store.rewards import Grant

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
    return [*events, *pay(session, key, first, last, now=now)]


def pay(session: Session, key: str, first: date, last: date, *, now: datetime) -> list[DomainEvent]:
    """Give the prizes of a span that was decided, by what was kept of it then: each once."""
    spec, places = results.decided(session, key, first, last)
    span = f"board:{key}:{first}:{last}"
    title = f"{spec.title}, {rules.called(spec, first, last)}"
    grants = [
        Grant(one.subject_id, reward, f"{span}:{one.subject_id}:{number}:{part}", "board", key, title)
        for one in places
        for number in rules.won(spec, one.rank, one.score)
        for part, reward in enumerate(spec.prizes[number - 1].rewards, 1)
    ]
    return rewards.grant(session, grants, now=now)


def _podium(session: Session, spec: BoardSpec, first: date, last: date, now: datetime) -> list[PlaceTaken]:
    """Who came in first, second and third, of spans that are long enough to be news."""
    if spec.ranked is not Ranked.EVERYONE or spec.period is Period.DAY:
        return []
    span = f"in {rules.called(spec, first, last)}"
    return [
        PlaceTaken(one.subject_id, spec.key, spec.title, span, one.rank, now)
        for one in results.front(session, spec.key, first, last, PODIUM)
    ]
