"""Rewards: given, claimed, used, lost and revoked.

Whatever changes where a reward stands is a decision, which is recorded and which a replay carries out again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, PlayerChanged, RewardChanged
from domain.rules.rewards import name_of
from domain.services import booking, boosts, granting, streaks
from domain.services.granting import Given
from domain.services.play import Outcome, as_facts, follow
from domain.services.rights import require_admin
from domain.specs import KEPT, RewardKind
from domain.store import audit, awards, definitions, ledger, people, rewards
from domain.store.people import Locked
from domain.store.rewards import Grant, Reward
from domain.store.scene import set_scene
from domain.store.tables import PurchaseRow, RewardDecisionRow

MAX_REASON = 300
#: So many rewards expire in one transaction.
CHUNK = 200
_MOMENT = timedelta(microseconds=1)


def grant(session: Session, grants: Sequence[Grant], *, now: datetime) -> list[DomainEvent]:
    """Give rewards for whatever another verb decided; what was given under the same key is not given again.

    What follows from decisions and deliveries is not recorded: the verb that is replayed gives it again. Whoever has
    locked players before has shared, or owns, the definitions.
    """
    if not grants:
        return []
    definitions.share(session)
    players = people.lock(session, {one.player_id for one in grants})
    return _book(session, granting.give(session, grants, players, now), players, now)


def claim(session: Session, player_id: UUID, reward_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Take a reward that waits. Claiming it again does nothing."""
    reward = _mine(session, player_id, reward_id)
    if reward.state == "claimed":
        return []
    if reward.state == "revoked":
        raise Refused("An admin has taken this reward back.")
    if reward.state == "expired" or (reward.expires_at is not None and reward.expires_at <= now):
        raise Refused(f"This reward was there until {reward.expires_at:%-d %B %Y}.")
    return _decide(session, reward, "claimed", now, actor_id=player_id)


