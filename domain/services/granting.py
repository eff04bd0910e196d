"""Granting: rewards are stored once, and what they give at once becomes ledger entries, badges and facts.

For whoever holds the players' locks and books what comes of it; `services.rewards` has the verbs around it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import BadgeEarned, DomainEvent, RewardChanged, RewardGranted
from domain.rules.coins import spent
from domain.rules.coins import taken as coins_taken
from domain.rules.derived import badge_earned
from domain.rules.derived import coins as coins_earned
from domain.rules.derived import xp as xp_earned
from domain.rules.rewards import name_of
from domain.rules.zones import day_of
from domain.specs import Fact, RewardKind
from domain.store import awards, history, ledger, rewards
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.rewards import Grant, Reward

#: What its own events tell of.
_TOLD_ANYHOW = frozenset({RewardKind.XP, RewardKind.COINS, RewardKind.BADGE})
_BOOKED = frozenset({RewardKind.XP, RewardKind.COINS})


@dataclass(frozen=True, slots=True)
class Given:
    """What rewards came to: entries to book, facts for missions, and what to say about it."""

    entries: list[Entry] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    events: list[DomainEvent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BadgeGift:
    """A badge for somebody. Without a `tier` it has its own."""

    badge_id: str
    player_id: UUID
    cause: str
    tier: str | None
    at: datetime
    known_at: datetime


def give(session: Session, grants: Sequence[Grant], players: Mapping[UUID, Locked], now: datetime) -> Given:
    """Give every reward once; those that are not claimed by hand at once."""
    new = rewards.add(session, grants, now)
    if not new:
        return Given()
    given = take(session, [one for one in new if not one.spec.by_hand], players, now)
    return replace(given, events=[*given.events, *_told(session, new, now)])


def take(session: Session, taken: Sequence[Reward], players: Mapping[UUID, Locked], now: datetime) -> Given:
    """What rewards give when they are claimed. What is kept is used later, and gives nothing yet."""
    entries = [_entry(one, players) for one in taken if one.spec.kind in _BOOKED]
    gifts = [
        BadgeGift(str(one.spec.reference), one.player_id, f"reward:{one.id}", None, one.earned_at, one.known_at)
        for one in taken
        if one.spec.kind is RewardKind.BADGE
    ]
    events, facts = give_badges(session, gifts, players, now)
    return Given(entries, facts, events)


def give_badges(
    session: Session, gifts: Collection[BadgeGift], players: Mapping[UUID, Locked], now: datetime
) -> tuple[list[DomainEvent], list[Fact]]:
    """Give badges to those who do not have them yet, or may have several."""
    specs = awards.badges(session, {gift.badge_id for gift in gifts})
    held = awards.held(session, {(gift.badge_id, gift.player_id) for gift in gifts})
    given: list[awards.Award] = []
    for gift in gifts:
        badge, tier = specs[gift.badge_id], gift.tier or specs[gift.badge_id].tier.value
        if badge.repeatable or (badge.id, gift.player_id, tier) not in held:
            held.add((badge.id, gift.player_id, tier))
            given.append((badge.id, gift.player_id, gift.cause, tier, gift.at, gift.known_at))
    new = awards.award(session, given)
    events: list[DomainEvent] = [
        BadgeEarned(player, badge, specs[badge].name, tier, now) for badge, player, _, tier, _, _ in new
    ]
    facts = [
        badge_earned(player, badge, cause, tier, day_of(players[player].zones, at), at, known_at)
        for badge, player, cause, tier, at, known_at in new
    ]
    return events, facts


def move(
    session: Session, keys: Iterable[str], at: datetime, known_at: datetime, players: Mapping[UUID, Locked]
) -> Given:
    """What was given at once for something that turned out to have happened at another time moves there."""
    entries: list[Entry] = []
    facts: list[Fact] = []
    for one in rewards.these(session, [rewards.id_of(key) for key in keys]):
        if one.spec.by_hand or one.state != "claimed":
            continue
        moved = replace(one, earned_at=at, known_at=known_at)
        rewards.earn(session, one.id, at, known_at)
        if one.spec.kind in _BOOKED:
            booked = _moved(one, moved, players)
            entries += booked
            facts += [] if booked else _dated_anew(one, moved, players)
        elif one.spec.kind is RewardKind.BADGE:
            facts += _carried(session, one, moved, players)
    return Given(entries, facts)


def take_back(session: Session, taken: Iterable[Reward], reason: str, now: datetime, *, coins: int) -> Given:
    """Revoke rewards: what they gave is taken back by entries of their own, on the days on which it was given.

    What was used up, or lost before, stays as it is. Of coins at most `coins` are taken, for the others are spent.
    """
    entries: list[Entry] = []
    facts: list[Fact] = []
    events: list[DomainEvent] = []
    for one in taken:
        if one.state not in {"pending", "claimed"} or one.used_at is not None:
            continue
        lost = history.badges_of(session, one.player_id, [one.id]) if one.spec.kind is RewardKind.BADGE else []
        facts += [replace(fact, times=-1, since=max(now, fact.moment), received_at=now) for fact in lost]
        events.append(RewardChanged(one.player_id, one.id))
        rewards.settle(session, one.id, "revoked", now)
        if one.spec.kind is RewardKind.TITLE:
            rewards.take_off(session, one.player_id)
        back = _back(session, one, reason, now, coins)
        coins += sum(entry.coins for entry in back)
        entries += back
    return Given(entries, facts, events)


def _back(session: Session, one: Reward, reason: str, now: datetime, coins: int) -> list[Entry]:
    booked = ledger.booked(session, f"reward:{one.id}")
    return [
        Entry(
            player_id=one.player_id,
            amount=-amount,
            occurred_at=now,
            known_at=now,
            day=day,
            cause="reward",
            cause_id=str(one.id),
            activity_key=None,
            grant_key=f"reward:{one.id}:revoked:{day}",
            factors={"title": one.title, "reason": reason, **spent(given, taken)},
            coins=-taken,
        )
        for (day, (amount, given)), taken in zip(booked.items(), coins_taken(booked.values(), coins), strict=True)
    ]


def _entry(one: Reward, players: Mapping[UUID, Locked]) -> Entry:
    return Entry(
        player_id=one.player_id,
        amount=one.spec.amount if one.spec.kind is RewardKind.XP else 0,
        occurred_at=one.earned_at,
        known_at=one.known_at,
        day=day_of(players[one.player_id].zones, one.earned_at),
        cause="reward",
        cause_id=str(one.id),
        activity_key=None,
        grant_key=f"reward:{one.id}",
        factors={"title": one.title},
        coins=one.spec.amount if one.spec.kind is RewardKind.COINS else 0,
    )


def _moved(before: Reward, after: Reward, players: Mapping[UUID, Locked]) -> list[Entry]:
    """The same XP, or coins, taken from one day and given to the other."""
    old, new = _entry(before, players), _entry(after, players)
    if old.day == new.day:
        return []
    factors = {**new.factors, "moved": f"{old.day} → {new.day}"}
    back = replace(
        old,
        amount=-old.amount,
        coins=-old.coins,
        known_at=new.known_at,
        grant_key=f"{old.grant_key}:not-on:{old.day}",
        factors=factors,
    )
    return [back, replace(new, grant_key=f"{new.grant_key}:but-on:{new.day}", factors=factors)]


def _dated_anew(before: Reward, after: Reward, players: Mapping[UUID, Locked]) -> list[Fact]:
    """What stays on its day, as facts: taken from the moment at which it was thought to be earned, and given."""
    old, new = _entry(before, players).earned, _entry(after, players).earned
    if old.coins:
        return [replace(coins_earned(old), times=-1), coins_earned(new)]
    return [replace(xp_earned(old, old.amount), times=-1), xp_earned(new, new.amount)]


def _carried(session: Session, before: Reward, after: Reward, players: Mapping[UUID, Locked]) -> list[Fact]:
    zones, facts = players[before.player_id].zones, []
    for badge, player, cause, tier in awards.given_for(session, [(before.player_id, f"reward:{before.id}")]):
        for one, times in ((before, -1), (after, 1)):
            day = day_of(zones, one.earned_at)
            fact = badge_earned(player, badge, cause, tier, day, one.earned_at, after.known_at)
            facts.append(replace(fact, times=times))
    return facts


def _told(session: Session, new: Sequence[Reward], now: datetime) -> list[DomainEvent]:
    """What is worth a word of its own: all that waits, and what else nobody would hear of."""
    told = [one for one in new if one.spec.by_hand or one.spec.kind not in _TOLD_ANYHOW]
    names = awards.named(session, [one.spec for one in told])
    return [
        RewardGranted(
            player_id=one.player_id,
            reward_id=one.id,
            name=name_of(one.spec, names),
            title=one.title,
            waits=one.spec.by_hand,
            expires_at=one.expires_at,
            at=now,
        )
        for one in told
    ]
