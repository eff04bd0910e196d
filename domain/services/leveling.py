"""Leveling: weeks of which it turns out that they began at another level are paid anew, the oldest first.

A week depends on the days before it alone, so that this ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.services import scoring
from domain.services.scoring import Anew, Move
from domain.store import by_now, ledger, levels
from domain.store.ledger import Entry
from domain.store.levels import Begun

_DAYS = tuple(timedelta(days=day) for day in range(7))


def pay_anew(session: Session, booked: Iterable[Entry]) -> list[Entry]:
    """What weeks are worth more, or less, because of what was booked for days before them."""
    changed: dict[UUID, date] = {}
    for entry in booked:
        if entry.amount:
            changed[entry.player_id] = min(entry.day, changed.get(entry.player_id, entry.day))
    found: dict[tuple[UUID, date], list[Entry]] = defaultdict(list)
    for begun in levels.later(session, changed) if changed else ():
        player, monday, *_ = begun.week
        more = sum(one.amount for (who, day), mine in found.items() if who == player and day < monday for one in mine)
        known = replace(begun, xp=begun.xp + more)
        if known.by_now != known.level:
            levels.save(session, [(known.week, known.by_now, known.times + 1)])
            found[player, monday] += scoring.pay_anew(session, [*_days(session, known)])
    return [entry for mine in found.values() for entry in mine]


def _days(session: Session, begun: Begun) -> Iterator[Anew]:
    """The days of a week, rule by rule, with what their work adds at either level."""
    player, monday, *curve = begun.week
    worked = by_now.of(session, [player])
    lines = ledger.changeable(session, [player], [monday + day for day in _DAYS], "bonus")
    for (_, rule, day), paid in sorted(lines.items()):
        streak = worked.streak(player, day)
        moves = [
            Move(line, line.at(streak, begun.level), line.at(streak, begun.by_now))
            for line in paid
            if [*line.factors["bonus"]][2:] == curve
        ]
        if moves:
            grant = f"level:{rule}:{player}:{day}:{curve[0]}-{curve[1]}:{begun.times}"
            yield Anew((player, rule, day), moves, grant, {"again": [begun.level, begun.by_now], "by": "level"})