def revoke(session: Session, reward_id: UUID, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take a reward back: what it gave by an entry of its own, on the same day. Nobody does this to himself.

    A boost that runs ends from now on, and what was paid with it stays; whatever else was used is gone.
    """
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    definitions.share(session)
    if (found := rewards.one(session, reward_id)) is None:
        raise NotFound("There is no such reward.")
    people.lock(session, [found.player_id])
    reward = rewards.one(session, reward_id)
    if reward is None or reward.player_id != found.player_id:
        raise NotFound("There is no such reward.")
    if reward.player_id == actor_id:
        raise Refused("You cannot correct what you got yourself. Ask another admin.")
    if reward.state in {"revoked", "expired"}:
        raise Refused("This reward is gone already.")
    if reward.used_at is not None and not boosts.lasts(session, _cause(reward), now):
        raise Refused("This reward has been used already.")
    said = reason.strip()[:MAX_REASON]
    events = _decide(session, reward, "revoked", now, actor_id=actor_id, reason=said)
    events += boosts.end(session, _cause(reward), now)
    name = name_of(reward.spec, awards.named(session, [reward.spec]))
    note = (reward.player_id, now, "reward", name, f"An admin has taken this back. {said}")
    awards.notify(session, [note])
    details = {"for": reward.title, "reward": reward.spec.model_dump(mode="json", exclude_defaults=True)}
    details |= {"player": str(reward.player_id), "reason": said}
    audit.note(session, at=now, actor_id=actor_id, action="reward.revoked", subject=str(reward_id), details=details)
    return events


def expire(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Let go what waited longer than it may, however long ago that was: each reward once, whoever tries."""
    definitions.share(session)
    waiting = rewards.due(session, now, CHUNK)
    people.lock(session, {one.player_id for one in waiting})
    still = [one for one in rewards.these(session, [one.id for one in waiting]) if one.state == "pending"]
    return [event for one in still for event in _decide(session, one, "expired", now)]


def use(session: Session, player_id: UUID, reward_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Use what one keeps, once: a boost starts, freezes are added, a thing is marked as used.

    Using it again does nothing. Raises `Refused` for a title, which is worn, and for what a person hands over.
    """
    reward = _mine(session, player_id, reward_id)
    if reward.used_at is not None:
        return []
    if reward.state != "claimed" or reward.spec.kind not in KEPT - {RewardKind.TITLE}:
        raise Refused("This cannot be used.")
    if reward.cause == "purchase" and session.get_one(PurchaseRow, UUID(reward.cause_id)).real:
        raise Refused("Somebody of your team will hand this over to you.")
    return _decide(session, reward, "used", now, actor_id=player_id)


def hand_over(session: Session, reward_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Mark as used what was handed over to its player, whose row is locked."""
    reward = rewards.one(session, reward_id)
    if reward is None or reward.state != "claimed" or reward.used_at is not None:
        raise Refused("There is nothing to hand over.")
    return _decide(session, reward, "used", now, actor_id=actor_id)


def undo(session: Session, reward_id: UUID, reason: str, *, now: datetime) -> list[DomainEvent]:
    """Take back what another verb gave, as that verb decided; without it, or after it was used, nothing happens."""
    if (found := rewards.one(session, reward_id)) is None:
        return []
    players = people.lock(session, [found.player_id])
    return _book(session, granting.take_back(session, [found], reason, now, coins=0), players, now)


def wear(session: Session, player_id: UUID, title: str | None, *, now: datetime) -> list[DomainEvent]:
    """Show one of the titles a player has by his name, or none."""
    del now
    people.lock(session, [player_id])
    if title is not None and title not in rewards.titles(session, player_id):
        raise Refused("You do not have this title.")
    rewards.wear(session, player_id, title)
    return [PlayerChanged(player_id)]


def carry_out(session: Session, decision: RewardDecisionRow, *, now: datetime) -> list[DomainEvent]:
    """The decision itself, on the tables that follow from it."""
    if (found := rewards.one(session, decision.reward_id)) is None:
        return []
    players = people.lock(session, [found.player_id])
    changed = RewardChanged(found.player_id, found.id)
    match decision.kind:
        case "claimed":
            return [*_claimed(session, found, decision.at, players, now), changed]
        case "revoked":
            found = replace(found, used_at=None)  # whether what is in use can be taken back was decided with it
            back = granting.take_back(session, [found], decision.reason, decision.at, coins=decision.coins or 0)
            return _book(session, back, players, now)
        case "used":
            rewards.use(session, found.id, decision.at)
            return [*_used(session, found, decision.at), changed]
        case _:
            rewards.settle(session, found.id, decision.kind, decision.at)
    return [changed]


def _used(session: Session, reward: Reward, at: datetime) -> list[DomainEvent]:
    """What is used does what it does, under a cause of its own. A replay finds the boost there already."""
    spec, player, cause = reward.spec, reward.player_id, _cause(reward)
    match spec.kind:
        case RewardKind.FREEZE:
            return streaks.grant_freeze(session, player, spec.amount, cause=cause, now=at)
        case RewardKind.BOOST:
            title = f"A boost for {reward.title}"[:80]
            return boosts.give(session, player, 10 * (spec.percent or 100), spec.amount, cause, at, title=title)
        case _:
            return []


def _cause(reward: Reward) -> str:
    return f"reward:{reward.id}"


def _claimed(
    session: Session, reward: Reward, at: datetime, players: Mapping[UUID, Locked], now: datetime
) -> list[DomainEvent]:
    rewards.settle(session, reward.id, "claimed", at)
    rewards.earn(session, reward.id, at, at)
    return _book(session, granting.take(session, rewards.these(session, [reward.id]), players, now), players, now)


def _mine(session: Session, player_id: UUID, reward_id: UUID) -> Reward:
    """A reward of a player, who is locked. Raises `NotFound`, also for somebody else's."""
    definitions.share(session)
    people.lock(session, [player_id])
    reward = rewards.one(session, reward_id)
    if reward is None or reward.player_id != player_id:
        raise NotFound("There is no such reward.")
    return reward


def _decide(
    session: Session, reward: Reward, kind: str, now: datetime, *, actor_id: UUID | None = None, reason: str = ""
) -> list[DomainEvent]:
    """Record a decision behind what it is about, whatever the clocks of those who gave it, and carry it out."""
    behind = [at + _MOMENT for at in (reward.at, reward.settled_at, reward.used_at) if at is not None]
    at = max(now, *behind)
    coins = ledger.coins_of(session, reward.player_id) if kind == "revoked" else None
    row = RewardDecisionRow(reward_id=reward.id, kind=kind, at=at, actor_id=actor_id, reason=reason, coins=coins)
    session.add(row)
    session.flush()  # what is decided twice is refused by the database before anything follows from it
    return carry_out(session, row, now=at)


def _book(session: Session, given: Given, players: Mapping[UUID, Locked], now: datetime) -> list[DomainEvent]:
    """Write the entries, let what follows from them follow, and tell everybody."""
    booking.book(session, given.entries, now)
    outcome = Outcome(entries=list(given.entries), events=list(given.events))
    facts = [*given.facts, *as_facts(given.entries)]
    scene = set_scene(session, players, facts, now)
    follow(session, [fact for fact in facts if fact.metric in scene.derived], scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, players, {}, now)
    events = [*booked, *outcome.events]
    booking.tell(session, events)
    return events
