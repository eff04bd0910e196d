"""Where people stand on a board: asked of the mirror where it is up to date, and of PostgreSQL otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules import boards as rules
from domain.rules.boards import Above
from domain.specs import BoardSpec
from domain.store import mirror
from domain.store.driver import connection
from domain.store.mirror import Answer
from domain.store.queries.scores import Line, Scores


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that stand directly below each other, who stands above the first of them, and how many there are."""

    lines: Sequence[Line]
    above: Above
    total: int


class Standing:
    """The scores of a board on a day, at the moment of the session's snapshot."""

    def __init__(self, session: Session, spec: BoardSpec, now: datetime) -> None:
        self._session, self._method = session, spec.method
        self._period, self._version = _period(session, spec, now)
        self._stored = Scores(session, spec.method, self._period)

    def page(self, offset: int, limit: int) -> Part:
        """The lines from a place on."""
        answer = self._ask(lambda key, at: mirror.page(key, at, self._method, offset, limit))
        return self._named(answer) if answer else self._part(self._stored.page(offset, limit))

    def around(self, player_id: UUID, size: int) -> Part | None:
        """A player's line between those next to him; None while he is not on the board."""
        answer = self._ask(lambda key, at: mirror.around(key, at, self._method, player_id, size))
        part = self._named(answer) if answer else self._part(self._stored.around(player_id, size))
        return part if part.lines else None

    def rank(self, player_id: UUID) -> int | None:
        """A player's rank; None while he is not on the board."""
        answer = self._ask(lambda key, at: mirror.around(key, at, self._method, player_id, 1))
        if answer is not None:
            rows, above = answer.rows, answer.above
        else:
            mine = self._stored.of(player_id)
            rows = () if mine is None else ((player_id, mine),)
            above = self._stored.above(rows) if rows else Above()
        return next(rules.ranks(self._method, [score for _, score in rows], above), None)

    def _ask(self, question: Callable[[int, int], Answer | None]) -> Answer | None:
        if self._period is None or self._version is None:
            return None
        return question(self._period, self._version)

    def _named(self, answer: Answer) -> Part:
        """The answer with who they are. Whoever is not there any more would be on no board of this snapshot."""
        rows = connection(self._session).execute(
            "select id, name, avatar_url, xp from player where id = any(%s)", ([player for player, _ in answer.rows],)
        )
        known = {player: who for player, *who in rows.fetchall()}
        return Part([(player, *known[player], score) for player, score in answer.rows], answer.above, answer.total)

    def _part(self, lines: Sequence[Line]) -> Part:
        above = self._stored.above([(line[0], line[-1]) for line in lines]) if lines else Above()
        return Part(lines, above, self._stored.total())


def _period(session: Session, spec: BoardSpec, now: datetime) -> tuple[int | None, int | None]:
    """The span that is kept for a day, and its version if there is a mirror that could be at the same."""
    first, _ = rules.span(spec, now.date())
    row = (
        connection(session)
        .execute(
            """
            select id, case when %s
                   then (select sum(token)::bigint from board_version v where v.period_id = p.id) end
            from board_period p where board = %s and first = %s
            """,
            (mirror.is_on(), spec.key, first),
        )
        .fetchone()
    )
    return row or (None, None)
