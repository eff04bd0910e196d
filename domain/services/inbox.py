"""The batch: deliveries become activities, XP, progress and badges, all in the transaction that marks them done.

The steps stand in `_apply` in their order. Locks are taken in one order everywhere (definitions, deliveries,
identities, players), each sorted, so that any number of workers may do this at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlmodel import Session

from domain import sources
from domain.events import DeliveryFailed, DomainEvent, PlayerJoined
from domain.rules.history import value_at
from domain.rules.zones import day_of
from domain.services import boards, play
from domain.specs import ActivitySpec, Person, PersonKind
from domain.store import definitions, facts, inbox, naming, people
from domain.store.facts import Placed
from domain.store.inbox import Claimed, Outcome
from domain.store.people import Locked

#: How far ahead of ours a sender's clock may be.
CLOCKS_DIFFER = timedelta(hours=1)

_NO_PEOPLE = frozenset({PersonKind.BOT.value, PersonKind.AGENT.value})

log = structlog.get_logger()


def apply(session: Session, *, now: datetime, limit: int) -> list[DomainEvent]:
    """Apply up to `limit` deliveries that are due."""
    boards.keep_up(session, now=now)
    definitions.share(session)
    return _apply(session, inbox.claim(session, now, limit), definitions.after_the_last(session, now))


def apply_one(session: Session, delivery: int, *, now: datetime) -> list[DomainEvent]:
    """Apply one delivery alone: how the bad one in a batch is found."""
    definitions.share(session)
    return _apply(session, inbox.claim_one(session, delivery), definitions.after_the_last(session, now))


def play_again(session: Session, claimed: Sequence[Claimed], *, now: datetime) -> list[DomainEvent]:
    """Apply deliveries that were applied before, on tables that know nothing of them."""
    return _apply(session, claimed, now)


def put_off(session: Session, delivery: int, reason: str, *, now: datetime) -> list[DomainEvent]:
    """Count a failed attempt: again after a pause that grows, then set aside as failed with its reason."""
    if not inbox.put_off(session, delivery, reason[:1_000], now):
        return []
    log.warning("delivery.failed", delivery=delivery, reason=reason)
    return [DeliveryFailed(delivery, reason[:200])]


def _apply(session: Session, claimed: Sequence[Claimed], now: datetime) -> list[DomainEvent]:
    readings, events = _interpret(session, claimed, now)
    if not readings:
        return events
    accounts, players, joined = _meet(session, readings, now)
    begun = people.begun(session, accounts)
    placed = _place(readings, accounts, players, begun)
    new = facts.record(session, placed)
    events += [PlayerJoined(player) for player in joined]
    events += play.play(session, [p for p in placed if p.spec.key in new], players, now)
    _finish(session, readings, placed, new, _bots(readings, accounts, players), now)
    _forget_the_gone(session, readings, accounts, begun)
    return events


def _interpret(
    session: Session, claimed: Sequence[Claimed], now: datetime
) -> tuple[list[tuple[Claimed, sources.Reading]], list[DomainEvent]]:
    """Ask the sources what the deliveries say; one that cannot be read is put off alone."""
    readings: list[tuple[Claimed, sources.Reading]] = []
    events: list[DomainEvent] = []
    for item in claimed:
        try:
            readings.append((item, sources.read(item.delivery)))
        except Exception as error:  # noqa: BLE001  whatever is wrong with one delivery must not stop the others
            log.warning("delivery.unreadable", delivery=item.delivery.delivery_id, error=repr(error))
            events += put_off(session, item.id, str(error) or repr(error), now=now)
    return readings, events


def _meet(
    session: Session, readings: Iterable[tuple[Claimed, sources.Reading]], now: datetime
) -> tuple[dict[people.Account, UUID], dict[UUID, Locked], list[UUID]]:
    """Find or create the players concerned, then lock them."""
    persons = {
        (spec.person.provider, spec.person.subject): spec.person
        for _, reading in readings
        for spec in reading.activities
        if _plays(spec.person)
    }
    if not persons:
        return {}, {}, []
    accounts, joined = people.identify(session, persons.values(), now)
    return accounts, people.lock(session, accounts.values()), joined


def _plays(person: Person) -> bool:
    return person.kind is PersonKind.HUMAN


def _place(
    readings: Iterable[tuple[Claimed, sources.Reading]],
    accounts: dict[people.Account, UUID],
    players: dict[UUID, Locked],
    begun: Mapping[people.Account, datetime],
) -> list[Placed]:
    """Each activity once, with its player and his day; bots, also those an admin named, are left out.

    So is what came in about somebody who left, before he was here again.
    """
    placed: dict[str, Placed] = {}
    for item, reading in readings:
        for spec in reading.activities:
            player = _player_of(spec, item, accounts, players)
            since = begun.get((spec.person.provider, spec.person.subject))
            if since is not None and item.received_at < since:
                continue
            if player is not None and spec.key not in placed and _has_happened(spec, item):
                day = day_of(player.zones, spec.occurred_at, known_at=item.received_at)
                placed[spec.key] = Placed(spec, player.id, day, item.id, item.received_at)
    return list(placed.values())


def _has_happened(spec: ActivitySpec, item: Claimed) -> bool:
    """Nobody earns tomorrow's XP today; clocks may differ a little."""
    return spec.occurred_at <= item.received_at + CLOCKS_DIFFER


