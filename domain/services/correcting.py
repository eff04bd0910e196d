"""Correcting: an admin takes a completion back, with a reason, and everybody can see why."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged
from domain.services import booking
from domain.services.play import Outcome, follow, xp
from domain.services.rights import require_admin
from domain.store import audit, definitions, history, ledger, mergers, people
from domain.store.ledger import Entry
from domain.store.scene import set_scene
from domain.store.tables import ReversalRow

MAX_REASON = 300


def reverse(
    session: Session, mission_id: UUID, player_id: UUID, period: str, *, reason: str, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Take back what one completion gave: its XP by an entry of its own, on the same day, and its badge.

    Missions that were completed because of it stay completed. Nobody does this to himself.
    """
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    if actor_id in {player_id, mergers.carries_on(session, player_id)}:
        raise Refused("You cannot correct what you earned yourself. Ask another admin.")
    definitions.share(session)
    reversal = ReversalRow(
        mission_id=mission_id,
        player_id=player_id,
        period=period,
        reason=reason.strip()[:MAX_REASON],
        actor_id=actor_id,
        at=now,
    )
    events = take_back(session, reversal, now=now)
    mission = definitions.mission(session, mission_id)
    details = {"title": mission.spec.title, "player": str(player_id), "window": period, "reason": reversal.reason}
    audit.note(session, at=now, actor_id=actor_id, action="mission.reversed", subject=str(mission_id), details=details)
    return events


def take_back(session: Session, reversal: ReversalRow, *, now: datetime) -> list[DomainEvent]:
    """The correction itself. What a merged account was paid is taken back from the player who carries on for it."""
    payer = mergers.carries_on(session, reversal.player_id)
    players = people.lock(session, {reversal.player_id, payer})
    if session.get(ReversalRow, (reversal.mission_id, reversal.player_id, reversal.period)) is not None:
        raise Refused("This was taken back already.")
    mission = definitions.mission(session, reversal.mission_id)
    lost = history.given(session, mission.id, reversal.player_id, reversal.period)
    if not lost or reversal.player_id not in players:
        raise NotFound("There is nothing to take back.")
    grant_key = f"mission:{reversal.mission_id}:{reversal.player_id}:{reversal.period}"
    entries = [
        Entry(
            player_id=payer,
            amount=-amount,
            occurred_at=now,
            known_at=now,
            day=day,
            cause="correction",
            cause_id=str(reversal.mission_id),
            activity_key=None,
            grant_key=f"{grant_key}:reversed:{day}",
            factors={"title": mission.spec.title, "reason": reversal.reason},
        )
        for day, amount in ledger.booked(session, grant_key).items()
    ]
    session.add(reversal)
    session.flush()
    booking.book(session, entries, now)
    outcome = Outcome(entries=entries)
    mine = lost if payer == reversal.player_id else []
    facts = [replace(fact, times=-1, since=max(now, fact.moment), received_at=now) for fact in mine]
    scene = set_scene(session, players, facts, now)
    follow(session, [*(one for one in facts if one.metric in scene.derived), *xp(entries, scene)], scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, players, {}, now)
    booking.tell(session, [*booked, *outcome.events])
    return [*booked, *outcome.events, PlayerChanged(payer)]
