"""Correcting: an admin takes a completion back, with a reason, and everybody can see why."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged
from domain.rules.coins import spent
from domain.rules.coins import taken as coins_taken
from domain.services import booking, boosts, granting
from domain.services.play import Outcome, follow, xp
from domain.services.rewarding import reward_keys
from domain.services.rights import require_admin
from domain.store import audit, definitions, history, ledger, mergers, people, rewards
from domain.store.definitions import Mission
from domain.store.ledger import Entry
from domain.store.rewards import Reward
from domain.store.scene import is_quest, set_scene
from domain.store.tables import ReversalRow

MAX_REASON = 300


def reverse(
    session: Session, mission_id: UUID, player_id: UUID, period: str, *, reason: str, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Take back what one completion gave: its XP and coins by an entry of its own, on the same day, and its badge.

    Of coins that were spent meanwhile only what is left is taken: a balance is never negative.
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
    events += _stop_boosts(session, reversal, now)
    mission = definitions.mission(session, mission_id)
    details = {"title": mission.spec.title, "player": str(player_id), "window": period, "reason": reversal.reason}
    audit.note(session, at=now, actor_id=actor_id, action="mission.reversed", subject=str(mission_id), details=details)
    return events


def take_back(session: Session, reversal: ReversalRow, *, now: datetime, coins: int | None = None) -> list[DomainEvent]:
    """The correction itself. What a merged account was paid is taken back from the player who carries on for it.

    `coins` is how many of them were left when it was decided; None decides it now.
    """
    payer = mergers.carries_on(session, reversal.player_id)
    players = people.lock(session, {reversal.player_id, payer})
    if session.get(ReversalRow, (reversal.mission_id, reversal.player_id, reversal.period)) is not None:
        raise Refused("This was taken back already.")
    mission = definitions.mission(session, reversal.mission_id)
    reversal.prize = "quest" if is_quest(mission) else reversal.period
    lost = history.given(session, mission.id, reversal.player_id, reversal.period, reversal.prize)
    if not lost or reversal.player_id not in players:
        raise NotFound("There is nothing to take back.")
    names = _names(session, reversal)
    paid = ledger.granted(session, names)
    grant_key = next((name for name in names if name in paid), names[0])
    booked = ledger.booked(session, grant_key)
    left = ledger.coins_of(session, payer) if coins is None else coins
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
            factors={"title": mission.spec.title, "reason": reversal.reason, **spent(given, taken)},
            coins=-taken,
        )
        for (day, (amount, given)), taken in zip(booked.items(), coins_taken(booked.values(), left), strict=True)
    ]
    rest = left + sum(entry.coins for entry in entries)
    more = granting.take_back(session, _rewards(session, mission, reversal), reversal.reason, now, coins=rest)
    entries += more.entries
    reversal.coins = -sum(entry.coins for entry in entries)
    session.add(reversal)
    session.flush()
    booking.book(session, entries, now)
    outcome = Outcome(entries=entries)
    mine = lost if payer == reversal.player_id else []
    facts = [*(replace(fact, times=-1, since=max(now, fact.moment), received_at=now) for fact in mine), *more.facts]
    scene = set_scene(session, players, facts, now)
    follow(session, [*(one for one in facts if one.metric in scene.derived), *xp(entries, scene)], scene, outcome, now)
    said = [*booking.balance(session, outcome.entries, {}, players, {}, now), *outcome.events]
    booking.tell(session, said)
    return [*said, *more.events, PlayerChanged(payer)]


def _stop_boosts(session: Session, reversal: ReversalRow, now: datetime) -> list[DomainEvent]:
    """A boost that the completion gave, and that runs, ends from now on: what was paid with it stays."""
    given = _rewards(session, definitions.mission(session, reversal.mission_id), reversal)
    return [event for one in given if one.used_at for event in boosts.end(session, f"reward:{one.id}", now)]


def _names(session: Session, reversal: ReversalRow) -> list[str]:
    """What it may have been paid as: to himself, or to an account that he carries on for."""
    accounts = [reversal.player_id, *mergers.carried(session, reversal.player_id)]
    return [f"mission:{reversal.mission_id}:{account}:{reversal.prize}" for account in accounts]


def _rewards(session: Session, mission: Mission, reversal: ReversalRow) -> list[Reward]:
    """What the completion gave besides XP and its badge."""
    number = len(mission.spec.rewards_of(reversal.prize))
    given = (
        rewards.these(session, [rewards.id_of(key) for key in reward_keys(name, number)])
        for name in _names(session, reversal)
    )
    return next(filter(None, given), [])
