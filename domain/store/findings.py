"""Findings that were worked out, kept until the next look."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.fair_play import Finding
from domain.rules.silence import Silence
from domain.store.driver import connection, with_rows


def newest_activity(session: Session) -> int:
    """The newest activity there is."""
    row = connection(session).execute("select max(id) from activity").fetchone()
    return int(row[0] or 0) if row else 0


def behind(session: Session) -> int:
    """The newest activity that the last look saw."""
    row = connection(session).execute("select behind from look order by period desc limit 1").fetchone()
    return int(row[0]) if row else 0


def is_looked_at(session: Session, period: str) -> bool:
    """Whether this period had its look."""
    row = connection(session).execute("select true from look where period = %s", (period,)).fetchone()
    return row is not None


def claim(session: Session, period: str, newest: int, now: datetime) -> bool:
    """Have the one look of a period; False when somebody had it."""
    cursor = connection(session).execute(
        "insert into look (period, behind, at) values (%s, %s, %s) on conflict do nothing", (period, newest, now)
    )
    return cursor.rowcount == 1


def put(session: Session, found: Sequence[Finding], since: datetime) -> None:
    """Keep what was found, instead of what was kept of the same time."""
    driver = connection(session)
    driver.execute("delete from finding where last_at >= %s and not key = any(%s)", (since, [one.key for one in found]))
    with_rows(
        session,
        """
        insert into finding (key, detector, kind, players, since, last_at, evidence, strength, sentence)
        select * from {rows}
        on conflict (key) do update set last_at = excluded.last_at, evidence = excluded.evidence,
            strength = excluded.strength, sentence = excluded.sentence
        """,
        {
            "key": "text", "detector": "text", "kind": "text", "players": "uuid[]", "since": "date",
            "last_at": "timestamptz", "evidence": "text[]", "strength": "float8", "sentence": "text",
        },
        [
            (
                one.key, one.detector.value, one.kind, one.players, one.since, one.last_at, one.evidence, one.strength,
                one.sentence,
            )
            for one in found
        ],
    )  # fmt: skip


def to_hold(session: Session, kinds: Collection[str], since: datetime) -> list[str]:
    """Findings of these kinds with work that was never held, where no admin found it fine, the oldest first."""
    rows = connection(session).execute(
        """
        select f.key from finding f
        where f.kind = any(%s) and f.last_at >= %s
          and exists (
              select from unnest(f.evidence) as one (key)
              where not exists (select from hold_work w where w.activity_key = one.key)
                and exists (select from xp_entry e join scoring_rule r
                            on e.grant_key = 'rule:' || r.id || ':' || one.key
                            where (e.factors ->> 'each')::bigint <> 0)
                and not exists (select from activity b where b.reverses = one.key)
          )
          and not exists (select from finding_review r where r.finding_key = f.key and r.verdict = 'fine')
          and not exists (select from hold h join hold_end e on e.hold_id = h.id
                          where h.finding_key = f.key and e.outcome = 'released')
        order by f.last_at, f.key
        """,
        (list(kinds), since),
    )
    return [row[0] for row in rows]


def put_silences(session: Session, silences: Sequence[Silence]) -> None:
    """What is silent now, instead of what was."""
    connection(session).execute("delete from silence")
    with_rows(
        session,
        "insert into silence (kind, name, last_day, working_days) select * from {rows}",
        {"kind": "text", "name": "text", "last_day": "date", "working_days": "int"},
        [(one.kind, one.name, one.last_day, one.working_days) for one in silences],
    )


def holders(session: Session, keys: Collection[str]) -> dict[str, UUID]:
    """Under which hold each piece of work is, or was."""
    rows = connection(session).execute(
        "select activity_key, hold_id from hold_work where activity_key = any(%s)", (list(keys),)
    )
    return dict(rows.fetchall())
