"""Players as screens see them."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.derived import XP_EARNED
from domain.rules.levels import level_at
from domain.rules.zones import day_of, zone_at
from domain.specs import PersonKind
from domain.store.driver import connection
from domain.store.queries import boards, factors, streaks
from domain.store.queries.game import level_curve
from domain.views import DayXp, PersonView, PlayerCard, SessionView, SignedIn


def signed_in(session: Session, token: str, *, now: datetime) -> SignedIn | None:
    """Who the session of `token` belongs to; None when it is closed, expired or never was."""
    row = (
        connection(session)
        .execute(
            """
        select p.id, s.handle, p.name, p.login, p.avatar_url, p.is_admin
        from web_session s join player p on p.id = s.player_id
        where s.token_hash = %s and s.expires_at > %s and p.kind = 'human'
        """,
            (hashlib.sha256(token.encode()).digest(), now),
        )
        .fetchone()
    )
    return SignedIn(*row) if row else None


def player_card(session: Session, player_id: UUID, *, now: datetime) -> PlayerCard:
    """Everything the top of a player's dashboard shows. Raises `NotFound`."""
    row = (
        connection(session)
        .execute(
            "select name, login, avatar_url, is_admin, hidden, zones, xp, coins, kind, title from player where id = %s",
            (player_id,),
        )
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such player.")
    name, login, avatar_url, is_admin, hidden, zones, xp, coins, kind, title = row
    today = day_of(zones, now)
    days = _earned_since(session, player_id, today - timedelta(days=today.weekday()))
    visible = kind == PersonKind.HUMAN and not hidden
    return PlayerCard(
        id=player_id,
        name=name,
        login=login,
        avatar_url=avatar_url,
        is_admin=is_admin,
        hidden=hidden,
        timezone=zone_at(zones, now).key,
        xp=xp,
        xp_today=days.get(today, 0),
        xp_week=sum(days.values()),
        level=level_at(xp, level_curve(session)),
        streak=streaks.usual(session, player_id, zones, today),
        rank=boards.rank(session, boards.WEEK, player_id, now=now) if visible else None,
        coins=coins if coins or _has_coins(session) else None,
        title=title,
        boosts=factors.running_for(session, player_id, now=now),
    )


def sample_people(session: Session) -> tuple[PersonView, ...]:
    """The made-up people of a development machine, the admin first."""
    return _people(session, "where sample order by is_admin desc, created_at, name")


def people(session: Session) -> tuple[PersonView, ...]:
    """Everybody, for the admin's list, by name; who was merged into another, or erased, is no longer anybody."""
    return _people(session, "where kind not in ('merged', 'erased') order by lower(name), id")


def sessions(session: Session, player_id: UUID, token: str | None) -> tuple[SessionView, ...]:
    """Where a player is signed in, the newest first; `token` tells which one is this browser."""
    current = hashlib.sha256(token.encode()).digest() if token else b""
    rows = connection(session).execute(
        """
        select handle, created_at, seen_at, user_agent, token_hash = %s from web_session
        where player_id = %s and expires_at > now() order by created_at desc
        """,
        (current, player_id),
    )
    return tuple(SessionView(*row) for row in rows)


def shows(session: Session, player_id: UUID) -> tuple[bool, bool]:
    """Whether a player lets others see his badges, and his streak."""
    row = connection(session).execute("select shows_badges, shows_streak from player where id = %s", (player_id,))
    found = row.fetchone()
    return (found[0], found[1]) if found else (False, False)


def leaves_at(session: Session, player_id: UUID) -> datetime | None:
    """When a player will be erased, if he asked for it."""
    row = connection(session).execute("select due_at from erasure where player_id = %s", (player_id,)).fetchone()
    return row[0] if row else None


def xp_by_day(session: Session, player_id: UUID, *, now: datetime, days: int) -> tuple[DayXp, ...]:
    """The XP of each of the last `days` days in the player's zone, oldest first, days without any as 0."""
    row = connection(session).execute("select zones from player where id = %s", (player_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such player.")
    today = day_of(row[0], now)
    first = today - timedelta(days=days - 1)
    earned = _earned_since(session, player_id, first)
    return tuple(DayXp(day, earned.get(day, 0)) for day in (first + timedelta(days=i) for i in range(days)))


def _people(session: Session, tail: LiteralString) -> tuple[PersonView, ...]:
    rows = connection(session).execute(
        "select id, name, login, avatar_url, kind, is_admin, hidden, xp, last_activity_at from player " + tail
    )
    return tuple(
        PersonView(player_id, name, login, avatar_url, PersonKind(kind), is_admin, hidden, xp, last)
        for player_id, name, login, avatar_url, kind, is_admin, hidden, xp, last in rows
    )


def _has_coins(session: Session) -> bool:
    """Whether anybody ever got coins. Asked with an index of those entries alone."""
    row = connection(session).execute("select exists (select from xp_entry where coins <> 0)").fetchone()
    return bool(row and row[0])


def _earned_since(session: Session, player_id: UUID, first: date) -> Mapping[date, int]:
    rows: Any = connection(session).execute(
        "select day, sum from metric_day where player_id = %s and metric = %s and day >= %s",
        (player_id, XP_EARNED, first),
    )
    return dict(rows.fetchall())
