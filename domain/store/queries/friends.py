"""Follows and friends, as those concerned see them. Whoever hides cannot be found, and is in nobody's list."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.levels import level_at
from domain.store.driver import connection
from domain.store.queries import badges, players
from domain.store.queries.game import level_curve
from domain.views import PeoplePage, PersonLine, PersonName, Profile

_SEEN: LiteralString = "p.kind = 'human' and not p.hidden"

#: Everybody who has to do with a player: whether he follows them, they him, and whether he refuses them.
_TIES: LiteralString = (
    """
    select p.id, p.name, p.login, p.avatar_url, p.xp, coalesce(mine.state = 'on', false) as followed,
           coalesce(theirs.state = 'on', false) as follows, coalesce(theirs.state = 'refused', false) as refused
    from player p
    left join follow mine on (mine.follower_id, mine.followed_id) = (%(me)s, p.id)
    left join follow theirs on (theirs.follower_id, theirs.followed_id) = (p.id, %(me)s)
    where p.id <> %(me)s and """
    + _SEEN
)


def friends_of(session: Session, player_id: UUID) -> set[UUID]:
    """Those who follow a player and whom he follows too; without those who hide."""
    rows = connection(session).execute(
        "select id from (" + _TIES + ") ties where followed and follows", {"me": player_id}
    )
    return {row[0] for row in rows}


def page(session: Session, player_id: UUID) -> PeoplePage:
    """Whom a player follows, who follows him, whom he refuses, and whom he can find."""
    curve = level_curve(session)
    rows = connection(session).execute(
        "select * from (" + _TIES + ") ties where followed or follows or refused order by lower(name), id",
        {"me": player_id},
    )
    lines = [
        PersonLine(key, name, login, avatar_url, level_at(xp, curve), followed=followed, follows=follows, refused=no)
        for key, name, login, avatar_url, xp, followed, follows, no in rows
    ]
    return PeoplePage(
        followed=tuple(line for line in lines if line.followed),
        followers=tuple(line for line in lines if line.follows),
        refused=tuple(line for line in lines if line.refused),
        others=people_to_find(session, player_id),
    )


def people_to_find(session: Session, player_id: UUID) -> tuple[PersonName, ...]:
    """Everybody else who can be found, by name."""
    rows = connection(session).execute(
        "select p.id, p.name, p.login from player p where p.id <> %s and " + _SEEN + " order by lower(p.name), p.id",
        (player_id,),
    )
    return tuple(PersonName(*row) for row in rows)


def profile(session: Session, player_id: UUID, viewer_id: UUID, *, now: datetime) -> Profile:
    """What a player lets others see of him; himself, he sees the same. Raises `NotFound` for whoever hides."""
    row = (
        connection(session)
        .execute(
            """
            select p.shows_badges, p.shows_streak, coalesce(mine.state, 'off'), coalesce(theirs.state, 'off')
            from player p
            left join follow mine on (mine.follower_id, mine.followed_id) = (%(me)s, p.id)
            left join follow theirs on (theirs.follower_id, theirs.followed_id) = (p.id, %(me)s)
            where p.id = %(player)s and p.kind = 'human' and (not p.hidden or p.id = %(me)s)
            """,
            {"player": player_id, "me": viewer_id},
        )
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such player.")
    shows_badges, shows_streak, mine, theirs = row
    card = players.player_card(session, player_id, now=now)
    held = badges.badges(session, player_id) if shows_badges else ()
    return Profile(
        id=player_id,
        name=card.name,
        login=card.login,
        avatar_url=card.avatar_url,
        level=card.level,
        badges=tuple(badge for badge in held if badge.earned_at),
        streak=card.streak.length if shows_streak else None,
        followed=mine == "on",
        follows=theirs == "on",
        refused=mine == "refused",
        shut_out=theirs == "refused",
        title=card.title,
    )
