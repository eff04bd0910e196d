"""Whatever happens to Redis: a page says what PostgreSQL says, and the mirror finds back by itself."""

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from domain.events import DomainEvent
from domain.specs import Method
from domain.store import boards as stored
from domain.store import mirror, session, standings, versions
from domain.store.driver import connection
from domain.store.mirror import Answer, Keys, building, wire
from domain.store.queries import boards as queries
from domain.store.queries.checks import MIRROR
from tests.domain.services import game
from tests.domain.services.game import NOW
from tests.domain.store.test_standings import crowd, naive
from tests.long import IS_LONG
from tests.servers import RedisServer
from workers.mirrors import Mirrors

PEOPLE = [UUID(int=number * 0x0101010101010101 << 56) for number in (1, 2, 127, 128, 129, 254, 255)]
SCORES = (0, 0, 1, 2, 2, 2, 9, 10, 2**31, 2**47)


@pytest.fixture
def mirrored(playing: str, redis_url: str) -> Iterator[str]:
    """The game with a Redis beside it."""
    mirror.configure(redis_url)
    yield redis_url
    mirror.configure(None)


def look() -> int:
    return Mirrors(threading.Event(), clock=lambda: NOW).look()


def month() -> stored.Open:
    (found,) = [
        one for one in session.read(stored.kept) if one.spec.key == "month" and one.first <= NOW.date() <= one.last
    ]
    return found


def answer(offset: int = 0, limit: int = 100) -> Answer | None:
    """What Redis itself says of the month, if it is up to date."""
    one = month()
    version = session.read(versions.of, [one.id])[one.id]
    return mirror.page(one.id, version, one.spec.method, offset, limit)


def is_used() -> bool:
    return answer() is not None


def everybody(url: str, method: Method) -> None:
    """Every page, neighbourhood and rank is that of a naive board."""
    wanted = naive(url, method)
    for offset in (0, 1, 7, 40, len(wanted) - 1, len(wanted), 5_000):
        found = session.read(queries.board, "month", now=NOW, limit=9, offset=max(offset, 0))
        assert [(row.rank, row.player_id, row.score) for row in found.rows] == wanted[max(offset, 0) :][:9]
        assert found.total == len(wanted)
    for place, (rank, player, _) in enumerate(wanted):
        assert session.read(queries.rank, "month", player, now=NOW) == rank
        first = max(0, min(place - 2, len(wanted) - 5))
        near = session.read(queries.around, "month", player, now=NOW)
        assert [(row.rank, row.player_id, row.score) for row in near.rows] == wanted[first : first + 5]


def broken() -> list[str]:
    """What does not hold of boards: these scores have no ledger behind them."""
    return [check.name for check in game.broken() if "boards" in check.name]


def has(player: UUID, score: int) -> None:
    session.write(_has, player, score)


def _has(writing: Session, player: UUID, score: int) -> list[DomainEvent]:
    """Somebody's day is worth this from now on, and below zero he is hidden."""
    driver = connection(writing)
    driver.execute(
        """
        insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
        values (%s, 'P', 'p', 'human', false, %s, false, '[]', '[]', '[]', 0, now())
        on conflict (id) do update set hidden = excluded.hidden
        """,
        (player, score < 0),
    )
    driver.execute("delete from metric_day where player_id = %s", (player,))
    if score > 0:
        driver.execute("insert into metric_day values (%s, 'xp.earned', %s, 1, %s)", (player, NOW.date(), score))
    standings.renew(writing, [player])
    return []


def unsent(*changes: tuple[UUID, int]) -> list[Any]:
    """Make changes, and hold back what would tell the mirror of them."""
    held: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mirror, "push", lambda writing: held.append(writing.info.pop(mirror.__name__, [])))
        for player, score in changes:
            has(player, score)
    return held


def send(held: Iterable[Any]) -> None:
    for sent in held:
        wire.quickly(partial(mirror._send, sent=sent))


@pytest.mark.parametrize("method", Method)
def test_every_page_rank_and_neighbourhood_is_that_of_a_naive_board(
    playing: str, mirrored: str, method: Method
) -> None:
    crowd(playing, seed=len(method))
    game.on_board("month", period="month", method=method)
    assert look() > 0

    assert is_used()
    everybody(playing, method)
    assert broken() == []


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("score"), st.sampled_from(PEOPLE), st.sampled_from((*SCORES, -1))),
        st.tuples(st.sampled_from(("lost", "twice")), st.sampled_from(PEOPLE), st.sampled_from((*SCORES, -1))),
        st.tuples(st.sampled_from(("look", "fold", "flush")), st.just(PEOPLE[0]), st.just(0)),
    ),
    max_size=10,
)


@settings(
    max_examples=200 if IS_LONG else 8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, method=st.sampled_from(Method))