def _player_of(
    spec: ActivitySpec, item: Claimed, accounts: dict[people.Account, UUID], players: dict[UUID, Locked]
) -> Locked | None:
    """Who did it, if he was a person in the game when it came in."""
    player_id = accounts.get((spec.person.provider, spec.person.subject))
    player = players.get(player_id) if player_id else None
    is_human = player is not None and value_at(player.kinds, item.received_at) == PersonKind.HUMAN
    return player if is_human else None


def _bots(
    readings: Iterable[tuple[Claimed, sources.Reading]],
    accounts: Mapping[people.Account, UUID],
    players: Mapping[UUID, Locked],
) -> Mapping[int, int]:
    """How many facts of each delivery are the work of accounts that an admin named bots or agents."""
    found: dict[int, int] = defaultdict(int)
    for item, reading in readings:
        for spec in reading.activities:
            player_id = accounts.get((spec.person.provider, spec.person.subject))
            player = players.get(player_id) if player_id else None
            found[item.id] += player is not None and value_at(player.kinds, item.received_at) in _NO_PEOPLE
    return found


def _finish(
    session: Session,
    readings: Iterable[tuple[Claimed, sources.Reading]],
    placed: Iterable[Placed],
    new: set[str],
    bots: Mapping[int, int],
    now: datetime,
) -> None:
    """Mark the deliveries done, with what each of them gave and what was knowingly left out."""
    given: dict[int, int] = defaultdict(int)
    for activity in placed:
        given[activity.delivery_id] += activity.spec.key in new
    inbox.finish(
        session,
        [
            Outcome(item.id, given[item.id], reading.unknown, _reason(item, reading, bots[item.id]))
            for item, reading in readings
        ],
        now,
    )


def _forget_the_gone(
    session: Session,
    readings: Iterable[tuple[Claimed, sources.Reading]],
    accounts: Mapping[people.Account, UUID],
    begun: Mapping[people.Account, datetime],
) -> None:
    """Keep nothing of what a delivery says about the work of somebody who was erased."""
    for item, reading in readings:
        left = tuple(spec for spec in reading.activities if not _is_gone(spec.person, item, accounts, begun))
        if len(left) < len(reading.activities):
            note = "Not counted: the work of somebody who left."
            naming.keep_only(session, item.id, sources.Reading(left, (*reading.notes, note), reading.unknown))


def _is_gone(
    person: Person, item: Claimed, accounts: Mapping[people.Account, UUID], begun: Mapping[people.Account, datetime]
) -> bool:
    account = (person.provider, person.subject)
    since = begun.get(account)
    return _plays(person) and (account not in accounts or (since is not None and item.received_at < since))


def _reason(item: Claimed, reading: sources.Reading, bots: int) -> str | None:
    """What was knowingly left out of a delivery, in words."""
    early = sum(not _has_happened(spec, item) for spec in reading.activities)
    notes = list(reading.notes)
    if bots:
        notes.append(f"{bots} × not counted: the work of an account that an admin named a bot or an agent.")
    if early:
        notes.append(f"{early} × not counted: it lies in the future.")
    return " ".join(notes)[:1_000] or None
