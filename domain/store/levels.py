"""Levels with which weeks began, as the work of these weeks is paid.

A week is one of the player's own, from Monday on; on each curve by which work of it is paid it has a level. It is a
function of what the ledger paid on the days before, and changes with them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.factors import Bonus, level_of, monday
from domain.store.driver import connection, with_rows

#: A player, a Monday, and the two numbers of a curve.
Week = tuple[UUID, date, int, int]
Levels = Mapping[Week, int]
_COLUMNS: Mapping[LiteralString, LiteralString] = {
    "player_id": "uuid", "monday": "date", "first": "int", "increase": "int", "level": "int", "times": "int",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Begun:
    """A week that is paid at a `level`, the `times`th one that it was paid at; `xp` is what the days before paid."""

    week: Week
    level: int
    times: int
    xp: int

    @property
    def by_now(self) -> int:
        """The level with which it began, as far as is known."""
        return level_of(self.xp, self.week[2:])


def week(player: UUID, day: date, bonus: Bonus) -> Week:
    """The week of a day, on the curve of a bonus."""
    return (player, monday(day), *bonus[2:])


def at(levels: Levels, player: UUID, day: date, bonus: Bonus | None) -> int:
    """The level at which work of a day is paid; the first one where levels add nothing."""
    return 1 if bonus is None else levels.get(week(player, day, bonus), 1)


def known(session: Session, players: Collection[UUID], since: date | None = None) -> dict[Week, int]:
    """The levels of these players' weeks, from the week of a day on."""
    rows = connection(session).execute(
        """
        select player_id, monday, first, increase, level from week_level
        where player_id = any(%s) and (%s::date is null or monday >= date_trunc('week', %s::date))
        """,
        (sorted(players), since, since),
    )
    return {(row[0], row[1], row[2], row[3]): row[4] for row in rows}


def begin(session: Session, weeks: Collection[Week]) -> dict[Week, int]:
    """The levels of weeks of which nothing was paid yet; they are kept."""
    if not weeks:
        return {}
    rows = with_rows(
        session,
        """
        select player_id, monday, first, increase, (
            select coalesce(sum(m.sum), 0)::bigint from metric_day m
            where m.player_id = rows.player_id and m.metric = 'xp.earned' and m.day < monday) from {rows}
        """,
        dict(list(_COLUMNS.items())[:4]),
        weeks,
    )
    found = {(row[0], row[1], row[2], row[3]): level_of(row[4], (row[2], row[3])) for row in rows}
    save(session, [(one, level, 1) for one, level in found.items()])
    return found


def later(session: Session, changed: Mapping[UUID, date]) -> list[Begun]:
    """The weeks that begin after what changed for a player, the oldest of each player's first."""
    rows = with_rows(
        session,
        """
        select w.player_id, w.monday, w.first, w.increase, w.level, w.times, (
            select coalesce(sum(m.sum), 0)::bigint from metric_day m
            where m.player_id = w.player_id and m.metric = 'xp.earned' and m.day < w.monday)
        from week_level w join {rows} on rows.player_id = w.player_id and w.monday > rows.day order by 1, 2, 3, 4
        """,
        {"player_id": "uuid", "day": "date"},
        changed.items(),
    )
    return [Begun((row[0], row[1], row[2], row[3]), *row[4:]) for row in rows]


def save(session: Session, weeks: Iterable[tuple[Week, int, int]]) -> None:
    """Keep at which level weeks are paid, and how many levels that were."""
    with_rows(
        session,
        """
        insert into week_level (player_id, monday, first, increase, level, times) select * from {rows}
        on conflict (player_id, monday, first, increase) do update set level = excluded.level, times = excluded.times
        """,
        _COLUMNS,
        [(*one, level, times) for one, level, times in weeks],
    )


def astray(session: Session) -> int:
    """How many weeks are paid at another level than the one with which they began."""
    rows = connection(session).execute("select player_id, min(monday) - 1 from week_level group by 1").fetchall()
    return sum(one.level != one.by_now for one in later(session, dict(rows))) if rows else 0
