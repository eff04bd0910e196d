"""Holds as pages show them: all to admins, one's own to a player."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection
from domain.store.queries.labels import LABEL, WHOSE
from domain.views import Evidence
from domain.views.fair_play import HoldEnd, HoldOutcome, HoldView

#: Shown at all, and pieces of work with each.
HOLDS, EVIDENCE = 100, 20

_HOLDS: LiteralString = """
    select h.id, h.player_id, p.name, h.finding_key, h.sentence, h.reason, by.name, h.at, h.expires_at, h.xp,
           works.keys[:%(shown)s], cardinality(works.keys), a.text, e.outcome, e.reason, judge.name, e.at
    from hold h join player p on p.id = h.player_id
    left join player by on by.id = h.actor_id
    left join hold_appeal a on a.hold_id = h.id
    left join hold_end e on e.hold_id = h.id
    left join player judge on judge.id = e.actor_id
    cross join lateral (
        select array_agg(w.activity_key order by o.occurred_at desc, o.key) as keys
        from hold_work w join activity o on o.key = w.activity_key where w.hold_id = h.id
    ) works
"""


def newest(session: Session) -> tuple[HoldView, ...]:
    """Those to be decided, the ones that end first in front, then what was decided, the latest first."""
    return _views(
        session,
        _HOLDS
        + """
        where e.hold_id is null or h.id in (select hold_id from hold_end order by at desc limit %(most)s)
        order by e.at desc nulls first, h.expires_at, h.id limit %(most)s
        """,
        {"shown": EVIDENCE, "most": HOLDS},
    )


def mine(session: Session, player_id: UUID) -> tuple[HoldView, ...]:
    """Everything that is or was on hold of a player, and of accounts that he carries on for, the latest first."""
    return _views(
        session,
        """
        with recursive person as (
            select %(me)s::uuid as id union select m.from_id from merger m join person on m.into_id = person.id
        )
        """
        + _HOLDS
        + "where h.player_id in (select id from person) order by h.at desc, h.id limit %(most)s",
        {"me": player_id, "shown": EVIDENCE, "most": HOLDS},
    )


def open_of(session: Session, player_id: UUID) -> tuple[HoldView, ...]:
    """What is on hold of a player now."""
    return tuple(one for one in mine(session, player_id) if one.end is None)


def _views(session: Session, query: LiteralString, names: dict[str, Any]) -> tuple[HoldView, ...]:
    rows = connection(session).execute(query, names).fetchall()
    work = _work(session, {key for row in rows for key in row[10] or ()})
    return tuple(_view(work, *row) for row in rows)


def _view(
    work: Mapping[str, Evidence],
    hold: UUID,
    player: UUID,
    name: str,
    finding: str,
    sentence: str,
    reason: str,
    by: str | None,
    at: datetime,
    expires_at: datetime,
    xp: int,
    keys: Sequence[str] | None,
    pieces: int | None,
    appeal: str | None,
    outcome: str | None,
    answer: str | None,
    judge: str | None,
    ended_at: datetime | None,
) -> HoldView:
    shown = tuple(work[key] for key in keys or ())
    end = HoldEnd(HoldOutcome(outcome), answer or "", judge, ended_at) if outcome and ended_at else None
    return HoldView(
        id=hold,
        player_id=player,
        name=name,
        finding_key=finding,
        sentence=sentence,
        reason=reason,
        by=by,
        at=at,
        expires_at=expires_at,
        xp=xp,
        evidence=shown,
        more=(pieces or 0) - len(shown),
        appeal=appeal,
        end=end,
    )


def _work(session: Session, keys: Collection[str]) -> Mapping[str, Evidence]:
    rows = connection(session).execute(
        f"""
        select a.key, a.occurred_at, {LABEL}, a.dimensions ->> 'repository', a.url, b.key, e.outcome
        from activity a join hold_work w on w.activity_key = a.key left join hold_end e on e.hold_id = w.hold_id
        {WHOSE} left join activity b on b.reverses = a.key and b.player_id = a.player_id where a.key = any(%s)
        """,
        (list(keys),),
    )
    return {key: _evidence(*work) for key, *work in rows}


def _evidence(
    at: datetime, label: str, where: str | None, url: str | None, reversal: str | None, outcome: str | None
) -> Evidence:
    why = "It was taken back." if reversal else _WHY[HoldOutcome(outcome) if outcome else None]
    counts = reversal is None and outcome in {HoldOutcome.RELEASED, HoldOutcome.EXPIRED}
    return Evidence(at, f"{label} · {where}" if where else label, url, counts, why)


_WHY: Mapping[HoldOutcome | None, str] = {
    None: "It is on hold.",
    HoldOutcome.RELEASED: "It counts again.",
    HoldOutcome.EXPIRED: "It counts again.",
    HoldOutcome.REVERSED: "It does not count.",
}
