"""Progress: how far everybody is in the windows of missions, and what was decided about them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.tallies import Tally
from domain.store.driver import connection, with_rows

#: (mission, player or team, window)
Pair = tuple[UUID, UUID, str]

#: Whose progress is everybody's.
GUILD = UUID(int=0)


@dataclass(frozen=True, slots=True)
class State:
    """Where somebody stands in one window of a mission; `latest` is the moment of the last fact in the tallies."""

    tallies: Sequence[Tally] = ()
    latest: datetime | None = None
    completed_at: datetime | None = None
    completed_by: str | None = None
    known_at: datetime | None = None
    rewarded: bool = False


UNTOUCHED = State()


def states(session: Session, pairs: Collection[Pair]) -> dict[Pair, State]:
    """The stored progress of these pairs, in one query."""
    if not pairs:
        return {}
    rows = with_rows(
        session,
        """
        select mission_id, subject_id, period, tallies, latest, completed_at, completed_by, known_at, rewarded
        from progress join {rows} using (mission_id, subject_id, period)
        """,
        _PAIR,
        pairs,
    )
    return {(row[0], row[1], row[2]): State(*row[3:]) for row in rows}


def done_before(session: Session, pairs: Collection[Pair]) -> dict[Pair, State]:
    """Those of the pairs that an older version of the same mission has completed, as that left them."""
    if not pairs:
        return {}
    rows = with_rows(
        session,
        """
        select rows.mission_id, rows.subject_id, rows.period, p.tallies, p.latest, p.completed_at, p.completed_by,
               p.known_at, p.rewarded from {rows}
        join mission m on m.id = rows.mission_id
        join mission older on older.family_id = m.family_id and older.version < m.version
        join progress p on p.mission_id = older.id and p.subject_id = rows.subject_id and p.period = rows.period
        where p.completed_at is not null order by older.version
        """,
        _PAIR,
        pairs,
    )
    return {(row[0], row[1], row[2]): State(*row[3:]) for row in rows}


def save(session: Session, changed: Iterable[tuple[Pair, State]]) -> None:
    """Store progress as it stands; where nothing is left of it, it was never there."""
    states = sorted(changed, key=lambda one: one[0])
    _forget(session, [pair for pair, state in states if state == UNTOUCHED])
    rows = [
        (*pair, s.tallies, s.latest, s.completed_at, s.completed_by, s.known_at, s.rewarded)
        for pair, s in states
        if s != UNTOUCHED
    ]
    if not rows:
        return
    with_rows(
        session,
        """
        insert into progress (mission_id, subject_id, period, tallies, latest, completed_at, completed_by, known_at,
                              rewarded)
        select * from {rows}
        on conflict (mission_id, subject_id, period) do update
        set tallies = excluded.tallies, latest = excluded.latest, completed_at = excluded.completed_at,
            completed_by = excluded.completed_by, known_at = excluded.known_at, rewarded = excluded.rewarded
        """,
        {
            **_PAIR, "tallies": "jsonb", "latest": "timestamptz", "completed_at": "timestamptz",
            "completed_by": "text", "known_at": "timestamptz", "rewarded": "boolean",
        },
        rows,
    )  # fmt: skip


def _forget(session: Session, pairs: Collection[Pair]) -> None:
    if pairs:
        with_rows(
            session,
            """
            delete from progress using {rows} where (progress.mission_id, progress.subject_id, progress.period)
              = (rows.mission_id, rows.subject_id, rows.period)
            """,
            _PAIR,
            pairs,
        )


_PAIR: Any = {"mission_id": "uuid", "subject_id": "uuid", "period": "text"}


def looking_back(session: Session, wanted: Mapping[tuple[UUID, UUID], datetime]) -> list[Pair]:
    """The windows of (mission, subject) that what counts for ever moves: those not completed at that moment."""
    if not wanted:
        return []
    rows = with_rows(
        session,
        """
        select mission_id, subject_id, period from progress join {rows} using (mission_id, subject_id)
        where completed_at is null or completed_at > rows.moment
        """,
        {"mission_id": "uuid", "subject_id": "uuid", "moment": "timestamptz"},
        [(*one, moment) for one, moment in wanted.items()],
    )
    return [(row[0], row[1], row[2]) for row in rows]


def in_window(session: Session, mission_id: UUID, period: str) -> dict[UUID, State]:
    """Everybody's progress in one window of a mission."""
    rows = connection(session).execute(
        """
        select subject_id, tallies, latest, completed_at, completed_by, known_at, rewarded from progress
        where mission_id = %s and period = %s order by subject_id
        """,
        (mission_id, period),
    )
    return {row[0]: State(*row[1:]) for row in rows}


