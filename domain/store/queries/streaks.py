"""Streaks as their player sees them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.recommendations import streak_words
from domain.rules.streaks import Walked, recent, walk
from domain.rules.zones import Zones, day_of, zone_at
from domain.specs import DEFAULT_STREAK, StreakSpec
from domain.store import history, mergers, people, streaks
from domain.store.driver import connection
from domain.views import DayOffView, PauseView, Spell, StreakCard, StreakView

SHOWN = 10
#: Time off that is longer over than this is no longer shown.
KEPT = timedelta(days=90)


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
    asked = walked.run.periods.can_be_missed(walked.run.periods.of(today)) and are_shown(session, player_id)
    asked = asked and not people.is_paused(session, player_id)
    return StreakView(walked.length, walked.best, walked.done, periods, asked)


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
    found = (_card(_walk(session, spec, player_id, zones, today), here) for spec in specs)
    if people.is_paused(session, player_id):
        return tuple(replace(card, risk=None, advice=None) for card in found)
    return tuple(found)


def time_off(session: Session, player_id: UUID, *, now: datetime) -> tuple[PauseView, ...]:
    """A player's time off that is not long over, the latest first."""
    rows = connection(session).execute(
        "select id, first, last from pause where player_id = any(%s) and ended_at is null and last > %s"
        " order by first desc",
        ([player_id, *mergers.heirs(session, [player_id])], (now - KEPT).date()),
    )
    return tuple(PauseView(*row) for row in rows)


def calendar(session: Session, player_id: UUID) -> str:
    """Whose public holidays a player chose: empty for those of his teams."""
    row = connection(session).execute(
        "select code from holiday_choice where player_id = %s order by at desc limit 1", (player_id,)
    )
    found = row.fetchone()
    return found[0] if found else ""


def calendars_of_teams(session: Session) -> dict[UUID, str]:
    """Whose public holidays hold for which team."""
    rows = connection(session).execute(
        "select distinct on (team_id) team_id, code from holiday_choice where team_id is not null "
        "order by team_id, at desc"
    )
    return {team: code for team, code in rows if code}


def days_off(session: Session) -> tuple[DayOffView, ...]:
    """The days that admins named, the latest first."""
    rows = connection(session).execute(
        """
        select d.id, d.day, d.name, t.name from day_off d left join team t on t.id = d.team_id
        where d.ended_at is null order by d.day desc, d.name, d.id
        """
    )
    return tuple(DayOffView(*row) for row in rows)


def was_on(session: Session, streak: str) -> bool:
    """Whether a streak was ever on: what it counts stays then."""
    return any(spec.on for found in streaks.versions(session) for _, spec in found if spec.id == streak)


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
