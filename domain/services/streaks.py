"""Streaks: what players and admins say about them. Each is one transaction, and waits until no batch is under way.

What is said about days that were counted before changes lengths, as facts, like work that comes in late. A mission that
was completed by them stays completed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, InboxChanged, PlayerChanged, Resync
from domain.rules.derived import STREAK_LENGTH, Streak
from domain.rules.recommendations import streak_words
from domain.rules.streaks import NO_LIFE
from domain.rules.zones import day_of
from domain.services import booking, milestones
from domain.services.play import Outcome, follow
from domain.services.rights import require_admin
from domain.specs import DEFAULT_STREAK, Fact, StreakSpec
from domain.store import audit, awards, definitions, facts, history, people, streaks, teams
from domain.store.definitions import EASTERNMOST
from domain.store.people import Locked
from domain.store.queries import streaks as queries
from domain.store.queries.game import level_curve
from domain.store.scene import Scene, set_scene
from domain.store.tables import DayOffRow, GameRow, PauseRow, PlayerRow, StreakFreezeRow, StreakRepairRow
from domain.store.tables import StreakVersionRow as VersionRow

#: So far back, and so far ahead, time off may be entered. So long it may be.
BACK, AHEAD, LONGEST = timedelta(days=31), timedelta(days=366), timedelta(days=366)
#: Players at a time.
CHUNK = 200


def pause(
    session: Session, pause_id: UUID, first: date, last: date, *, player_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Take time off, both days included; days that were missed lately may be named afterwards. Nobody asks why."""
    at = _wait(session, now)
    today = day_of(people.one(session, player_id).zones, at)
    problems = _problems(first, last, today)
    if problems:
        raise Invalid("Please check the input.", problems)
    if session.get(PauseRow, pause_id) is not None:
        return []
    return take_time_off(session, PauseRow(id=pause_id, player_id=player_id, first=first, last=last, at=at), now=at)


def _problems(first: date, last: date, today: date) -> dict[str, str]:
    if last < first:
        return {"last": "The last day comes before the first."}
    if last - first > LONGEST:
        return {"last": "At most a year at a time, please."}
    if first < today - BACK:
        return {"first": f"At most {BACK.days} days back, please."}
    return {"first": "At most a year ahead, please."} if first > today + AHEAD else {}


def take_time_off(session: Session, row: PauseRow, *, now: datetime) -> list[DomainEvent]:
    """Time off itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*_again(session, [row.player_id], put, since=row.first, now=now), PlayerChanged(row.player_id)]


def come_back(session: Session, pause_id: UUID, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take time off back."""
    at = _wait(session, now)
    row = session.get(PauseRow, pause_id)
    if row is None or row.player_id != player_id:
        raise NotFound("There is no such time off.")
    return [] if row.ended_at is not None else end_time_off(session, row, now=at)


def end_time_off(session: Session, row: PauseRow, *, now: datetime) -> list[DomainEvent]:
    """That, and what follows from it."""

    def put() -> None:
        row.ended_at = now

    return [*_again(session, [row.player_id], put, since=row.first, now=now), PlayerChanged(row.player_id)]


def name_day(
    session: Session, day_id: UUID, day: date, name: str, *, team_id: UUID | None, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Let a team, or everybody, be off on a day."""
    require_admin(session, actor_id)
    if not name.strip():
        raise Invalid("Please check the input.", {"name": "What is it called?"})
    at = _wait(session, now)
    if session.get(DayOffRow, day_id) is not None:
        return []
    row = DayOffRow(id=day_id, team_id=team_id, day=day, name=name.strip()[:80], at=at)
    details = {"day": day.isoformat(), "name": row.name, "team": str(team_id or "everybody")}
    audit.note(session, at=at, actor_id=actor_id, action="day_off.named", subject=str(day_id), details=details)
    return put_day(session, row, now=at)


def put_day(session: Session, row: DayOffRow, *, now: datetime) -> list[DomainEvent]:
    """The day itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*_again(session, _whose(session, row), put, since=row.day, now=now), Resync()]


