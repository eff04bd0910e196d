"""What looks odd in the last weeks: the facts of everybody in one statement, and what admins said about it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.fair_play import DETECTORS, METRICS, Finding, Work, look
from domain.rules.fair_play.thresholds import REVERTED_WITHIN, VELOCITY_BEFORE
from domain.rules.fair_play.words import WORDS
from domain.sources.kudos import PROVIDER
from domain.store.driver import connection
from domain.views import Evidence
from domain.views.fair_play import DetectorView, FairPlayView, FindingView, LookView, Verdict

DAYS = 30
#: Shown with one finding, and at all.
EVIDENCE, FINDINGS = 20, 100
_THANKS = "kudos.given"


def findings(session: Session, *, now: datetime) -> list[Finding]:
    """Everything that looks odd and went on in the last `DAYS` days, the newest first."""
    begin = now - timedelta(days=DAYS)
    whole_months = begin.date().replace(day=1)
    work = _work(session, since=whole_months - VELOCITY_BEFORE, told_since=whole_months - REVERTED_WITHIN)
    work += _thanks(session, since=begin.date().replace(month=(begin.month - 1) // 3 * 3 + 1, day=1))
    return [one for one in look(work) if one.last_at >= begin]


def fair_play(session: Session, *, now: datetime) -> FairPlayView:
    """What the admin's page shows."""
    found = findings(session, now=now)
    counts = Counter(one.detector for one in found)
    detectors = tuple(DetectorView(one.value, *WORDS[one], counts[one]) for one in DETECTORS)
    return FairPlayView(DAYS, _views(session, found[:FINDINGS]), detectors)


def _work(session: Session, *, since: date, told_since: date) -> list[Work]:
    """What people did from a day on; from `told_since` on with what is known of it and whose work was reviewed.

    What is older is only counted.
    The roll-up names who did anything, so that each is found in the index. A dismissal is not there, what it takes back
    is: it was done.
    """
    rows = connection(session).execute(
        """
        with busy as (
            select distinct player_id, metric from metric_day where metric = any(%(metrics)s) and day >= %(since)s
        )
        select a.key, a.player_id, a.metric, a.occurred_at, a.day,
               case when a.day >= %(told_since)s then a.dimensions else '{}' end, author.player_id
        from busy
        join player p on p.id = busy.player_id and p.kind = 'human'
        join activity a on a.player_id = busy.player_id and a.metric = busy.metric
                       and a.occurred_at >= %(since)s::date - interval '2 days' and a.day >= %(since)s
        left join identity author on a.day >= %(told_since)s
                                 and author.provider = split_part(a.dimensions ->> 'author', ':', 1)
                                 and author.subject = split_part(a.dimensions ->> 'author', ':', 2)
        where a.reverses is null
        """,
        {"metrics": sorted({*METRICS} - {_THANKS}), "since": since, "told_since": told_since},
    )
    return [Work(*row) for row in rows]


def _thanks(session: Session, *, since: date) -> list[Work]:
    """Who thanked whom from a day on, in Questboard itself."""
    rows = connection(session).execute(
        """
        with busy as (select distinct player_id from metric_day where metric = %(metric)s and day >= %(since)s)
        select a.key, a.player_id, a.metric, a.occurred_at, a.day, a.dimensions, thanked.player_id
        from busy
        join player p on p.id = busy.player_id and p.kind = 'human'
        join activity a on a.player_id = busy.player_id and a.metric = %(metric)s
                       and a.occurred_at >= %(since)s::date - interval '2 days' and a.day >= %(since)s
        join identity thanked on thanked.provider = %(here)s and thanked.subject = a.dimensions ->> 'to'
        where a.reverses is null
        """,
        {"metric": _THANKS, "since": since, "here": PROVIDER},
    )
    return [Work(*row) for row in rows]


def _views(session: Session, found: Sequence[Finding]) -> tuple[FindingView, ...]:
    looks = _looks(session, found)
    names = _names(session, found)
    evidence = _evidence(session, [key for one in found for key in one.evidence[-EVIDENCE:]])
    return tuple(
        FindingView(
            key=one.key,
            title=WORDS[one.detector][0],
            players=one.players,
            names=tuple(sorted(names[player] for player in one.players)),
            sentence=one.sentence,
            last_at=one.last_at,
            evidence=tuple(evidence[key] for key in reversed(one.evidence[-EVIDENCE:])),
            more=max(0, len(one.evidence) - EVIDENCE),
            look=looks.get(one.key),
        )
        for one in found
    )


def _names(session: Session, found: Sequence[Finding]) -> Mapping[UUID, str]:
    players = list({player for one in found for player in one.players})
    return dict(connection(session).execute("select id, name from player where id = any(%s)", (players,)).fetchall())


def _evidence(session: Session, keys: Sequence[str]) -> Mapping[str, Evidence]:
    rows = connection(session).execute(
        """
        select a.key, a.occurred_at, a.label, a.url, p.name from activity a join player p on p.id = a.player_id
        where a.key = any(%s)
        """,
        (list(keys),),
    )
    return {key: Evidence(at, label, url, counts=True, why=name) for key, at, label, url, name in rows}


def _looks(session: Session, found: Sequence[Finding]) -> Mapping[str, LookView]:
    size = {one.key: len(one.evidence) for one in found}
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
