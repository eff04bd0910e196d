"""Boards as data: which there are, and the spans of days for which their scores are kept.

Scores are kept for the spans into which work may fall now. Opening one needs the definitions for oneself: no batch is
under way that would not know of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlmodel import Session

from domain.rules import boards as rules
from domain.specs import BoardSpec, Period
from domain.store import versions
from domain.store.driver import connection

#: Board, first day, last day.
Span = tuple[str, date, date]

_ORDER = list(Period)


@dataclass(frozen=True, slots=True)
class Open:
    """A span for which scores are kept."""

    id: int
    spec: BoardSpec
    first: date
    last: date

    @property
    def span(self) -> Span:
        return self.spec.key, self.first, self.last


def specs(session: Session) -> list[BoardSpec]:
    """Every board, the shortest period first."""
    found = [_spec(row[0]) for row in connection(session).execute("select spec::text from board")]
    return sorted(found, key=lambda spec: (_ORDER.index(spec.period), spec.title, spec.key))


def spec(session: Session, key: str) -> BoardSpec | None:
    """One board, on or off."""
    row = connection(session).execute("select spec::text from board where key = %s", (key,)).fetchone()
    return _spec(row[0]) if row else None


def kept(session: Session) -> list[Open]:
    """Every span for which scores are kept."""
    rows = connection(session).execute(
        "select p.id, b.spec::text, p.first, p.last from board_period p join board b on b.key = p.board order by p.id"
    )
    return [Open(key, _spec(text), first, last) for key, text, first, last in rows]


def drift(session: Session, today: date) -> tuple[list[Span], list[int]]:
    """Spans into which work may fall and that are not kept yet; kept ones that are past, or whose boards are off."""
    there = kept(session)
    wanted = {(one.key, *span) for one in specs(session) if one.on for span in rules.spans(one, today)}
    past = [one for one in there if not (one.spec.on and rules.is_near(one.first, one.last, today))]
    return sorted(wanted - {one.span for one in there}), [one.id for one in past if one.span not in wanted]


def add(session: Session, spans: Collection[Span]) -> list[Open]:
    """Keep scores for further spans, which have none yet."""
    driver = connection(session)
    statement = "insert into board_period (board, first, last) values (%s, %s, %s) returning id"
    new = {row[0] for span in spans if (row := driver.execute(statement, span).fetchone())}
    versions.begin(session, new)
    return [one for one in kept(session) if one.id in new]


def drop(session: Session, periods: Collection[int]) -> None:
    """Keep no scores for these spans any more."""
    driver, which = connection(session), (list(periods),)
    driver.execute("delete from board_count where period_id = any(%s)", which)
    driver.execute("delete from board_score where period_id = any(%s)", which)
    driver.execute("delete from board_place where period_id = any(%s)", which)
    versions.forget(session, periods)
    driver.execute("delete from board_period where id = any(%s)", which)


@lru_cache(maxsize=512)
def _spec(text: str) -> BoardSpec:
    return BoardSpec.model_validate_json(text)