def drop_day(session: Session, day_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let a day be like every other again."""
    require_admin(session, actor_id)
    at = _wait(session, now)
    row = session.get(DayOffRow, day_id)
    if row is None:
        raise NotFound("There is no such day.")
    if row.ended_at is not None:
        return []
    details = {"day": row.day.isoformat(), "name": row.name}
    audit.note(session, at=at, actor_id=actor_id, action="day_off.dropped", subject=str(day_id), details=details)
    return take_day(session, row, now=at)


def take_day(session: Session, row: DayOffRow, *, now: datetime) -> list[DomainEvent]:
    """That, and what follows from it."""

    def put() -> None:
        row.ended_at = now

    return [*_again(session, _whose(session, row), put, since=row.day, now=now), Resync()]


def repair(session: Session, streak: str, period: date, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Use a freeze that came too late for a missed period, within the days of repair."""
    at = _wait(session, now)
    walked = queries.walked(session, player_id, streak, now=at)
    if walked is None:
        raise NotFound("There is no such streak.")
    today = day_of(people.one(session, player_id).zones, at)
    if streak_words.repairable(walked, today) != period:
        raise Refused("This can no longer be repaired, or there is no freeze for it.")
    row = StreakRepairRow(player_id=player_id, streak=streak, period=period, day=today, at=at)
    return mend(session, row, now=at)


def mend(session: Session, row: StreakRepairRow, *, now: datetime) -> list[DomainEvent]:
    """The repair itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*_again(session, [row.player_id], put, since=row.period, now=now), PlayerChanged(row.player_id)]


def grant_freeze(
    session: Session, player_id: UUID, count: int, *, cause: str, streak: str = DEFAULT_STREAK, now: datetime
) -> list[DomainEvent]:
    """Give a player freezes, once for each cause; his row is locked by the caller, or is by this.

    They cover what is not over an hour from now. Raises `Refused` beyond what the streak lets anybody hold.
    """
    if count < 1:
        raise Invalid("Please check the input.", {"count": "One freeze at least, please."})
    players = people.lock(session, [player_id])
    if session.get(StreakFreezeRow, (player_id, cause)) is not None:
        return []
    walked = queries.walked(session, player_id, streak, now=now)
    if walked is None or player_id not in players:
        raise NotFound("There is no such streak, or no such player.")
    most = walked.spec.freezes
    if walked.held + count > most:
        raise Refused(f"At most {most} freezes can be held, and {walked.held} are there.")
    day = day_of(players[player_id].zones, now + streaks.AHEAD, known_at=now)
    session.add(StreakFreezeRow(player_id=player_id, cause=cause, streak=streak, count=count, day=day, at=now))
    session.flush()  # whoever asks next counts it
    return [PlayerChanged(player_id)]


def give_freezes(
    session: Session,
    gift_id: UUID,
    player_id: UUID,
    count: int,
    *,
    reason: str,
    streak: str = DEFAULT_STREAK,
    actor_id: UUID,
    now: datetime,
) -> list[DomainEvent]:
    """Give freezes by hand, to anybody but oneself. The same `gift_id` is given once."""
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    if actor_id == player_id:
        raise Refused("You cannot give freezes to yourself. Ask another admin.")
    at = _wait(session, now)
    cause = f"hand:{gift_id}"
    events = grant_freeze(session, player_id, count, cause=cause, streak=streak, now=at)
    if events:
        details = {"count": count, "streak": streak, "reason": reason.strip()[:300]}
        audit.note(session, at=at, actor_id=actor_id, action="streak.freezes", subject=str(player_id), details=details)
        things = "A streak freeze" if count == 1 else f"{count} streak freezes"
        awards.notify(session, [(player_id, at, "streak", things, reason.strip()[:300])])
        events.append(InboxChanged(player_id))
    return events


def define(
    session: Session, spec: StreakSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Make a streak, or change one; lengths follow at once. What it counts stays once it was on."""
    if actor_id is not None:
        require_admin(session, actor_id)
    at = _wait(session, now)
    old = streaks.definition(session, spec.id)
    if is_new and old is not None:
        raise Invalid("Please check the input.", {"id": "Another streak has this key."})
    if old == spec:
        return []
    if old is not None and old != spec and queries.was_on(session, spec.id):
        same = (old.metrics, old.least, old.cadence) == (spec.metrics, spec.least, spec.cadence)
        if not same:
            raise Refused("What a streak counts stays once it was on. Make another one for something else.")
    version = 1 + len(session.exec(select(VersionRow.version).where(VersionRow.streak == spec.id)).all())
    row = VersionRow(streak=spec.id, version=version, spec=spec.model_dump(mode="json"), at=at)
    details = _differences(old, spec)
    action = "streak.changed" if old else "streak.created"
    audit.note(session, at=at, actor_id=actor_id, action=action, subject=spec.id, details=details)
    events = redefine(session, row, now=at)
    return [*events, *milestones.keep(session, spec, actor_id=actor_id, now=at + timedelta.resolution)]


def redefine(session: Session, row: VersionRow, *, now: datetime) -> list[DomainEvent]:
    """The definition itself, and what follows from it for everybody."""

    def put() -> None:
        session.add(row)

    everybody = facts.players_with(session, ["streak.length"])
    return [*_again(session, everybody, put, since=date.min, now=now), Resync()]


def show(session: Session, player_id: UUID, *, shown: bool, now: datetime) -> list[DomainEvent]:  # noqa: ARG001
    """Let a player see his streaks, or none of them. They go on unseen."""
    player = session.get(PlayerRow, player_id, with_for_update=True)
    if player is None:
        raise NotFound("There is no such player.")
    player.streaks = shown
    return [PlayerChanged(player_id)]


def switch(session: Session, *, on: bool, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Show streaks in this game, or nowhere. Missions that count them go on."""
    require_admin(session, actor_id)
    game = session.get(GameRow, 1) or GameRow(id=1, curve=level_curve(session).model_dump())
    details = {"from": game.streaks, "to": on}
    game.streaks = on
    session.add(game)
    audit.note(session, at=now, actor_id=actor_id, action="game.streaks", subject="game", details=details)
    return [Resync()]


def _wait(session: Session, now: datetime) -> datetime:
    """Let nothing be under way; a moment behind everything that was done or said before."""
    definitions.own(session)
    return definitions.after_all(session, now)


def _differences(old: StreakSpec | None, new: StreakSpec) -> dict[str, object]:
    after = new.model_dump(mode="json")
    if old is None:
        return after
    before = old.model_dump(mode="json")
    return {name: {"from": before[name], "to": value} for name, value in after.items() if value != before[name]}


def _whose(session: Session, row: DayOffRow) -> Sequence[UUID]:
    if row.team_id is None:
        return facts.players_with(session, ["streak.length"])
    return teams.ever_in(session, [row.team_id]).get(row.team_id, [])


def _again(
    session: Session, whose: Iterable[UUID], put: Callable[[], None], *, since: date, now: datetime
) -> list[DomainEvent]:
    """Say something about days, from one on, and let lengths that change by it be told as facts."""
    players = people.lock(session, whose)
    if since > (now + EASTERNMOST + streaks.AHEAD).date():
        put()
        session.flush()
        return []
    chunks = [sorted(players)[at : at + CHUNK] for at in range(0, len(players), CHUNK)]
    scenes = [_scene(session, {player: players[player] for player in chunk}, now) for chunk in chunks]
    before = [_lengths(session, scene.players) if STREAK_LENGTH in scene.derived else {} for scene in scenes]
    put()
    session.flush()  # what follows reads it
    return [
        event
        for scene, known in zip(scenes, before, strict=True)
        for event in _follow(session, _scene(session, scene.players, now), known, now)
    ]


def _scene(session: Session, players: Mapping[UUID, Locked], now: datetime) -> Scene:
    return set_scene(session, players, [Fact("", "", 0, now, now.date(), {}, received_at=now)], now)


#: A player's streaks, by their keys.
Lengths = Mapping[UUID, Mapping[str, Streak]]


def _lengths(session: Session, players: Mapping[UUID, Locked]) -> Lengths:
    """What these players' streaks are now, with the work behind them."""
    said = streaks.inputs(session, {player: one.zones for player, one in players.items()})
    found: dict[UUID, dict[str, Streak]] = {player: {} for player in players}
    for spec in streaks.definitions(session):
        counts = _counts(session, spec, players)
        for player, one in players.items():
            mine = counts.get(player, {})
            found[player][spec.id] = Streak(player, one.zones, spec, said[player].life(spec.id), mine)
    return found


def _counts(session: Session, spec: StreakSpec, players: Iterable[UUID]) -> Mapping[UUID, Mapping[date, int]]:
    if spec.is_of_badges:
        days = history.badge_days(session, sorted(players))
        return {player: Counter(one.day for one in done) for player, done in days.items()}
    return streaks.counts(session, [*players], spec)


def _follow(session: Session, scene: Scene, before: Lengths, now: datetime) -> list[DomainEvent]:
    facts = _told(session, scene, before, now) if before else []
    outcome = Outcome()
    follow(session, facts, scene, outcome, now)
    booked = booking.balance(session, outcome.entries, {}, scene.players, {}, now)
    booking.tell(session, [*booked, *outcome.events])
    return [*booked, *outcome.events]


def _told(session: Session, scene: Scene, before: Lengths, now: datetime) -> list[Fact]:
    """What is different from before, as facts."""
    said = streaks.inputs(session, {player: one.zones for player, one in scene.players.items()})
    found: list[Fact] = []
    for spec in streaks.definitions(session):
        if spec.is_presence:
            continue
        fresh: Mapping[UUID, Mapping[date, int]] | None = None
        for player, mine in sorted(before.items()):
            streak = mine.get(spec.id)
            if streak is None:
                fresh = _counts(session, spec, before) if fresh is None else fresh
                off = spec.model_copy(update={"on": False})
                streak = Streak(player, said[player].zones, off, NO_LIFE, fresh.get(player, {}))
            found += streak.live(spec, said[player].life(spec.id), now)
    return found
