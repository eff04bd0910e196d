"""Versions: which changes of a board's scores are committed, as one number that a mirror can keep as well.

Every transaction that changes scores adds a number by chance, for each span. The sum of what a reader sees does not
depend on the order of commits, and whoever has applied the same changes, each once, has the same sum.
"""

from collections.abc import Collection
from random import SystemRandom

from sqlmodel import Session

from domain.store import locks
from domain.store.driver import connection

#: Sums of millions of these still fit 64 bits.
TOKEN_BITS = 40
#: A change may still be on its way to the mirror while its number is this young.
ON_ITS_WAY = "1 minute"
#: So many old lines are worth folding together.
FOLD = 500

_chance = SystemRandom()


def token() -> int:
    """A new number; sometimes below zero, never zero."""
    return _chance.randrange(1, 2**TOKEN_BITS) * _chance.choice((-1, 1))


def begin(session: Session, periods: Collection[int]) -> None:
    """The first number of spans, so that no two of them ever look the same, not even in different databases."""
    rows = [(period, token()) for period in periods]
    with connection(session).cursor() as cursor:
        cursor.executemany(
            "insert into board_version (period_id, token, at, folded) values (%s, %s, now(), false)", rows
        )


def of(session: Session, periods: Collection[int]) -> dict[int, int]:
    """The versions of spans."""
    rows = connection(session).execute(
        "select period_id, sum(token)::bigint from board_version where period_id = any(%s) group by 1", (list(periods),)
    )
    return dict(rows.fetchall())


def recent(session: Session, period: int) -> list[int]:
    """The numbers of a span that may not have reached the mirror yet."""
    rows = connection(session).execute("select token from board_version where period_id = %s and not folded", (period,))
    return [row[0] for row in rows]


def is_long(session: Session) -> bool:
    """Whether many lines are old enough to be folded."""
    row = (
        connection(session)
        .execute(
            "select count(*) from (select from board_version where not folded and at < now() - %s::interval limit %s)",
            (ON_ITS_WAY, FOLD),
        )
        .fetchone()
    )
    return bool(row and row[0] >= FOLD)


def fold(session: Session) -> None:
    """One line instead of many, unless somebody folds already. What is young stays by itself."""
    connection(session).execute(
        """
        with alone as materialized (select pg_try_advisory_xact_lock(%s) as mine),
        gone as (
            delete from board_version using alone
            where mine and (folded or at < now() - %s::interval) returning period_id, token
        )
        insert into board_version (period_id, token, at, folded)
        select period_id, sum(token), now(), true from gone group by 1
        """,
        (locks.BOARD_VERSIONS, ON_ITS_WAY),
    )


def forget(session: Session, periods: Collection[int]) -> None:
    """Of spans that are kept no longer."""
    connection(session).execute("delete from board_version where period_id = any(%s)", (list(periods),))
