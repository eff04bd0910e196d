"""Play: what new facts do to the game, step by step, for players whose rows are locked.

What the game produces (XP, coins, completed missions, badges, streaks) are facts again. They go round until nobody
waits for them; that ends, because each round needs a window that was not completed before.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, StreakExtended
from domain.rules import derived
from domain.rules.derived import BOOKED
from domain.rules.streaks import previous_working_day, walk
from domain.rules.zones import day_of
from domain.services import advancing, booking, leveling, questing, rewarding, running, scoring
from domain.services.advancing import Completion
from domain.specs import DEFAULT_STREAK, PRESENCE, Fact
from domain.store import factors, facts, streaks
from domain.store.facts import Line, Placed
from domain.store.ledger import Entry
from domain.store.people import Locked
from domain.store.scene import Scene, set_scene

#: Longer streaks are counted whole on the profile; an announcement needs no more.
STREAK_LOOKBACK = timedelta(days=400)
#: Missions that lead to each other in one transaction; a game that goes on longer does not come to rest.
ROUNDS = 1_000


@dataclass
class Outcome:
    """What a transaction did to the game so far."""

    entries: list[Entry] = field(default_factory=list)
    events: list[DomainEvent] = field(default_factory=list)


def play(
    session: Session, activities: Sequence[Placed], players: Mapping[UUID, Locked], now: datetime
) -> list[DomainEvent]:
    """Apply the newly recorded `activities`."""
    if not activities:
        return []
    new = _new_facts(session, activities)
    scene = set_scene(session, players, new, now)
    stage = factors.stage(session, new)
    fresh = _roll_up(session, new)
    runs = running.lengths(session, new, fresh, scene)
    outcome = Outcome(entries=scoring.score(session, new, stage))
    booking.book(session, outcome.entries, now)
    facts = [*new, *xp(outcome.entries, scene), *runs]
    follow(session, facts, scene, outcome, now, revalued=stage.late.keys(), leveled=stage.adds)
    labels = {a.spec.key: booking.headline(a.spec.label, a.spec.dimensions.get("repository")) for a in activities}
    booked = booking.balance(session, outcome.entries, _last_seen(activities), players, labels, now)
    events = [*_streaks(session, fresh, players, now), *booked, *outcome.events]
    booking.tell(session, events)
    return events


def follow(
    session: Session,
    new: Collection[Fact],
    scene: Scene,
    outcome: Outcome,
    now: datetime,
    *,
    revalued: Collection[UUID] = (),
    leveled: bool = True,
) -> None:
    """Let facts move missions and quests, and what that produces move others, until all is quiet.

    `revalued` are players of whose XP some was counted with another worth before; not `leveled` where no level adds
    anything to work.
    """
    settled = 0
    for _ in range(ROUNDS):
        again = _settle(session, outcome, settled, now, quiet=not new, leveled=leveled)
        settled = len(outcome.entries)
        if not new and not again:
            return
        new, revalued = [*new, *xp(again, scene)], {*revalued, *(entry.player_id for entry in again)}
        if not new:
            continue
        new = [*new, *running.of_badges(session, new, scene)]
        done, moved = advancing.advance(session, new, scene, revalued=revalued)
        stepped, walked = questing.quest(session, new, scene)
        outcome.events += [*moved, *walked]
        new, revalued = give(session, [*done, *stepped], scene, outcome, now), ()
    raise RuntimeError("Missions move each other without end.")


def _settle(
    session: Session, outcome: Outcome, since: int, now: datetime, *, quiet: bool, leveled: bool
) -> list[Entry]:
    """Bring in line what depends on the sums of days: what deductions take, once all is quiet, and what weeks that
    began at another level are worth; the entries of these.
    """
    if quiet:
        outcome.entries += booking.deduct_anew(session, outcome.entries, now)
    again = leveling.pay_anew(session, outcome.entries[since:]) if leveled else []
    booking.book(session, again, now)
    outcome.entries += again
    return again


def give(
    session: Session, completions: Sequence[Completion], scene: Scene, outcome: Outcome, now: datetime
) -> list[Fact]:
    """Reward completions; the facts that come of it and that some mission waits for."""
    if not completions:
        return []
    given = rewarding.reward(session, completions, scene, now)
    booking.book(session, given.entries, now)
    outcome.entries += given.entries
    outcome.events += given.events
    return [fact for fact in (*given.facts, *xp(given.entries, scene)) if fact.metric in scene.derived]


def _new_facts(session: Session, activities: Sequence[Placed]) -> list[Fact]:
    """Every new fact, then every fact that is taken back."""
    return [
        *(_fact(activity) for activity in activities if activity.spec.reverses is None),
        *facts.taken_back(session, activities),
    ]


def _fact(activity: Placed) -> Fact:
    spec = activity.spec
    return Fact(
        spec.key,
        spec.metric,
        spec.value,
        spec.occurred_at,
        activity.day,
        spec.dimensions,
        player_id=activity.player_id,
        received_at=activity.received_at,
    )


def xp(entries: Iterable[Entry], scene: Scene) -> list[Fact]:
    """What was booked, XP and coins, as facts, if some mission waits for them."""
    if scene.derived.isdisjoint(BOOKED):
        return []
    return [fact for fact in as_facts(entries) if fact.metric in scene.derived]


def as_facts(entries: Iterable[Entry]) -> list[Fact]:
    """Entries as facts, what pays nothing left out."""
    earned = [entry.earned for entry in entries if not entry.is_carried]
    in_xp = [derived.xp(one, one.amount) for one in earned if one.amount]
    return [*in_xp, *(derived.coins(one) for one in earned if one.earned_coins)]


def _roll_up(session: Session, new: Iterable[Fact]) -> list[Line]:
    """Bring the daily roll-up up to date; the lines that are new."""
    sums: dict[Line, list[int]] = {}
    for fact in new:
        if fact.player_id is not None:
            pair = sums.setdefault((fact.player_id, fact.metric, fact.day), [0, 0])
            pair[0] += fact.times
            pair[1] += fact.times * fact.value
    return facts.roll_up(session, sums)


def _last_seen(activities: Iterable[Placed]) -> dict[UUID, datetime]:
    seen: dict[UUID, datetime] = {}
    for activity in activities:
        if activity.spec.metric == PRESENCE:
            continue
        at = activity.spec.occurred_at
        seen[activity.player_id] = max(at, seen.get(activity.player_id, at))
    return seen


def _streaks(
    session: Session, fresh: Iterable[Line], players: Mapping[UUID, Locked], now: datetime
) -> list[DomainEvent]:
    """Say whose usual streak grew: only players for whom today, or the working day before, got a new line."""
    recent: list[Line] = []
    today: dict[UUID, date] = {}
    for line in fresh:
        player, metric, day = line
        today[player] = day_of(players[player].zones, now)
        if metric != PRESENCE and previous_working_day(today[player]) <= day <= today[player]:
            recent.append(line)
    spec = streaks.definition(session, DEFAULT_STREAK) if recent else None
    if spec is None or not spec.on:
        return []
    said = streaks.inputs(session, {player: players[player].zones for player, _, _ in recent})
    events: list[DomainEvent] = []
    for player, days in sorted(facts.active_days(session, recent, now.date() - STREAK_LOOKBACK).items()):
        life = said[player].life(spec.id)
        before, after = (walk(spec, dict.fromkeys(some, spec.least), life, today[player]).length for some in days)
        if after > before:
            events.append(StreakExtended(player, after))
    return events
