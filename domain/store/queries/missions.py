"""Missions as players and admins see them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.derived import DERIVED
from domain.specs import MissionSpec
from domain.store.driver import connection
from domain.views import MissionDefinition


def definitions(session: Session) -> tuple[MissionDefinition, ...]:
    """Every version of every mission: drafts, then scheduled and running ones, then retired ones, the newest first."""
    return tuple(_definition(row) for row in connection(session).execute(_DEFINITIONS + _BY_STATE))


def definition(session: Session, mission_id: UUID) -> MissionDefinition:
    """One version of a mission. Raises `NotFound`."""
    row = connection(session).execute(_DEFINITIONS + "where m.id = %s", (mission_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such mission.")
    return _definition(row)


def known_metrics(session: Session) -> tuple[str, ...]:
    """The metrics that have been seen or that a rule names, and those the game makes, in alphabetical order."""
    rows = connection(session).execute(
        """
        select spec ->> 'metric' from scoring_rule union select unnest(%s::text[]) union
        (with recursive metrics as (
            (select metric from metric_day order by metric limit 1)
            union all
            select (select metric from metric_day where metric > m.metric order by metric limit 1)
            from metrics m where m.metric is not null
        ) select metric from metrics where metric is not null)
        order by 1
        """,
        (sorted(DERIVED),),
    )
    return tuple(row[0] for row in rows)


_DEFINITIONS = """
    select m.id, m.slug, m.state, m.version, m.spec, m.published_at, m.retired_at,
           (select count(distinct subject_id) from progress p where p.mission_id = m.id),
           (select count(*) from progress p where p.mission_id = m.id and p.completed_at is not null
            and position('/' in p.period) = 0)
    from mission m
"""
_BY_STATE = """
    order by array_position(array['draft', 'scheduled', 'published', 'retired'], m.state),
             coalesce(m.retired_at, m.published_at, m.created_at) desc, m.spec ->> 'title', m.id
"""


def _definition(row: Sequence[Any]) -> MissionDefinition:
    mission_id, slug, state, version, spec, published_at, retired_at, players, completions = row
    return MissionDefinition(
        id=mission_id,
        slug=slug,
        state=state,
        version=version,
        spec=MissionSpec.model_validate(spec),
        published_at=published_at,
        retired_at=retired_at,
        players=players,
        completions=completions,
    )