def test_whatever_happens_both_answer_the_same(
    playing: str, mirrored: str, steps: list[tuple[str, UUID, int]], method: Method
) -> None:
    game.sweep(playing)
    with redis.Redis.from_url(mirrored) as client:
        client.flushall()
        game.on_board("month", period="month", method=method)
        look()
        behind = False
        for what, player, score in steps:
            match what:
                case "look":
                    look()
                    behind = False
                case "fold":
                    session.write(_folded)
                case "flush":
                    client.flushall()
                    behind = True
                case "lost" | "twice":
                    held = unsent((player, score))
                    send(held * 2 if what == "twice" else [])
                    behind = behind or any(held)
                case _:
                    has(player, score)
            assert is_used() is not behind
        everybody(playing, method)
        assert broken() == []


def _folded(writing: Session) -> list[DomainEvent]:
    connection(writing).execute("update board_version set at = at - interval '1 day'")
    versions.fold(writing)
    return []


def test_in_whichever_order_changes_arrive_the_mirror_ends_the_same(playing: str, mirrored: str) -> None:
    game.on_board("month", period="month", method=Method.DENSE)
    for order in permutations(range(4)):
        has(PEOPLE[0], 5)
        has(PEOPLE[1], 7)
        look()
        held = unsent((PEOPLE[0], 7), (PEOPLE[0], -1), (PEOPLE[1], 9), (PEOPLE[0], 9))
        assert not is_used(), "what is on its way is not there yet"
        send([held[at] for at in order])
        assert is_used()
        assert session.read(building.differences) == {}
    everybody(playing, Method.DENSE)


def test_what_changes_while_a_mirror_is_built_is_in_it_once(
    playing: str, mirrored: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(playing, seed=1)
    game.on_board("month", period="month", method=Method.DENSE)
    known = unsent((PEOPLE[0], 50))
    slow = building._scores

    def meanwhile(reading: Session, period: int) -> Iterator[tuple[UUID, int]]:
        rows = slow(reading, period)
        yield next(rows)
        send(known)
        has(PEOPLE[0], 60)
        has(PEOPLE[1], 20)
        yield from rows

    monkeypatch.setattr(building, "_scores", meanwhile)
    assert session.read(building.build, month())
    monkeypatch.undo()

    assert is_used()
    everybody(playing, Method.DENSE)
    assert broken() == []


def test_two_who_build_the_same_do_not_mix(playing: str, mirrored: str) -> None:
    game.on_board("month", period="month")
    has(PEOPLE[0], 5)
    with redis.Redis.from_url(mirrored) as client:
        client.set(Keys(month().id).of("building"), "somebody else", ex=60)
        assert not session.read(building.build, month())
        client.delete(Keys(month().id).of("building"))
    assert session.read(building.build, month())


def test_a_redis_that_dies_costs_no_page_and_finds_back_when_it_returns(playing: str) -> None:
    with RedisServer() as server:
        mirror.configure(server.url)
        game.on_board("month", period="month")
        has(PEOPLE[0], 5)
        look()
        assert is_used()

        server.stop()
        has(PEOPLE[1], 7)
        everybody(playing, Method.STANDARD)

        server.start()
        wire._Wire.away_until = 0.0
        everybody(playing, Method.STANDARD)
        assert not is_used()
        assert look() > 0
        assert is_used()
        mirror.configure(None)


def test_a_redis_that_wakes_up_in_the_past_is_not_believed(playing: str, mirrored: str) -> None:
    game.on_board("month", period="month")
    has(PEOPLE[0], 5)
    look()
    with redis.Redis.from_url(mirrored) as client:
        before = {key: client.dump(key) for key in client.scan_iter()}
        has(PEOPLE[1], 7)
        for key, dumped in before.items():
            client.restore(key, 0, dumped, replace=True)
    has(PEOPLE[2], 9)

    assert not is_used()
    everybody(playing, Method.STANDARD)
    assert look() > 0
    assert is_used()


@pytest.mark.parametrize("method", [Method.STANDARD, Method.DENSE])
@pytest.mark.parametrize("lost", ["players", "scores", "meta"])
def test_a_set_that_redis_threw_away_is_noticed(playing: str, mirrored: str, method: Method, lost: str) -> None:
    game.on_board("month", period="month", method=method)
    has(PEOPLE[0], 5)
    look()
    with redis.Redis.from_url(mirrored) as client:
        client.delete(Keys(month().id).of(lost))
    has(PEOPLE[1], 7)

    assert is_used() is (lost == "scores" and method is Method.STANDARD)
    everybody(playing, method)


def test_a_score_that_redis_cannot_hold_exactly_is_left_to_postgresql(playing: str, mirrored: str) -> None:
    game.on_board("month", period="month")
    has(PEOPLE[0], 5)
    look()
    has(PEOPLE[1], 2**60)
    look()

    assert not is_used()
    everybody(playing, Method.STANDARD)


def test_a_mirror_that_is_wrong_is_found_and_mended(playing: str, mirrored: str) -> None:
    game.on_board("month", period="month")
    has(PEOPLE[0], 5)
    look()
    with redis.Redis.from_url(mirrored) as client:
        client.zadd(Keys(month().id).of("players"), {PEOPLE[0].bytes: -50})
    assert broken() == [MIRROR]

    session.read(building.forget)
    assert broken() == []
    look()
    assert is_used()
    everybody(playing, Method.STANDARD)
