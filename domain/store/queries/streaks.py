"""Streaks as their player sees them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.recommendations import streak_words
from domain.rules.streaks import Walked, recent, walk
from domain.rules.zones import Zones, day_of, zone_at
from domain.specs import DEFAULT_STREAK, StreakSpec
from domain.store import history, streaks
from domain.store.driver import connection
from domain.views import Spell, StreakCard, StreakView

SHOWN = 10


def are_shown(session: Session, player_id: UUID) -> bool:
    """Whether the game has streaks to show, and the player wants to see his."""
    row = (
        connection(session)
        .execute(
            "select streaks and coalesce((select streaks from game), true) from player where id = %s", (player_id,)
        )
        .fetchone()
    )
    return bool(row and row[0])


def are_on(session: Session) -> bool:
    """Whether the game has streaks at all."""
    row = connection(session).execute("select streaks from game").fetchone()
    return bool(row[0]) if row else True


def usual(session: Session, player_id: UUID, zones: Zones, today: date) -> StreakView:
    """The streak that is always there, as the top of the dashboard shows it."""
    spec = streaks.definition(session, DEFAULT_STREAK)
    assert spec is not None, "it comes along"  # noqa: S101
    walked = _walk(session, spec, player_id, zones, today)
    shown = [one for one in recent(walked, today, SHOWN * 2) if one.spell is not Spell.OFF or one.period == today]
    periods = tuple((one.period, one.is_done) for one in shown[-SHOWN:])
    return StreakView(walked.length, walked.best, walked.done, periods)


def cards(session: Session, player_id: UUID, *, now: datetime) -> tuple[StreakCard, ...]:
    """Every streak that is on, as its player sees it; none where streaks are hidden. Raises `NotFound`."""
    row = connection(session).execute("select zones from player where id = %s", (player_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such player.")
    if not are_shown(session, player_id):
        return ()
    zones, here = row[0], now.astimezone(zone_at(row[0], now))
    today = day_of(zones, now)
    specs = [spec for spec in streaks.definitions(session) if spec.on]
    return tuple(_card(_walk(session, spec, player_id, zones, today), here) for spec in specs)


def walked(session: Session, player_id: UUID, streak: str, *, now: datetime) -> Walked | None:
    """One streak of a player today; None where there is no such streak."""
    spec = streaks.definition(session, streak)
    row = connection(session).execute("select zones from player where id = %s", (player_id,)).fetchone()
    if spec is None or not spec.on or row is None:
        return None
    return _walk(session, spec, player_id, row[0], day_of(row[0], now))


def _walk(session: Session, spec: StreakSpec, player_id: UUID, zones: Zones, today: date) -> Walked:
    life = streaks.inputs(session, {player_id: zones})[player_id].life(spec.id)
    return walk(spec, _counts(session, spec, player_id), life, today)


def _counts(session: Session, spec: StreakSpec, player_id: UUID) -> Mapping[date, int]:
    if spec.is_of_badges:
        return Counter(one.day for one in history.badge_days(session, [player_id]).get(player_id, ()))
    return streaks.counts(session, [player_id], spec).get(player_id, {})


def _card(walked: Walked, here: datetime) -> StreakCard:
    spec, today = walked.spec, here.date()
    health = streak_words.health(walked, today)
    return StreakCard(
        id=spec.id,
        title=spec.title,
        unit=streak_words.unit(spec, walked.length),
        length=walked.length,
        best=walked.best,
        done=walked.done,
        recent=tuple(recent(walked, today, SHOWN)),
        held=walked.held,
        most=spec.freezes,
        health=health.score,
        why=streak_words.formula(health),
        risk=streak_words.risk(walked, here),
        advice=streak_words.advice(walked, here),
        repairable=streak_words.repairable(walked, today),
        log=tuple(streak_words.log(walked)),
    )