def levels_at_start(session: Session, pairs: Collection[Pair]) -> dict[Pair, int]:
    """The recorded levels with which players began these windows."""
    if not pairs:
        return {}
    rows = with_rows(
        session,
        """
        select mission_id, player_id, period, level from level_at_start
        join (select mission_id, subject_id as player_id, period from {rows}) wanted
        using (mission_id, player_id, period)
        """,
        _PAIR,
        pairs,
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


def record_levels(session: Session, levels: Iterable[tuple[Pair, int]]) -> None:
    """Keep the level with which a player begins a window; what is recorded stays."""
    rows = [(*pair, level) for pair, level in levels]
    if rows:
        with_rows(
            session,
            """
            insert into level_at_start (mission_id, player_id, period, level) select * from {rows}
            on conflict do nothing
            """,
            {**_PAIR, "level": "int"},
            rows,
        )


def settled(session: Session, mission_id: UUID) -> set[str]:
    """The windows of a mission that are decided."""
    rows = connection(session).execute("select period from settlement where mission_id = %s", (mission_id,))
    return {row[0] for row in rows}


def claim_settlement(session: Session, mission_id: UUID, period: str, now: datetime) -> bool:
    """Take the decision of one window upon this transaction; False when somebody else did."""
    row = connection(session).execute(
        """
        insert into settlement (mission_id, period, settled_at) values (%s, %s, %s)
        on conflict do nothing returning true
        """,
        (mission_id, period, now),
    )
    return row.fetchone() is not None


def owed(session: Session) -> list[Pair]:
    """Completed windows of teams, or of everybody, in which somebody is not rewarded yet."""
    rows = connection(session).execute(
        """
        select p.mission_id, p.subject_id, p.period from progress p join mission m on m.id = p.mission_id
        where p.completed_at is not null and not p.rewarded and m.spec ->> 'scope' in ('team', 'guild')
        order by p.completed_at, p.mission_id, p.subject_id
        """
    )
    return [(row[0], row[1], row[2]) for row in rows]


def lock_subject(session: Session, *subjects: UUID) -> None:
    """Keep the shared progress of teams, or of everybody, in one hand. Comes after the locks of players."""
    if subjects:
        connection(session).execute(
            "select pg_advisory_xact_lock(hashtextextended(one, 0)) from unnest(%s::text[]) one",
            ([f"subject:{subject}" for subject in sorted(subjects)],),
        )


def say_goodbye(session: Session, mission_id: UUID, title: str, text: str, now: datetime) -> list[UUID]:
    """A notification for every player who was on the way, alone or on a quest; who they are."""
    rows = connection(session).execute(
        """
        insert into notification (player_id, at, kind, title, text)
        select p.id, %(now)s, 'retired', %(title)s, %(text)s from player p where p.kind = 'human' and (
            exists (select from progress g where g.mission_id = %(mission)s and g.subject_id = p.id
                    and g.completed_at is null and g.latest > %(now)s - interval '31 days')
            or exists (select from quest_run r where r.mission_id = %(mission)s and r.player_id = p.id
                    and r.abandoned_at is null and not exists (
                        select from progress g where g.mission_id = r.mission_id and g.subject_id = r.player_id
                        and g.period = r.number::text)))
        returning player_id
        """,
        {"now": now, "title": title, "text": text, "mission": mission_id},
    )
    return [row[0] for row in rows]
