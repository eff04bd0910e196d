"""The two moments of a season: it opens, and when all of it is decided it is closed and its results are kept.

Each is a transaction that may be repeated, doubled or forgotten: (season, phase) is a unique key, and
`queries.closing` finds whatever is left, also after a week of downtime.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.events import BadgeEarned, DomainEvent, SeasonClosed, SeasonOpened
from domain.rules import seasons as rules
from domain.rules.boards import Above, ranks
from domain.rules.derived import BADGE_EARNED, badge_earned
from domain.rules.seasons import Result
from domain.rules.zones import day_of
from domain.services import booking, rewards
from domain.services.play import Outcome, as_facts, follow, xp
from domain.specs import Fact, Method, SeasonSpec
from domain.store import awards, decisions, definitions, inbox, people, progress, seasons
from domain.store.ledger import Entry
from domain.store.queries import closing as waiting
from domain.store.rewards import Grant
from domain.store.scene import set_scene
from domain.store.seasons import Phase

#: Whoever did something within so many days hears that a season begins.
LATELY = timedelta(days=31)
MOMENT = timedelta(microseconds=1)


def open_season(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Let an announced season begin, once its first day has begun somewhere."""
    definitions.own(session)
    there = seasons.season(session, season_id)
    if there is None or there.announced_at is None or now < rules.begins_at(there.spec.first):
        return []
    return begin(session, season_id, now=_after_all(session, now))


def begin(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """The opening itself."""
    spec = _spec(session, season_id)
    if not seasons.claim(session, season_id, Phase.OPEN, now):
        return []
    text = f"A new season has begun. It ends on {spec.last:%-d %B}."
    seasons.tell_the_active(session, (now - LATELY).date(), now, spec.name, text)
    return [SeasonOpened(season_id, spec.name, now)]


def close_season(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Decide a season: who has what, and which prizes that brings. It waits for whatever belongs to it.

    That is what came in before, missions whose windows are decided at the same time, and what teams reached together.
    """
    definitions.own(session)
    there = seasons.season(session, season_id)
    if there is None or there.opened_at is None or there.closed_at is not None:
        return []
    decided = rules.decided_at(there.spec.last)
    if now < decided or _waits(session, decided, now):
        return []
    hidden, left_out = seasons.unseen(session)
    return conclude(session, season_id, hidden, left_out, now=_after_all(session, now))


def conclude(
    session: Session, season_id: str, hidden: Collection[UUID], left_out: Collection[UUID], *, now: datetime
) -> list[DomainEvent]:
    """The close itself. `hidden` are those who have no rank, `left_out` those who are no people of the game."""
    spec = _spec(session, season_id)
    if not seasons.claim(session, season_id, Phase.CLOSE, now, hidden, left_out):
        return []
    found = seasons.results(session, spec.first, spec.last, left_out)
    won = {player: places for player, one in found.items() if (places := rules.reached(spec.prizes, one))}
    seasons.keep(session, season_id, found, _ranks(found, hidden), won)
    seasons.keep_teams(session, season_id, rules.over_at(spec.last), hidden)
    seasons.tell(session, season_id, now, spec.name, "The season is over. Look back at what you did in it.")
    given = [*_give(session, spec, won, now), *rewards.grant(session, _grants(spec, won), now=now)]
    return [SeasonClosed(season_id, spec.name, now), *given]


def _waits(session: Session, decided: datetime, now: datetime) -> bool:
    return (
        inbox.is_pending(session, decided)
        or definitions.is_due(session, now)
        or bool(progress.owed(session))
        or bool(waiting.due(session, now=decided))
    )


def _after_all(session: Session, now: datetime) -> datetime:
    """`now`, or the moment after whatever was done by somebody whose clock is ahead: a replay goes by the times."""
    done = [one.at for one in decisions.decisions(session)[-1:]]
    applied = seasons.last_applied(session)
    return max([now, *(at + MOMENT for at in (*done, applied) if at is not None)])


def _spec(session: Session, season_id: str) -> SeasonSpec:
    there = seasons.season(session, season_id)
    assert there is not None, "seasons are never deleted"  # noqa: S101
    return there.spec


def _ranks(found: Mapping[UUID, Result], hidden: Collection[UUID]) -> dict[UUID, int]:
    """The ranks by XP of those who earned some and may be seen."""
    unseen = set(hidden)
    order = sorted((-one.xp, player) for player, one in found.items() if one.xp and player not in unseen)
    numbers = ranks(Method.STANDARD, [-xp_ for xp_, _ in order], Above())
    return dict(zip((player for _, player in order), numbers, strict=True))


def _give(session: Session, spec: SeasonSpec, won: Mapping[UUID, Sequence[int]], now: datetime) -> list[DomainEvent]:
    """The prizes, with what follows from them."""
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
    booked = booking.balance(session, outcome.entries, {}, players, {}, now) if players else []
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
