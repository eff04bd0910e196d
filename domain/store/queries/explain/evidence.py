"""The work behind an explanation."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from domain.rules.derived import DERIVED
from domain.rules.phrases import noun
from domain.specs import Condition, Fact
from domain.store.driver import connection
from domain.store.queries.labels import LABEL, WHOSE
from domain.views import Evidence


def work(session: Session, keys: Collection[str]) -> tuple[Evidence, ...]:
    rows = connection(session).execute(
        f"""
        select a.occurred_at, {LABEL}, a.dimensions ->> 'repository', a.url, r.key is null from activity a {WHOSE}
        left join activity r on r.reverses = a.key and r.player_id = a.player_id where a.key = any(%s)
        order by a.occurred_at desc
        """,
        (list(keys),),
    )
    return tuple(
        Evidence(
            at, f"{label} · {where}" if where else label, url, stands, "It counts." if stands else "It was taken back."
        )
        for at, label, where, url, stands in rows
    )


def named(session: Session, facts: Mapping[str, Fact]) -> dict[str, tuple[str, str | None]]:
    """(text, link) of facts: the label of work, and words for what the game itself produced."""
    rows = connection(session).execute(
        f"select a.key, {LABEL}, a.dimensions ->> 'repository', a.url from activity a {WHOSE} where a.key = any(%s)",
        (list(facts),),
    )
    named: dict[str, tuple[str, str | None]] = {
        key: (f"{label} · {where}" if where else label, url) for key, label, where, url in rows
    }
    for key, fact in facts.items():
        if fact.metric in DERIVED:
            what = noun(Condition(metric=fact.metric, threshold=1), fact.value)
            named[key] = (" · ".join([f"{fact.value:,} {what}", *map(str, fact.dimensions.values())]), None)
    return named
