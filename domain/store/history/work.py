"""Work that was done, and taken back, as facts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import DERIVED
from domain.specs import Dimensions, Fact
from domain.store.driver import with_rows
from domain.store.history.wanted import Wanted


def work(session: Session, wanted: Sequence[Wanted]) -> Iterable[tuple[int, Fact]]:
    """(which of `wanted`, a fact) for each piece of work, and for what took it back."""
    rows = [
        (at, player, sorted(metrics), one.since)
        for at, one in enumerate(wanted)
        if (metrics := one.metrics - DERIVED)
        for player in one.players
    ]
    if not rows:
        return
    answer = with_rows(
        session,
        """
        select rows.at, o.key, o.metric, o.value, o.occurred_at, o.day, o.dimensions, o.player_id, o.received_at,
               greatest(o.occurred_at, r.received_at), greatest(o.received_at, r.received_at), r.key
        from {rows} join activity o on o.player_id = rows.player_id and o.metric = any(rows.metrics)
          and (rows.since is null or o.occurred_at >= rows.since) and o.reverses is null
        left join activity r on r.reverses = o.key and r.player_id = o.player_id
        """,
        {"at": "int", "player_id": "uuid", "metrics": "text[]", "since": "timestamptz"},
        rows,
    )
    for at, *row in answer:
        yield from ((at, fact) for fact in _facts(*row))


def _facts(
    key: str,
    metric: str,
    value: int,
    occurred_at: datetime,
    day: date,
    dimensions: Dimensions,
    player: UUID,
    received_at: datetime,
    reversed_at: datetime,
    reversal_received_at: datetime,
    reversal: str | None,
) -> Iterator[Fact]:
    """The fact, and what took it back."""
    work = (key, metric, value, occurred_at, day, dimensions)
    yield Fact(*work, 1, None, player, received_at)
    if reversal is not None:
        yield Fact(*work, -1, reversed_at, player, reversal_received_at, reversal)
