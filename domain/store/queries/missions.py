"""Missions as players and admins see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.missions import line, period
from domain.rules.requirements import Progress, measure
from domain.rules.zones import Zones, day_of
from domain.specs import MissionSpec
from domain.store.driver import connection
from domain.views import MissionCard, MissionDefinition

_CARDS = """
    select m.id, m.spec, b.spec ->> 'name' from mission m left join badge b on b.id = m.spec ->> 'badge_id'
    where m.state = 'published'
"""


def mission_cards(session: Session, player_id: UUID, *, now: datetime) -> tuple[MissionCard, ...]:
    """The missions a player can work on now: the closest to done first, completed ones last."""
    rows = connection(session).execute(_CARDS).fetchall()
    cards = _cards(session, rows, player_id, now)
    return tuple(sorted(cards, key=lambda card: (card.completed_at is not None, -card.progress, card.title)))


def mission_card(session: Session, player_id: UUID, mission_id: UUID, *, now: datetime) -> MissionCard:
    """One mission as a player sees it. Raises `NotFound` when it is not on offer."""
    rows = connection(session).execute(_CARDS + " and m.id = %s", (mission_id,)).fetchall()
    for card in _cards(session, rows, player_id, now):
        return card
    raise NotFound("There is no such mission now.")


def definitions(session: Session) -> tuple[MissionDefinition, ...]:
    """Every version of every mission: drafts, then running ones, then retired ones, the newest first."""
    return tuple(_definition(row) for row in connection(session).execute(_DEFINITIONS + _BY_STATE))


def definition(session: Session, mission_id: UUID) -> MissionDefinition:
    """One version of a mission. Raises `NotFound`."""
    row = connection(session).execute(_DEFINITIONS + "where m.id = %s", (mission_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such mission.")
    return _definition(row)


def known_metrics(session: Session) -> tuple[str, ...]:
    """The metrics that have been seen or that a rule names, in alphabetical order."""
    rows = connection(session).execute(
        """
        select spec ->> 'metric' from scoring_rule union
        (with recursive metrics as (
            (select metric from metric_day order by metric limit 1)
            union all
            select (select metric from metric_day where metric > m.metric order by metric limit 1)
            from metrics m where m.metric is not null
        ) select metric from metrics where metric is not null and metric <> 'xp.earned')
        order by 1
        """
    )
    return tuple(row[0] for row in rows)


_DEFINITIONS = """
    select m.id, m.state, m.version, m.spec, m.published_at, m.retired_at,
           (select count(distinct player_id) from progress p where p.mission_id = m.id),
           (select count(*) from progress p where p.mission_id = m.id and p.completed_at is not null)
    from mission m
"""
_BY_STATE = """
    order by array_position(array['draft', 'published', 'retired'], m.state),
             coalesce(m.retired_at, m.published_at, m.created_at) desc, m.id
"""


def _definition(row: tuple[Any, ...]) -> MissionDefinition:
    mission_id, state, version, spec, published_at, retired_at, players, completions = row
    return MissionDefinition(
        id=mission_id,
        state=state,
        version=version,
        spec=MissionSpec.model_validate(spec),
        published_at=published_at,
        retired_at=retired_at,
        players=players,
        completions=completions,
    )


def _cards(session: Session, rows: Iterable[tuple[Any, ...]], player_id: UUID, now: datetime) -> list[MissionCard]:
    zones = _zones(session, player_id)
    today = day_of(zones, now)
    open_now = [
        (mission_id, spec, badge)
        for mission_id, stored, badge in rows
        if _is_open(spec := MissionSpec.model_validate(stored), now)
    ]
    states = _states(session, player_id, [(mission_id, period(spec.window, today)) for mission_id, spec, _ in open_now])
    return [_card(mission_id, spec, badge, states.get(mission_id)) for mission_id, spec, badge in open_now]


def _is_open(spec: MissionSpec, now: datetime) -> bool:
    return (spec.starts_at is None or spec.starts_at <= now) and (spec.ends_at is None or now < spec.ends_at)


def _zones(session: Session, player_id: UUID) -> Zones:
    row = connection(session).execute("select zones from player where id = %s", (player_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such player.")
    zones: Zones = row[0]
    return zones


def _states(
    session: Session, player_id: UUID, wanted: list[tuple[UUID, str]]
) -> dict[UUID, tuple[dict[str, int], datetime | None]]:
    rows = connection(session).execute(
        """
        select mission_id, tally, completed_at from progress
        join unnest(%s::uuid[], %s::text[]) as wanted (mission_id, period) using (mission_id, period)
        where player_id = %s
        """,
        ([mission for mission, _ in wanted], [name for _, name in wanted], player_id),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _card(
    mission_id: UUID, spec: MissionSpec, badge: str | None, state: tuple[dict[str, int], datetime | None] | None
) -> MissionCard:
    tally, completed_at = state or ({}, None)
    goal = spec.requirement.threshold
    progress = Progress(goal, goal, met=True) if completed_at else measure(spec.requirement, tally)
    return MissionCard(
        id=mission_id,
        title=spec.title,
        description=spec.description,
        window=spec.window,
        value=min(progress.value, goal),
        threshold=goal,
        progress=progress.share,
        line=line(spec.requirement, progress),
        xp=spec.xp,
        badge_name=badge,
        ends_at=spec.ends_at,
        completed_at=completed_at,
    )
