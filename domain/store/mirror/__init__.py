"""The mirror: scores of boards in Redis, so that places and ranks are found there, however many play.

PostgreSQL decides, always. What a commit changed is sent right after it; a page that finds another version in Redis
than in its own snapshot (a change is on its way, was lost, came twice, Redis was emptied or woke up in the past) reads
PostgreSQL. The back room builds anew what stays different. Changes are sent as differences: their order is free.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

import redis
from sqlmodel import Session

from domain.rules.boards import Above
from domain.specs import Method
from domain.store.boards import Open
from domain.store.mirror import scripts
from domain.store.mirror.wire import configure, is_on, quickly

__all__ = ["HIGHEST", "Answer", "Change", "Keys", "around", "collect", "configure", "is_on", "page", "push"]

#: Redis counts in floating point, and sums of a few such scores must be exact.
HIGHEST = 2**48
#: A commit that changed more than this is not sent; the back room builds the span anew.
MOST = 20_000


class Change(NamedTuple):
    """A player, his score before and after; 0 for whoever is not on the board."""

    player_id: UUID
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Keys:
    """Where things are in Redis. The braces keep what belongs together on one machine of a cluster."""

    period: int

    def of(self, what: str) -> str:
        return f"questboard:{{board:{self.period}}}:{what}"

    def all(self, *names: str) -> list[str]:
        return [self.of(name) for name in names]


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows that stand directly below each other, who stands above the first of them, and how many there are."""

    total: int
    above: Above
    rows: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class _Sent:
    period: int
    dense: bool
    token: int
    changes: Sequence[Change]


def collect(session: Session, period: Open, token: int, changes: Sequence[Change]) -> None:
    """Keep what a transaction changed, until it is committed."""
    if is_on() and len(changes) <= MOST and all(change.after <= HIGHEST for change in changes):
        sent = _Sent(period.id, period.spec.method is Method.DENSE, token, changes)
        session.info.setdefault(__name__, []).append(sent)


def push(session: Session) -> None:
    """Send what was committed. Where that fails, versions differ, and nobody reads what is old."""
    sent: list[_Sent] = session.info.pop(__name__, [])
    if sent:
        quickly(lambda client: _send(client, sent))


def _send(client: redis.Redis, sent: Iterable[_Sent]) -> None:
    script = client.register_script(scripts.PUSH)
    with client.pipeline(transaction=False) as pipe:
        for one in sent:
            keys = Keys(one.period).all("players", "scores", "meta", "building", "log")
            flat = [part for who, before, after in one.changes for part in (who.bytes, after - before)]
            script(keys=keys, args=[one.token, int(one.dense), *flat], client=pipe)
        pipe.execute()


def page(period: int, version: int, method: Method, offset: int, limit: int) -> Answer | None:
    """The rows from a place on, if the mirror is at this version."""
    return quickly(lambda client: _ask(client, period, version, method, ("page", offset, limit)))


def around(period: int, version: int, method: Method, player_id: UUID, size: int) -> Answer | None:
    """The `size` rows around a player, if the mirror is at this version; no rows when he is not on the board."""
    return quickly(lambda client: _ask(client, period, version, method, ("around", player_id.bytes, size)))


def _ask(client: redis.Redis, period: int, version: int, method: Method, question: Collection[Any]) -> Answer | None:
    script = client.register_script(scripts.ASK)
    keys = Keys(period).all("players", "scores", "meta")
    found: Any = script(keys=keys, args=[version, int(method is Method.DENSE), *question])
    if found is None:
        return None
    total, first, players, scores, flat = found
    rows = tuple((UUID(bytes=flat[at]), -int(flat[at + 1])) for at in range(0, len(flat), 2))
    return Answer(total, Above(players, scores, first - players), rows)
