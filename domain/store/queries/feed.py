"""The activity feed: ledger entries with what they were for and why they have that amount."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.explaining import why_mission, why_rule
from domain.store.driver import connection
from domain.store.queries.labels import LABEL, WHOSE
from domain.views import FeedLine

_LINES: LiteralString = f"""
    select e.id, case when e.amount >= 0 then least(e.occurred_at, e.at) else e.at end,
           e.player_id, p.name, p.avatar_url, e.amount, e.coins, e.cause, e.factors, {LABEL},
           a.dimensions ->> 'repository', a.url
    from xp_entry e join player p on p.id = e.player_id left join activity a on a.key = e.activity_key {WHOSE}
    where (%(before)s::bigint is null or e.id < %(before)s)
"""
_EVERYBODYS: LiteralString = """
    not p.hidden and p.kind = 'human' and e.amount >= 0 and e.coins >= 0 and e.cause not in ('purchase', 'hold')
"""


def feed(
    session: Session, *, player_id: UUID | None, limit: int = 20, before: int | None = None
) -> tuple[FeedLine, ...]:
    """The newest lines, those older than the line `before` if given; of one player, or of all who are not hidden.

    A line stands where it was booked, and shows when its work was done: an import of old work did not happen just now.

    What was taken from somebody, or is on hold, and why, and what he buys, is nobody else's business.
    """
    whose = _EVERYBODYS if player_id is None else "e.player_id = %(player)s"
    rows = connection(session).execute(
        _LINES + "and " + whose + " order by e.id desc limit %(limit)s",
        {"player": player_id, "before": before, "limit": limit},
    )
    return tuple(_line(*row, own=player_id is not None) for row in rows)


def _line(
    entry: int,
    at: Any,
    player_id: UUID,
    name: str,
    avatar_url: str | None,
    amount: int,
    coins: int,
    cause: str,
    factors: Mapping[str, Any],
    label: str | None,
    where: str | None,
    url: str | None,
    *,
    own: bool,
) -> FeedLine:
    text, why = _said(amount, coins, cause, factors, label or "work", own=own)
    return FeedLine(
        id=entry,
        at=at,
        player_id=player_id,
        player_name=name,
        avatar_url=avatar_url,
        amount=amount,
        text=text,
        where=where,
        why=why,
        url=url,
        coins=coins,
    )


def _said(amount: int, coins: int, cause: str, factors: Mapping[str, Any], label: str, *, own: bool) -> tuple[str, str]:
    """What an entry is for and why. The reasons that admins give are for the player alone."""
    title = factors.get("title", label)
    reason = str(factors.get("reason", "")) if own else ""
    match cause:
        case "rule":
            what, why = label, why_rule(amount, factors)
        case "mission" if moved := factors.get("moved"):
            what, why = f"the mission {title} counts for another day", f"older work came in: {moved}"
        case "mission":
            what, why = f"completed the mission {title}", why_mission(factors)
        case "hold":
            what, why = _on_hold(factors), reason
        case "season":
            what, why = f"a prize of the season {title}", f"for {factors.get('bar', 'what was reached')}"
        case "reward" if amount > 0 or coins > 0 or "moved" in factors:
            what, why = f"got a reward for {title}", str(factors.get("moved", "its reward"))
        case "purchase":
            what, why = f"bought {title}" if coins < 0 else f"coins came back for {title}", reason or "paid with coins"
        case "hand" if "deducted" in factors:
            what = "part of a deduction came back" if amount > 0 else "a deduction takes again"
            why = "what it had taken was withdrawn" if amount > 0 else "what it is about came in later"
        case _:
            what = f"a correction: {title}" if cause != "hand" else _by_hand(amount)
            why = _with_spent(factors, reason or "an admin’s decision")
    return what, why


def _by_hand(amount: int) -> str:
    return "was given XP by hand" if amount > 0 else "XP was taken by hand"


def _with_spent(factors: Mapping[str, Any], reason: str) -> str:
    spent = int(factors.get("spent", 0))
    return f"{reason} · {spent:,} of its coins were spent before and stay spent" if spent else reason


def _on_hold(factors: Mapping[str, Any]) -> str:
    number = int(factors["works"])
    works = f"{number} pieces of work" if number > 1 else "one piece of work"
    until = factors.get("until")
    if until is None:
        return f"{works}: no longer on hold"
    return f"{works}: held for a look by a person until {datetime.fromisoformat(until):%-d %B}"
