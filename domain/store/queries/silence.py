"""On which days what was heard of, and what is silent."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime

from sqlmodel import Session

from domain.rules.silence import LOOKBACK, Silence, silences
from domain.store.driver import connection

_OWN = ["kudos", "visits"]


def work_out(session: Session, *, now: datetime) -> list[Silence]:
    """What is silent now: sources by the arrival of deliveries, scoring rules by the days they paid on."""
    since, today = now - LOOKBACK, now.date()
    return [
        *silences("source", _sources(session, since), today),
        *silences("rule", _rules(session, since.date(), today), today),
    ]


def kept(session: Session) -> tuple[Silence, ...]:
    """What was silent at the last look."""
    rows = connection(session).execute(
        "select kind, name, last_day, working_days from silence order by kind desc, name"
    )
    return tuple(Silence(*row) for row in rows)


def _sources(session: Session, since: datetime) -> Mapping[str, Collection[date]]:
    """Sources that carry work; what people say inside Questboard, and that they come, is none."""
    rows = connection(session).execute(
        """
        select source, (received_at at time zone 'UTC')::date from delivery
        where received_at >= %s and not source = any(%s) group by 1, 2
        """,
        (since, _OWN),
    )
    return _by_name(rows.fetchall())


def _rules(session: Session, since: date, today: date) -> Mapping[str, Collection[date]]:
    """Rules in force, by the days on which they paid for anything."""
    rows = connection(session).execute(
        """
        select r.title, d.day from (
            select distinct on (id) id, spec ->> 'title' as title, retired_at from scoring_rule
            order by id, version desc
        ) r join (
            select distinct rule_id, day from rule_day where day between %s and %s and raw <> 0
        ) d on d.rule_id = r.id where r.retired_at is null
        """,
        (since, today),
    )
    return _by_name(rows.fetchall())


def _by_name(rows: Collection[tuple[str, date]]) -> Mapping[str, Collection[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for name, day in rows:
        found[name].append(day)
    return found
