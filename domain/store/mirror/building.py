"""Building a mirror from PostgreSQL while work goes on, and comparing the two.

Whoever builds says so first; from then on every commit also writes down what it sent. The snapshot that is read after
that knows by their numbers which of those changes it holds already.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import islice
from uuid import UUID, uuid4

import redis
import structlog
from sqlmodel import Session

from domain.specs import Method
from domain.store import boards, versions
from domain.store.boards import Open
from domain.store.driver import connection
from domain.store.mirror import HIGHEST, Keys, scripts
from domain.store.mirror.wire import patiently

#: Seconds after which somebody else may build what is not finished.
BUILDING = 60
#: Seconds after which a span that nobody keeps any more is gone.
ALIVE = 7 * 24 * 3_600
CHUNK = 5_000

log = structlog.get_logger()


def stale(session: Session, *, today: date) -> list[Open]:
    """The spans of today whose mirror is at another version, or is not there. Keeps the others alive."""
    now = [one for one in boards.kept(session) if one.first <= today <= one.last]
    wanted = versions.of(session, [one.id for one in now])
    found = patiently(lambda client: _versions(client, [one.id for one in now]))
    if found is None:
        return []
    return [one for one, version in zip(now, found, strict=True) if version != wanted.get(one.id, 0)]


def _versions(client: redis.Redis, periods: Iterable[int]) -> list[int | None]:
    with client.pipeline(transaction=False) as pipe:
        for period in periods:
            pipe.hget(Keys(period).of("meta"), "version")
        found = pipe.execute()
        for period, version in zip(periods, found, strict=True):
            if version is not None:
                for key in Keys(period).all("players", "scores", "meta"):
                    pipe.expire(key, ALIVE)
        pipe.execute()
    return [None if version is None else int(version) for version in found]


def build(session: Session, period: Open) -> bool:
    """Build the mirror of a span from PostgreSQL. Whether it is there now; nothing happens while another builds it."""
    return bool(patiently(lambda client: _build(client, session, period)))


def _build(client: redis.Redis, session: Session, period: Open) -> bool:
    keys, mine = Keys(period.id), uuid4().hex
    begin = client.register_script(scripts.BEGIN)
    if not begin(keys=keys.all("building", "log"), args=[mine, BUILDING]):
        return False
    version = versions.of(session, [period.id]).get(period.id, 0)  # the snapshot begins here
    players, scores = keys.all(f"new:{mine}:players", f"new:{mine}:scores")
    is_dense = period.spec.method is Method.DENSE
    count, different = 0, set[int]()
    rows = _scores(session, period.id)
    while chunk := list(islice(rows, CHUNK)):
        if any(score > HIGHEST for _, score in chunk):
            client.unlink(players, scores, keys.of("meta"), keys.of("building"))
            return False
        new = {score for _, score in chunk} - different if is_dense else set()
        with client.pipeline(transaction=False) as pipe:
            pipe.zadd(players, {player.bytes: -score for player, score in chunk})
            if new:
                pipe.zadd(scores, {str(-score): -score for score in new})
            for key in (players, scores, keys.of("building")):
                pipe.expire(key, BUILDING)
            pipe.execute()
        count += len(chunk)
        different |= new
    known = versions.recent(session, period.id)
    end = client.register_script(scripts.END)
    done = end(
        keys=[*keys.all("players", "scores", "meta", "building", "log"), players, scores],
        args=[mine, version, count, len(different), int(is_dense), ALIVE, *known],
    )
    log.info("mirror.built", board=period.spec.key, first=str(period.first), players=count)
    return bool(done)


def _scores(session: Session, period: int) -> Iterator[tuple[UUID, int]]:
    with connection(session).cursor(f"mirror_{period}") as cursor:
        cursor.itersize = CHUNK
        cursor.execute("select player_id, score from board_score where period_id = %s", (period,))
        yield from cursor


def differences(session: Session) -> dict[str, int]:
    """How many scores are others in Redis than here, by board; of mirrors that say that they are up to date."""
    found: dict[str, int] = {}
    for one in boards.kept(session):
        version = versions.of(session, [one.id]).get(one.id, 0)
        here = {player.bytes: -score for player, score in _scores(session, one.id)}
        there = patiently(partial(_read, period=one.id, version=version))
        if there is not None and (different := here.items() ^ there.items()):
            found[one.spec.key] = len({player for player, _ in different})
    return found


def _read(client: redis.Redis, *, period: int, version: int) -> Mapping[bytes, int] | None:
    """Everybody in a mirror; nothing when it is, or came to be while it was read, at another version."""
    keys = Keys(period)
    found = {player: int(score) for player, score in client.zscan_iter(keys.of("players"), count=CHUNK)}
    return found if client.hget(keys.of("meta"), "version") == str(version).encode() else None


def forget(session: Session) -> None:
    """Take every mirror away; the back room builds them anew."""
    metas = [Keys(one.id).of("meta") for one in boards.kept(session)]
    patiently(lambda client: client.unlink(*metas) if metas else 0)
