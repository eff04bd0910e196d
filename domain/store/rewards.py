"""Rewards as they are stored: given once, and where they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlmodel import Session

from domain.rules.rewards import expiry
from domain.specs import RewardSpec
from domain.store.driver import connection, with_rows


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody gets a reward. What has the same `key` is given once; `title` says what it is for.

    `cause` and `cause_id` name what gave it: a mission, a board, a season, a streak, a duel, a purchase. `at` is when
    that happened and `known_at` when it came in; None is now.
    """

    player_id: UUID
    spec: RewardSpec
    key: str
    cause: str
    cause_id: str
    title: str
    at: datetime | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward that was given, and where it stands."""

    id: UUID
    key: str
    player_id: UUID
    spec: RewardSpec
    cause: str
    cause_id: str
    title: str
    state: str
    at: datetime
    earned_at: datetime
    known_at: datetime
    expires_at: datetime | None
    settled_at: datetime | None
    used_at: datetime | None


def id_of(key: str) -> UUID:
    """The id of the reward that was given under a key."""
    return uuid5(NAMESPACE_URL, f"questboard:reward:{key}")


def add(session: Session, grants: Sequence[Grant], now: datetime) -> list[Reward]:
    """Store rewards, those that are not claimed by hand as claimed; the ones that were not given before."""
    if not grants:
        return []
    rows = with_rows(
        session,
        """
        insert into reward (id, grant_key, player_id, spec, cause, cause_id, title, state, at, earned_at, known_at,
                            expires_at, settled_at)
        select * from {rows} on conflict do nothing returning id
        """,
        {
            "id": "uuid", "grant_key": "text", "player_id": "uuid", "spec": "jsonb", "cause": "text",
            "cause_id": "text", "title": "text", "state": "text", "at": "timestamptz", "earned_at": "timestamptz",
            "known_at": "timestamptz", "expires_at": "timestamptz", "settled_at": "timestamptz",
        },
        [
            (
                id_of(one.key), one.key, one.player_id, one.spec.model_dump(mode="json", exclude_defaults=True),
                one.cause, one.cause_id, one.title, "pending" if one.spec.by_hand else "claimed", now, one.at or now,
                one.known_at or now, expiry(one.spec, now), None if one.spec.by_hand else now,
            )
            for one in {grant.key: grant for grant in grants}.values()
        ],
    )  # fmt: skip
    return these(session, [row[0] for row in rows])


_SELECT: LiteralString = """
    select id, grant_key, player_id, spec, cause, cause_id, title, state, at, earned_at, known_at, expires_at,
           settled_at, used_at
    from reward
"""


def these(session: Session, ids: Collection[UUID]) -> list[Reward]:
    """Rewards by their ids, in the order of their keys."""
    return _found(session, "where id = any(%s) order by grant_key", sorted(ids))


def one(session: Session, reward_id: UUID) -> Reward | None:
    """One reward, if there is such a one."""
    return next(iter(these(session, [reward_id])), None)


def of_cause(session: Session, cause: str, cause_id: str, player_id: UUID) -> list[Reward]:
    """What a player has from one cause."""
    rows = connection(session).execute(
        _SELECT + "where player_id = %s and cause = %s and cause_id = %s order by grant_key",
        (player_id, cause, cause_id),
    )
    return [_reward(*row) for row in rows]


def due(session: Session, now: datetime, limit: int) -> list[Reward]:
    """What waits longer than it may, the oldest first."""
    rows = connection(session).execute(
        _SELECT + "where state = 'pending' and expires_at <= %s order by expires_at, id limit %s", (now, limit)
    )
    return [_reward(*row) for row in rows]


def settle(session: Session, reward_id: UUID, state: str, at: datetime) -> None:
    """Let a reward be claimed, expired or revoked."""
    connection(session).execute(
        "update reward set state = %s, settled_at = %s, used_at = null where id = %s", (state, at, reward_id)
    )


def earn(session: Session, reward_id: UUID, at: datetime, known_at: datetime) -> None:
    """Say when what a reward is for happened, where that turned out to be another time."""
    connection(session).execute(
        "update reward set earned_at = %s, known_at = %s where id = %s", (at, known_at, reward_id)
    )


def use(session: Session, reward_id: UUID, at: datetime) -> None:
    """Let what a reward gave be used up."""
    connection(session).execute("update reward set used_at = %s where id = %s", (at, reward_id))


def titles(session: Session, player_id: UUID) -> list[str]:
    """The titles that a player has, in alphabetical order."""
    rows = connection(session).execute(
        """
        select distinct spec ->> 'reference' from reward
        where player_id = %s and state = 'claimed' and spec ->> 'kind' = 'title' order by 1
        """,
        (player_id,),
    )
    return [row[0] for row in rows]


def worn(session: Session, players: Collection[UUID]) -> dict[UUID, str]:
    """The titles that these players wear."""
    rows = connection(session).execute(
        "select id, title from player where id = any(%s) and title is not null", (list(players),)
    )
    return dict(rows.fetchall())


def wear(session: Session, player_id: UUID, title: str | None) -> None:
    """Show a title by a player's name, or none."""
    connection(session).execute("update player set title = %s where id = %s", (title, player_id))


def take_off(session: Session, player_id: UUID) -> None:
    """Show no title that its player has lost."""
    connection(session).execute(
        "update player set title = null where id = %s and title <> all(%s)", (player_id, titles(session, player_id))
    )


def booked_until(session: Session, player_id: UUID) -> datetime | None:
    """When a player's balance last changed."""
    row = connection(session).execute("select max(at) from xp_entry where player_id = %s", (player_id,)).fetchone()
    return row[0] if row else None


def _found(session: Session, where: LiteralString, parameter: object) -> list[Reward]:
    return [_reward(*row) for row in connection(session).execute(_SELECT + where, (parameter,))]


def _reward(reward_id: UUID, key: str, player_id: UUID, spec: object, *rest: object) -> Reward:
    return Reward(reward_id, key, player_id, RewardSpec.model_validate(spec), *rest)  # type: ignore[arg-type]
