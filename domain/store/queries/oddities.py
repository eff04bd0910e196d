"""What looks odd in the last weeks, worked out from the facts of everybody in one statement."""

from datetime import date, datetime, timedelta

from sqlmodel import Session

from domain.rules.fair_play import METRICS, Finding, Work, look
from domain.rules.fair_play.thresholds import REVERTED_WITHIN, VELOCITY_BEFORE
from domain.sources.kudos import PROVIDER
from domain.store.driver import connection

DAYS = 30
_THANKS = "kudos.given"


def work_out(session: Session, *, now: datetime) -> list[Finding]:
    """Everything that looks odd and went on in the last `DAYS` days, the newest first."""
    begin = now - timedelta(days=DAYS)
    whole_months = begin.date().replace(day=1)
    work = _work(session, since=whole_months - VELOCITY_BEFORE, told_since=whole_months - REVERTED_WITHIN)
    work += _thanks(session, since=begin.date().replace(month=(begin.month - 1) // 3 * 3 + 1, day=1))
    return [one for one in look(work) if one.last_at >= begin]


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
