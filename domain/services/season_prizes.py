"""The prizes of a season: what was won at its decision is given, with what follows from it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import BadgeEarned, DomainEvent
from domain.rules import seasons as rules
from domain.rules.derived import BADGE_EARNED, badge_earned
from domain.rules.zones import day_of
from domain.services import booking, rewards
from domain.services.play import Outcome, as_facts, follow, xp
from domain.specs import Fact, SeasonSpec
from domain.store import awards, people, season_ends, seasons
from domain.store.ledger import Entry
from domain.store.rewards import Grant
from domain.store.scene import set_scene


def give(session: Session, season_id: str, above: UUID, upto: UUID, *, now: datetime) -> list[DomainEvent]:
    """Give whoever's id is above one and not above the other what he won, each prize once."""
    there = seasons.season(session, season_id)
    assert there is not None, "seasons are never deleted"  # noqa: S101
    won = season_ends.won(session, season_id, above, upto)
    if not won:
        return []
    return [*_give(session, there.spec, won, now), *rewards.grant(session, _grants(there.spec, won), now=now)]


def _give(session: Session, spec: SeasonSpec, won: Mapping[UUID, Sequence[int]], now: datetime) -> list[DomainEvent]:
    """XP, coins and badges."""
    players = people.lock(session, won)
    entries = [
        _entry(spec, place, players[player], now)
        for player, places in sorted(won.items())
        for place in places
        if (spec.prizes[place].xp or spec.prizes[place].coins) and player in players
    ]
    badges, earned = _badges(session, spec, won, players, now)
    booking.book(session, entries, now)
    outcome = Outcome(entries=entries)
    scene = set_scene(session, players, [*as_facts(entries), *earned], now)
    wanted = [fact for fact in earned if BADGE_EARNED in scene.derived]
    follow(session, [*xp(entries, scene), *wanted], scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, players, {}, now)
    events = [*booked, *badges, *outcome.events]
    booking.tell(session, events)
    return events


def _entry(spec: SeasonSpec, place: int, player: people.Locked, now: datetime) -> Entry:
    prize = spec.prizes[place]
    return Entry(
        player_id=player.id,
        amount=prize.xp,
        coins=prize.coins,
        occurred_at=now,
        known_at=now,
        day=day_of(player.zones, now),
        cause="season",
        cause_id=spec.id,
        activity_key=None,
        grant_key=f"season:{spec.id}:{player.id}:{place}",
        factors={"title": spec.name, "bar": rules.bar_in_words(prize)},
    )


def _grants(spec: SeasonSpec, won: Mapping[UUID, Sequence[int]]) -> list[Grant]:
    """What prizes give besides XP, coins and a badge."""
    return [
        Grant(player, reward, f"season:{spec.id}:{player}:{place}:{number}", "season", spec.id, spec.name)
        for player, places in sorted(won.items())
        for place in places
        for number, reward in enumerate(spec.prizes[place].rewards)
    ]


def _badges(
    session: Session,
    spec: SeasonSpec,
    won: Mapping[UUID, Sequence[int]],
    players: Mapping[UUID, people.Locked],
    now: datetime,
) -> tuple[list[DomainEvent], list[Fact]]:
    wanted = [
        (badge, player, place)
        for player, places in sorted(won.items())
        for place in places
        if (badge := spec.prizes[place].badge_id) and player in players
    ]
    specs = awards.badges(session, {badge for badge, _, _ in wanted})
    held = {(badge, player) for badge, player, _ in awards.held(session, {(b, p) for b, p, _ in wanted})}
    given: list[awards.Award] = []
    for badge, player, place in wanted:
        if specs[badge].repeatable or (badge, player) not in held:
            held.add((badge, player))
            given.append((badge, player, f"season:{spec.id}:{place}", specs[badge].tier.value, now, now))
    new = awards.award(session, given)
    events: list[DomainEvent] = [
        BadgeEarned(player, badge, specs[badge].name, tier, now) for badge, player, _, tier, _, _ in new
    ]
    facts = [
        badge_earned(player, badge, cause, tier, day_of(players[player].zones, at), at, known_at)
        for badge, player, cause, tier, at, known_at in new
    ]
    return events, facts
