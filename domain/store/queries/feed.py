"""The activity feed: ledger entries with what they were for and why they have that amount."""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.explaining import why_mission, why_rule
from domain.store.driver import connection
from domain.views import FeedLine

_LINES: LiteralString = """
    select e.id, e.at, e.player_id, p.name, p.avatar_url, e.amount, e.cause, e.factors,
           a.label, a.dimensions ->> 'repository', a.url
    from xp_entry e join player p on p.id = e.player_id left join activity a on a.key = e.activity_key
    where (%(before)s::bigint is null or e.id < %(before)s)
"""


def feed(
    session: Session, *, player_id: UUID | None, limit: int = 20, before: int | None = None
) -> tuple[FeedLine, ...]:
    """The newest lines, those older than the line `before` if given; of one player, or of all who are not hidden."""
    whose = "not p.hidden and p.kind = 'human'" if player_id is None else "e.player_id = %(player)s"
    rows = connection(session).execute(
        _LINES + "and " + whose + " order by e.id desc limit %(limit)s",
        {"player": player_id, "before": before, "limit": limit},
    )
    return tuple(_line(*row) for row in rows)


def _line(
    entry: int,
    at: Any,
    player_id: UUID,
    name: str,
    avatar_url: str | None,
    amount: int,
    cause: str,
    factors: Mapping[str, Any],
    label: str | None,
    where: str | None,
    url: str | None,
) -> FeedLine:
    by_rule = cause == "rule"
    return FeedLine(
        id=entry,
        at=at,
        player_id=player_id,
        player_name=name,
        avatar_url=avatar_url,
        amount=amount,
        text=(label or "work") if by_rule else f"completed the mission {factors['title']}",
        where=where,
        why=why_rule(amount, factors) if by_rule else why_mission(factors),
        url=url,
    )
