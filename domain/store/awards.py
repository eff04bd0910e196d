"""Awards: badges given, and the notifications about them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import BadgeSpec, MissionSpec, RewardKind, RewardSpec
from domain.store.driver import connection, with_rows

#: (badge, player, cause, tier, when it was earned, when that came in)
Award = tuple[str, UUID, str, str, datetime, datetime]


def badges(session: Session, wanted: Collection[str]) -> dict[str, BadgeSpec]:
    """These badges by their ids."""
    if not wanted:
        return {}
    rows = connection(session).execute("select spec from badge where id = any(%s)", (sorted(wanted),))
    return {spec.id: spec for (stored,) in rows for spec in (BadgeSpec.model_validate(stored),)}


def names(session: Session, missions: Iterable[MissionSpec]) -> dict[str, str]:
    """The badges that these missions and their steps give: their names by their ids."""
    given = {badge for spec in missions for badge in _given(spec) if badge}
    return {badge: spec.name for badge, spec in badges(session, given).items()}


def named(session: Session, given: Iterable[RewardSpec]) -> dict[str, str]:
    """The badges among these rewards: their names by their ids."""
    wanted = {str(spec.reference) for spec in given if spec.kind is RewardKind.BADGE}
    return {badge: spec.name for badge, spec in badges(session, wanted).items()}


def _given(mission: MissionSpec) -> Iterator[str | None]:
    yield mission.badge_id
    yield from (step.badge_id for step in mission.steps)
    rewards = [*mission.rewards, *(one for step in mission.steps for one in step.rewards)]
    rewards += [one for tier in mission.tiers for one in tier.rewards]
    yield from (one.reference for one in rewards if one.kind is RewardKind.BADGE)


def held(session: Session, wanted: Collection[tuple[str, UUID]]) -> set[tuple[str, UUID, str]]:
    """(badge, player, tier) of what these players hold of these badges."""
    if not wanted:
        return set()
    rows = with_rows(
        session,
        "select badge_id, player_id, tier from badge_award join {rows} using (badge_id, player_id)",
        {"badge_id": "text", "player_id": "uuid"},
        wanted,
    )
    return {(row[0], row[1], row[2]) for row in rows}


def given_for(session: Session, wanted: Collection[tuple[UUID, str]]) -> list[tuple[str, UUID, str, str]]:
    """(badge, player, cause, tier) of the badges that were given to these players for these causes."""
    if not wanted:
        return []
    rows = with_rows(
        session,
        "select badge_id, player_id, cause, tier from badge_award join {rows} using (player_id, cause)",
        {"player_id": "uuid", "cause": "text"},
        wanted,
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def award(session: Session, awards: Sequence[Award]) -> list[Award]:
    """Give badges; those that were not given before for the same cause."""
    if not awards:
        return []
    rows = with_rows(
        session,
        """
        insert into badge_award (badge_id, player_id, cause, tier, at, known_at) select * from {rows}
        on conflict do nothing returning badge_id, player_id, cause
        """,
        {
            "badge_id": "text", "player_id": "uuid", "cause": "text", "tier": "text",
            "at": "timestamptz", "known_at": "timestamptz",
        },
        awards,
    )  # fmt: skip
    new = {(row[0], row[1], row[2]) for row in rows}
    return [one for one in awards if one[:3] in new]


def notify(session: Session, notes: Sequence[tuple[UUID, datetime, str, str, str]]) -> None:
    """Store notifications: (player, at, kind, title, text). Whoever was erased is told nothing any more."""
    if notes:
        with_rows(
            session,
            """
            insert into notification (player_id, at, kind, title, text) select rows.* from {rows}
            where coalesce((select kind from player p where p.id = rows.player_id), '') <> 'erased'
            """,  # looked up row by row: a join would put the rows into another order, which people read
            {"player_id": "uuid", "at": "timestamptz", "kind": "text", "title": "text", "text": "text"},
            notes,
        )


def tell_of(session: Session, player: UUID, at: datetime, kind: str, title: str, text: str, *, by: UUID) -> None:
    """Store a notification about somebody: `{who}` in its title is his name, looked up when it is read.

    Nothing is told to whoever was erased, or of him.
    """
    connection(session).execute(
        """
        insert into notification (player_id, at, kind, title, text, from_id)
        select %(player)s::uuid, %(at)s, %(kind)s, %(title)s, %(text)s, %(by)s::uuid
        where not exists (select from player p where p.id in (%(player)s, %(by)s) and p.kind = 'erased')
        """,
        {"player": player, "at": at, "kind": kind, "title": title, "text": text, "by": by},
    )
