"""Missions in play: what is live, how far everybody is, and who is done."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import MissionSpec, ScoringRuleSpec
from domain.store.driver import connection, with_rows

Pair = tuple[UUID, UUID, str]

#: Whoever publishes or retires a definition holds this lock alone; batches share it.
DEFINITIONS_LOCK = 7_152_002


@dataclass(frozen=True, slots=True)
class LiveMission:
    id: UUID
    spec: MissionSpec
    published_at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """Where a player stands in one window of a mission."""

    tally: dict[str, int]
    value: int
    done: bool


def share_definitions(session: Session) -> None:
    """Let nobody publish or retire a definition until this transaction ends."""
    connection(session).execute("select pg_advisory_xact_lock_shared(%s)", (DEFINITIONS_LOCK,))


def own_definitions(session: Session) -> None:
    """Wait until no batch is under way, and let none begin until this transaction ends."""
    connection(session).execute("select pg_advisory_xact_lock(%s)", (DEFINITIONS_LOCK,))


def live_missions(session: Session, metrics: Collection[str]) -> list[LiveMission]:
    """The published missions that count one of these metrics."""
    rows = connection(session).execute(
        """
        select id, spec, published_at from mission
        where state = 'published' and spec -> 'requirement' ->> 'metric' = any(%s) order by published_at, id
        """,
        (list(metrics),),
    )
    return [LiveMission(row[0], MissionSpec.model_validate(row[1]), row[2]) for row in rows]


@dataclass(frozen=True, slots=True)
class Rule:
    """The newest version of a scoring rule. A retired one pays nothing more but is still taken back."""

    version: int
    spec: ScoringRuleSpec
    live: bool


def rules(session: Session, metrics: Collection[str]) -> dict[str, list[Rule]]:
    """The scoring rules of each of these metrics."""
    rows = connection(session).execute(
        """
        select distinct on (id) version, spec, retired_at is null from scoring_rule
        where spec ->> 'metric' = any(%s) order by id, version desc
        """,
        (list(metrics),),
    )
    found: dict[str, list[Rule]] = {metric: [] for metric in metrics}
    for version, spec, live in rows:
        rule = Rule(version, ScoringRuleSpec.model_validate(spec), live)
        found[rule.spec.metric].append(rule)
    return found


def states(session: Session, pairs: Iterable[Pair]) -> dict[Pair, State]:
    """The stored progress of (mission, player, period) pairs, in one query."""
    rows = with_rows(
        session,
        """
        select mission_id, player_id, period, tally, value, completed_at is not null
        from progress join {rows} using (mission_id, player_id, period)
        """,
        {"mission_id": "uuid", "player_id": "uuid", "period": "text"},
        pairs,
    )
    return {(row[0], row[1], row[2]): State(*row[3:]) for row in rows}


def save(session: Session, changed: Iterable[tuple[Pair, State]], now: datetime) -> None:
    """Store progress as it stands; a completed window keeps the moment of its completion."""
    with_rows(
        session,
        """
        insert into progress (mission_id, player_id, period, value, tally, updated_at, completed_at)
        select * from {rows}
        on conflict (mission_id, player_id, period) do update
        set value = excluded.value, tally = excluded.tally, updated_at = excluded.updated_at,
            completed_at = excluded.completed_at
        """,
        {
            "mission_id": "uuid", "player_id": "uuid", "period": "text", "value": "bigint", "tally": "jsonb",
            "updated_at": "timestamptz", "completed_at": "timestamptz",
        },
        [(*pair, state.value, state.tally, now, now if state.done else None) for pair, state in changed],
    )  # fmt: skip


def award_badges(session: Session, awards: Sequence[tuple[str, UUID, str, datetime]]) -> dict[str, tuple[str, str]]:
    """Store (badge, player, cause, at); the (name, tier) of each badge given."""
    driver = connection(session)
    with driver.cursor() as cursor:
        cursor.executemany("insert into badge_award (badge_id, player_id, cause, at) values (%s, %s, %s, %s)", awards)
    rows = driver.execute(
        "select id, spec ->> 'name', spec ->> 'tier' from badge where id = any(%s)", ([a[0] for a in awards],)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def notify(session: Session, notes: Sequence[tuple[UUID, datetime, str, str, str]]) -> None:
    """Store notifications: (player, at, kind, title, text)."""
    with connection(session).cursor() as cursor:
        cursor.executemany(
            "insert into notification (player_id, at, kind, title, text) values (%s, %s, %s, %s, %s)", notes
        )
