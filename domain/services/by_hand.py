"""By hand: an admin gives XP, or takes it, with a reason that the player reads."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent
from domain.rules.zones import day_of
from domain.services import booking
from domain.services.play import Outcome, as_facts, follow, xp
from domain.services.rights import require_admin
from domain.specs import PersonKind
from domain.store import audit, by_hand, definitions, mergers, people
from domain.store.ledger import Entry
from domain.store.queries.game import cap_by_hand
from domain.store.scene import set_scene
from domain.store.tables import HandEntryRow, PlayerRow

MAX_REASON = 300


def give(
    session: Session, entry_id: UUID, player_id: UUID, amount: int, *, reason: str, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Give `amount` XP to a person, or take it where it is negative. The same `entry_id` is booked once.

    Nobody does this to himself. What is given and taken in one of the player's days stays within the cap, and a balance
    is never negative.
    """
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    if amount == 0:
        raise Invalid("Please check the input.", {"amount": "A whole number other than 0, please."})
    if actor_id in {player_id, mergers.carries_on(session, player_id)}:
        raise Refused("You cannot give XP to yourself. Ask another admin.")
    definitions.share(session)
    players = people.lock(session, [player_id])
    player = session.get(PlayerRow, player_id)
    if player is None or player.kind != PersonKind.HUMAN:
        raise NotFound("There is no such player.")
    if session.get(HandEntryRow, entry_id) is not None:
        return []
    day = day_of(players[player_id].zones, now)
    _check(player, amount, by_hand.moved(session, player_id, day), cap_by_hand(session))
    row = HandEntryRow(
        id=entry_id, player_id=player_id, amount=amount, day=day, reason=reason.strip()[:MAX_REASON],
        actor_id=actor_id, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    details = {"amount": amount, "reason": row.reason}
    audit.note(session, at=now, actor_id=actor_id, action="xp.by_hand", subject=str(player_id), details=details)
    return book(session, row, now=now)


def _check(player: PlayerRow, amount: int, moved: int, cap: int) -> None:
    if moved + abs(amount) > cap:
        left = max(cap - moved, 0)
        raise Refused(f"At most {cap:,} XP a day may be given to or taken from a player by hand: {left:,} XP are left.")
    if player.xp + amount < 0:
        raise Refused(f"{player.name} has {player.xp:,} XP. A balance is never negative.")


def book(session: Session, row: HandEntryRow, *, now: datetime) -> list[DomainEvent]:
    """The entry itself, and what follows from it."""
    players = people.lock(session, [row.player_id])
    entry = Entry(
        player_id=row.player_id,
        amount=row.amount,
        occurred_at=row.at,
        known_at=row.at,
        day=row.day,
        cause="hand",
        cause_id=str(row.id),
        activity_key=None,
        grant_key=f"hand:{row.id}",
        factors={"title": "by hand", "reason": row.reason},
    )
    booking.book(session, [entry], now)
    outcome = Outcome(entries=[entry])
    scene = set_scene(session, players, as_facts([entry]), now)
    follow(session, xp([entry], scene), scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, players, {}, now)
    events = [*booked, *outcome.events]
    booking.tell(session, events)
    return events
