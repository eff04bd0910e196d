"""The scores on one board: who stands above one, who stands at a place, and who stands next to somebody.

How many stand above a score is a sum of counts, and the score at a place is found by going down from the coarsest
counts to the finest: nothing here looks at everybody, however many there are.
"""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules import boards as rules
from domain.rules.boards import Above
from domain.specs import Method
from domain.store.driver import connection
from domain.store.standings import BITS

#: (player, name, picture, XP of all time, score)
Line = tuple[UUID, str, str | None, int, int]

#: Who they are is asked only for the rows that are shown.
_LINES: LiteralString = """
    select p.id, p.name, p.avatar_url, p.xp, s.score
    from (select player_id, score from board_score where period_id = %(period)s and {which}) s
    join player p on p.id = s.player_id order by (- s.score), p.id
"""
_FROM_SCORE: LiteralString = """
    (- score) >= - %(score)s::bigint order by (- score), player_id offset %(skip)s limit %(limit)s
"""
_UP: LiteralString = """
    ((- score), player_id) < (- %(score)s::bigint, %(player)s)
    order by (- score) desc, player_id desc limit %(limit)s - 1
"""
_DOWN: LiteralString = """
    ((- score), player_id) >= (- %(score)s::bigint, %(player)s) order by (- score), player_id limit %(limit)s
"""
#: How many have a higher score: the coarsest buckets above it, then the finer ones inside its own.
_HIGHER: LiteralString = """
    select coalesce(sum(players), 0)::bigint from (
        select players from board_count where period_id = %(period)s and bits = 20 and bucket > %(score)s::bigint >> 20
        union all
        select players from board_count where period_id = %(period)s and bits = 10
           and bucket > %(score)s::bigint >> 10 and bucket < ((%(score)s::bigint >> 20) + 1) << 10
        union all
        select players from board_count where period_id = %(period)s and bits = 0
           and bucket > %(score)s::bigint and bucket < ((%(score)s::bigint >> 10) + 1) << 10
    ) higher
"""
_DIFFERENT: LiteralString = """
    select count(*) from (
        select from board_count where period_id = %(period)s and bits = 0 and bucket > %(score)s
        group by bucket having sum(players) > 0
    ) higher
"""
_BEFORE: LiteralString = """
    select count(*) from board_score
    where period_id = %(period)s and (- score) = - %(score)s::bigint and player_id < %(player)s
"""
#: The bucket, of one kind and between two others, in which a place lies, and how many stand in those above it.
_BUCKET_AT: LiteralString = """
    select bucket, before from (
        select bucket, sum(players)::bigint as players,
               (sum(sum(players)) over (order by bucket desc) - sum(players))::bigint as before
        from board_count
        where period_id = %(period)s and bits = %(bits)s and bucket between %(low)s and %(high)s group by bucket
    ) held where before <= %(place)s and %(place)s < before + players
"""
#: No score goes beyond this.
HIGHEST = 2**62


class Scores:
    """The scores of a board in a span that is kept; without one there are none."""

    def __init__(self, session: Session, method: Method, period: int | None) -> None:
        self._driver, self._method = connection(session), method
        self._names = {"period": period}

    def total(self) -> int:
        """How many are on the board."""
        return self._number(_HIGHER, score=0)

    def of(self, player_id: UUID) -> int | None:
        """What a player has; None while he is not on the board."""
        row = self._one(
            "select score from board_score where period_id = %(period)s and player_id = %(player)s", player=player_id
        )
        return row[0] if row else None

    def above(self, rows: Sequence[tuple[UUID, int]]) -> Above:
        """Who stands above the first of rows (player, score) that stand directly below each other."""
        (player, score), *_ = rows
        players = self._number(_HIGHER, score=score)
        scores = self._number(_DIFFERENT, score=score) if self._method is Method.DENSE else 0
        lower = next(((at, other) for at, (_, other) in enumerate(rows) if other != score), None)
        if lower is not None:
            ties = self._number(_HIGHER, score=lower[1]) - lower[0] - players
        else:
            ties = self._number(_BEFORE, score=score, player=player) if self._method is Method.ORDINAL else 0
        return Above(players, scores, ties)

    def page(self, offset: int, limit: int) -> list[Line]:
        """The lines from a place on."""
        at = self._at(offset) if offset else (HIGHEST, 0)
        if at is None:
            return []
        score, skip = at
        return self._lines(_FROM_SCORE, score=score, skip=skip, limit=limit)

    def around(self, player_id: UUID, size: int) -> list[Line]:
        """A player's line between those next to him; nothing while he is not on the board."""
        mine = self.of(player_id)
        if mine is None:
            return []
        above = self._lines(_UP, score=mine, player=player_id, limit=size)
        below = self._lines(_DOWN, score=mine, player=player_id, limit=size)
        up, down = rules.around(len(above), len(below) - 1, size)
        return [*above[len(above) - up :], *below[: down + 1]]

    def _at(self, place: int) -> tuple[int, int] | None:
        """The score at a place, and how many with the same score stand before it; None behind the last one."""
        low, high, found = 0, HIGHEST, 0
        for bits in reversed(BITS):
            at = self._one(_BUCKET_AT, bits=bits, low=low, high=high, place=place)
            if at is None:
                return None
            found, before = at
            place -= before
            low, high = found << 10, ((found + 1) << 10) - 1
        return found, place

    def _lines(self, which: LiteralString, **names: Any) -> list[Line]:
        return self._driver.execute(_LINES.replace("{which}", which), {**self._names, **names}).fetchall()

    def _number(self, statement: LiteralString, **names: Any) -> int:
        row = self._one(statement, **names)
        return int(row[0]) if row else 0

    def _one(self, statement: LiteralString, **names: Any) -> tuple[Any, ...] | None:
        return self._driver.execute(statement, {**self._names, **names}).fetchone()
