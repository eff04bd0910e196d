"""Findings that were worked out, kept until the next look."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.rules.fair_play import Detector, Finding
from domain.rules.silence import Silence
from domain.store.driver import connection, with_rows

#: No transaction that records work lasts as long, nor do the clocks of two machines differ by more.
LASTING, CLOCKS_DIFFER = timedelta(minutes=10), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Base:
    """What an earlier look saw: activities up to `behind`, and everybody who was met before `at`."""

    behind: int
    at: datetime


def newest_activity(session: Session) -> int:
    """The newest activity there is."""
    row = connection(session).execute("select max(id) from activity").fetchone()
    return int(row[0] or 0) if row else 0


def base(session: Session, now: datetime) -> Base | None:
    """What need not be looked at again; None where everything must.

    Whatever was under way during the last look was not seen, though its activities may have smaller numbers than some
    that were: numbers are given out before, and seen at the commit. So what counts is the look before the last, or
    an earlier one, as long as no transaction lasts: everything that was under way during the last began after it.
    The first look of a day is at everything, and so is one after somebody became a bot, left or was merged.
    """
    row = connection(session).execute(
        """
        with last as (select at from look order by period desc limit 1)
        select behind, at from look
        where at <= (select at from last) - %(lasting)s::interval
          and exists (select from look where whole and at between %(day)s and %(now)s)
          and not exists (select from look where at > %(now)s)
        order by period desc limit 1
        """,
        {"lasting": LASTING, "day": now.replace(hour=0, minute=0, second=0, microsecond=0), "now": now},
    )
    found = row.fetchone()
    if not found or _became_another(session, found[1] - CLOCKS_DIFFER):
        return None
    return Base(found[0], found[1] - CLOCKS_DIFFER)


def _became_another(session: Session, since: datetime) -> bool:
    row = connection(session).execute(
        """
        select exists (select from player where jsonb_array_length(kinds) > 1
                       and (kinds -> -1 ->> 0)::timestamptz >= %s)
        """,
        (since,),
    )
    found = row.fetchone()
    return bool(found and found[0])


def is_looked_at(session: Session, period: str) -> bool:
    """Whether this period had its look."""
    row = connection(session).execute("select true from look where period = %s", (period,)).fetchone()
    return row is not None


def claim(session: Session, period: str, newest: int, now: datetime, *, whole: bool) -> bool:
    """Have the one look of a period; False when somebody had it."""
    cursor = connection(session).execute(
        "insert into look (period, behind, whole, at) values (%s, %s, %s, %s) on conflict do nothing",
        (period, newest, whole, now),
    )
    return cursor.rowcount == 1


def kept(session: Session, since: datetime) -> list[Finding]:
    """What was found before and went on since then."""
    rows = connection(session).execute(
        """
        select detector, kind, players, since, last_at, evidence, strength, sentence, key from finding
        where last_at >= %s
        """,
        (since,),
    )
    found = []
    for detector, kind, players, day, last_at, evidence, strength, sentence, key in rows:
        one = Finding(Detector(detector), kind, tuple(players), day, last_at, tuple(evidence), strength, sentence)
        found.append(replace(one, subject=key.removeprefix(one.key).removeprefix("/")))
    return found


def put(session: Session, found: Sequence[Finding], gone: Collection[str]) -> None:
    """Keep what was found; `gone` is not found any more."""
    connection(session).execute("delete from finding where key = any(%s)", (list(gone),))
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
