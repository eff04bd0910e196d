"""What looks odd in the last weeks, worked out from the facts of everybody, or of those about whom anything is new."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from typing import Any, LiteralString

from sqlmodel import Session

from domain.rules.fair_play import METRICS, Finding, Work, look
from domain.rules.fair_play.scope import REVIEW, THANKS, Scope, again
from domain.rules.fair_play.self_dealing import in_doubt
from domain.sources.kudos import PROVIDER
from domain.store.driver import connection

DAYS = 30
_WORKED = sorted({*METRICS} - {THANKS})

#: The roll-up names who did anything, so that each is found in the index.
_BUSY: LiteralString = """
    (select distinct player_id, metric from metric_day
     where metric = any(%(metrics)s) and day >= %(since)s
       and (%(whose)s::uuid[] is null or player_id = any(%(whose)s))) busy
    join activity a on a.player_id = busy.player_id and a.metric = busy.metric
                   and a.occurred_at >= %(since)s::date - interval '2 days'
"""
_NEW: LiteralString = "(select * from activity where id > %(behind)s and metric = any(%(metrics)s)) a"

#: What is older than `told_since` is only counted. A dismissal is not there, what it takes back is: it was done. The
#: work of an account that is a bot or an agent by now is a bot's.
_WORK: LiteralString = """
    select a.key, a.player_id, a.metric, a.occurred_at, a.day,
           case when a.day < %(told_since)s then '{{}}'
                when whose.kind in ('bot', 'agent') then a.dimensions || '{{"author_kind": "bot"}}'
                else a.dimensions end,
           author.player_id
    from {source}
    join player p on p.id = a.player_id and p.kind = 'human'
    left join identity author on a.day >= %(told_since)s
                             and author.provider = split_part(a.dimensions ->> 'author', ':', 1)
                             and author.subject = split_part(a.dimensions ->> 'author', ':', 2)
    left join player whose on whose.id = author.player_id
    where a.reverses is null and a.day >= %(since)s {condition}
"""
_THANKS: LiteralString = """
    select a.key, a.player_id, a.metric, a.occurred_at, a.day, a.dimensions, thanked.player_id
    from {source}
    join player p on p.id = a.player_id and p.kind = 'human'
    join identity thanked on thanked.provider = %(here)s and thanked.subject = a.dimensions ->> 'to'
    where a.reverses is null and a.day >= %(since)s
"""


def everything(now: datetime) -> Scope:
    """A look at everybody: whole months, as far back as anything is told."""
    return Scope((now - timedelta(days=DAYS)).date().replace(day=1))


def changed(
    session: Session, behind: int, met_since: datetime, known: Sequence[Finding], *, now: datetime
) -> Scope | None:
    """What is to be looked at again because of activities newer than `behind`, and of whoever was met since."""
    whole = everything(now)
    since = min(whole.counted_since, whole.quarter)
    new = _work(session, _NEW, since=since, told_since=since, behind=behind)
    new += _thanks(session, _NEW, since=since, behind=behind)
    if accounts := _met(session, met_since):
        by_them = "and a.dimensions ->> 'author' = any(%(accounts)s)"
        new += _work(session, _BUSY, by_them, metrics=[REVIEW], since=since, told_since=since, accounts=accounts)
    return again(new, known, since=whole.first)


def work_out(session: Session, scope: Scope, *, now: datetime) -> list[Finding]:
    """What looks odd of what the scope covers and went on in the last `DAYS` days, the newest first."""
    begin = now - timedelta(days=DAYS)
    found = look(_needed(session, scope, reviews_since=everything(now).told_since))
    return [one for one in found if one.last_at >= begin and scope.covers(one)]


def _needed(session: Session, scope: Scope, *, reviews_since: date) -> Collection[Work]:
    """Their own work, and of other people's what it is compared with."""
    whose = None if scope.players is None else sorted(scope.players)
    work = _work(session, _BUSY, since=scope.counted_since, told_since=scope.told_since, whose=whose)
    if whose is not None and scope.approvals:
        wordless = "and a.dimensions ->> 'state' = 'approved' and a.dimensions ->> 'substance' = 'no'"
        work += _work(session, _BUSY, wordless, metrics=[REVIEW], since=scope.month, told_since=scope.month)
    if whose is not None and (pulls := in_doubt(work)):
        of_these = "and a.dimensions ->> 'pull' = any(%(pulls)s)"
        work += _work(
            session, _BUSY, of_these, metrics=[REVIEW], since=reviews_since, told_since=reviews_since, pulls=pulls
        )
    if scope.thanks:
        work += _thanks(session, _BUSY, since=scope.quarter)
    return {one.key: one for one in work}.values()


def _work(
    session: Session,
    source: LiteralString,
    condition: LiteralString = "",
    *,
    since: date,
    told_since: date,
    metrics: Sequence[str] = _WORKED,
    whose: Any = None,
    **more: Any,
) -> list[Work]:
    """What people did from a day on; from `told_since` on with what is known of it and whose work was reviewed."""
    rows = connection(session).execute(
        _WORK.format(source=source, condition=condition),
        {"metrics": list(metrics), "since": since, "told_since": told_since, "whose": whose, **more},
    )
    return [Work(*row) for row in rows]


def _thanks(session: Session, source: LiteralString, *, since: date, **more: Any) -> list[Work]:
    """Who thanked whom from a day on, in Questboard itself."""
    rows = connection(session).execute(
        _THANKS.format(source=source), {"metrics": [THANKS], "since": since, "here": PROVIDER, "whose": None, **more}
    )
    return [Work(*row) for row in rows]


def _met(session: Session, since: datetime) -> list[str]:
    """The accounts of players who are new: only now is it known whose work was reviewed."""
    rows = connection(session).execute(
        """
        select i.provider || ':' || i.subject from player p join identity i on i.player_id = p.id
        where p.created_at >= %s
        """,
        (since,),
    )
    return [row[0] for row in rows]
