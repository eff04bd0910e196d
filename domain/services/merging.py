"""Merging: two accounts that turn out to be one person go on as one player."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, SessionRevoked
from domain.rules.derived import SPENDING
from domain.rules.factors import lengthened
from domain.rules.history import changed
from domain.services import advancing, booking, scoring
from domain.services.play import Outcome, follow, give
from domain.services.rights import require_admin
from domain.specs import PersonKind
from domain.store import (
    audit,
    by_now,
    definitions,
    duels,
    facts,
    follows,
    history,
    inbox,
    mergers,
    people,
    season_ends,
)
from domain.store.factors import Late
from domain.store.history import Wanted
from domain.store.ledger import Entry
from domain.store.scene import set_scene
from domain.store.tables import MergerRow, PlayerRow, SessionRow


def merge(session: Session, from_id: UUID, into_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let one player carry on for two: accounts, work, XP, badges and completed missions become his.

    Windows under way are counted anew from the work of both; accepted quests are not taken over. Nobody does this to
    himself, and it cannot be undone.
    """
    require_admin(session, actor_id)
    if actor_id in {from_id, into_id}:
        raise Refused("You cannot merge your own account. Ask another admin.")
    if from_id == into_id:
        raise Refused("These are one player already.")
    definitions.own(session)
    if inbox.is_pending(session, now):
        raise Refused("Some deliveries have not been applied yet. Please try again in a moment.")
    if season_ends.is_being_decided(session):
        raise Refused("A season is being closed. Please try again in a moment.")
    people.lock(session, [from_id, into_id])
    source = _person(session, from_id)
    _person(session, into_id)
    row = MergerRow(
        from_id=from_id, into_id=into_id, accounts=mergers.accounts(session, from_id), actor_id=actor_id, at=now
    )
    source.kind, source.kinds = PersonKind.MERGED.value, changed(source.kinds, PersonKind.MERGED.value, now)
    source.hidden, source.is_admin = True, False
    open_pages = session.exec(select(SessionRow).where(SessionRow.player_id == from_id)).all()
    events: list[DomainEvent] = [SessionRevoked(from_id, one.handle) for one in open_pages]
    session.exec(delete(SessionRow).where(col(SessionRow.player_id) == from_id))
    details = {"from": str(from_id)}
    follows.hand_over(session, from_id, into_id)
    duels.hand_over(session, from_id, into_id)
    audit.note(session, at=now, actor_id=actor_id, action="player.merged", subject=str(into_id), details=details)
    take_over(session, row, now=now)
    return [*events, PlayerChanged(from_id), PlayerChanged(into_id)]


def take_over(session: Session, merger: MergerRow, *, now: datetime) -> None:
    """The merger itself, on the tables that follow from it."""
    players = people.lock(session, [merger.from_id, merger.into_id])
    session.add(merger)
    session.flush()
    days = mergers.days(session, merger.from_id)
    known = by_now.worked(session, [merger.from_id, merger.into_id])
    mergers.move(session, merger)
    entries = [
        _entry(merger, player, day, sign * xp, sign * coins, spending=spending)
        for day, spending, xp, coins in days
        for player, sign in ((merger.from_id, -1), (merger.into_id, 1))
    ]
    lengths = lengthened(known.get(merger.into_id, ()), known.get(merger.from_id, ()))
    late = Late(f"merger:{merger.from_id}", lengths)
    if lengths:
        entries += scoring.score_again(session, {merger.into_id: late}, by_now.of(session, [merger.into_id]))
    booking.book(session, entries, now)
    outcome = Outcome(entries=entries)
    mine = {merger.into_id: players[merger.into_id]}
    metrics = frozenset(facts.metrics_of(session, merger.into_id))
    found = history.read(session, [Wanted((merger.into_id,), metrics)])[0]
    scene = set_scene(session, mine, found, now)
    done, _ = advancing.advance(session, found, scene)
    follow(session, give(session, done, scene, outcome, now), scene, outcome, now)
    booking.balance(session, outcome.entries, {}, players, {}, now)


def _entry(merger: MergerRow, player: UUID, day: date, amount: int, coins: int, *, spending: bool) -> Entry:
    """What was spent moves apart from what was earned, so that it stays spending."""
    return Entry(
        player_id=player,
        amount=amount,
        occurred_at=merger.at,
        known_at=merger.at,
        day=day,
        cause=SPENDING if spending else "correction",
        cause_id=str(merger.from_id),
        activity_key=None,
        grant_key=f"merger:{merger.from_id}:{player}:{day}{':spent' if spending else ''}",
        factors={"title": "merged accounts", "reason": "Two accounts turned out to be one person."},
        coins=coins,
    )


def _person(session: Session, player_id: UUID) -> PlayerRow:
    player = session.get(PlayerRow, player_id)
    if player is None or player.kind in {PersonKind.MERGED, PersonKind.ERASED}:
        raise NotFound("There is no such player.")
    if player.kind != PersonKind.HUMAN:
        raise Refused("Only people can be merged.")
    return player
