"""What was odd at the last look, and what admins said about it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.fair_play import DETECTORS, Detector
from domain.rules.fair_play.words import WORDS
from domain.store.driver import connection
from domain.store.queries import holds
from domain.store.queries.labels import LABEL, WHOSE
from domain.store.queries.oddities import DAYS
from domain.views import Evidence
from domain.views.fair_play import DetectorView, FairPlayView, FindingView, LookView, Verdict

#: Shown with one finding, and at all.
EVIDENCE, FINDINGS = 20, 100

_Row = tuple[str, str, list[UUID], str, datetime, list[str], int, int, int]


def fair_play(session: Session, *, now: datetime) -> FairPlayView:
    """What the admin's page shows."""
    begin = now - timedelta(days=DAYS)
    driver = connection(session)
    counts = dict(
        driver.execute("select detector, count(*) from finding where last_at >= %s group by 1", (begin,)).fetchall()
    )
    looked = driver.execute("select max(at) from look").fetchone()
    return FairPlayView(
        days=DAYS,
        findings=_views(session, _found(session, begin)),
        detectors=tuple(DetectorView(one.value, *WORDS[one], counts.get(one.value, 0)) for one in DETECTORS),
        holds=holds.newest(session),
        looked_at=looked[0] if looked else None,
    )


def _found(session: Session, begin: datetime) -> Sequence[_Row]:
    """(key, detector, players, sentence, latest, newest evidence, pieces of it, held now, never held so far)."""
    rows: Sequence[Any] = (
        connection(session)
        .execute(
            """
            select f.key, f.detector, f.players, f.sentence, f.last_at,
                   f.evidence[greatest(1, cardinality(f.evidence) - %(shown)s + 1):], cardinality(f.evidence),
                   held.now, cardinality(f.evidence) - held.ever
            from (select * from finding where last_at >= %(begin)s order by last_at desc, key desc limit %(most)s) f
            cross join lateral (
                select count(*) as ever, count(*) filter (where e.hold_id is null) as now
                from hold_work w left join hold_end e on e.hold_id = w.hold_id where w.activity_key = any(f.evidence)
            ) held order by f.last_at desc, f.key desc
            """,
            {"shown": EVIDENCE, "begin": begin, "most": FINDINGS},
        )
        .fetchall()
    )
    return rows


def _views(session: Session, found: Sequence[_Row]) -> tuple[FindingView, ...]:
    looks = _looks(session, {row[0]: row[6] for row in found})
    names = _names(session, {player for row in found for player in row[2]})
    shown = evidence(session, [key for row in found for key in row[5]])
    return tuple(
        FindingView(
            key=key,
            title=WORDS[Detector(detector)][0],
            players=tuple(players),
            names=tuple(sorted(names[player] for player in players)),
            sentence=sentence,
            last_at=last_at,
            evidence=tuple(shown[one] for one in reversed(newest) if one in shown),
            more=pieces - len(newest),
            look=looks.get(key),
            held=held,
            free=free,
        )
        for key, detector, players, sentence, last_at, newest, pieces, held, free in found
    )


def _names(session: Session, players: set[UUID]) -> Mapping[UUID, str]:
    rows = connection(session).execute("select id, name from player where id = any(%s)", (list(players),))
    return dict(rows.fetchall())


def evidence(session: Session, keys: Sequence[str]) -> Mapping[str, Evidence]:
    """Pieces of work, each with whose it is."""
    rows = connection(session).execute(
        f"""
        select a.key, a.occurred_at, {LABEL}, a.url, p.name
        from activity a join player p on p.id = a.player_id {WHOSE}
        where a.key = any(%s)
        """,
        (list(keys),),
    )
    return {key: Evidence(at, label, url, counts=True, why=name) for key, at, label, url, name in rows}


def _looks(session: Session, size: Mapping[str, int]) -> Mapping[str, LookView]:
    rows: Sequence[tuple[Any, ...]] = (
        connection(session)
        .execute(
            """
        select r.finding_key, r.verdict, r.note, p.name, r.at, r.evidence
        from finding_review r join player p on p.id = r.actor_id where r.finding_key = any(%s)
        """,
            (list(size),),
        )
        .fetchall()
    )
    return {
        key: LookView(Verdict(verdict), note, by, at, max(0, size[key] - seen))
        for key, verdict, note, by, at, seen in rows
    }
