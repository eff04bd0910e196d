"""The two doors: what they promise, and what they say when there is nobody behind them."""

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from domain.errors import Unavailable
from domain.events import DomainEvent, PlayerJoined
from domain.store import session
from domain.store.driver import connection
from domain.store.queries import health
from domain.store.season_ends import NOBODY
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW
from tests.servers import free_port


def test_a_service_that_succeeds_is_committed_and_gives_its_events_back(playing: str) -> None:
    event = PlayerJoined(game.joined(ADA))

    def service(writing: Session, name: str, *, login: str) -> list[DomainEvent]:
        connection(writing).execute("update player set name = %s, login = %s", (name, login))
        return [event]

    assert session.write(service, "Ada", login="al") == [event]
    assert game.rows("select name, login from player") == [("Ada", "al")]


def test_a_service_that_fails_leaves_nothing_behind(playing: str) -> None:
    game.joined(ADA)

    def service(writing: Session) -> list[DomainEvent]:
        connection(writing).execute("update player set name = 'Eve'")
        raise ValueError("second thoughts")

    with pytest.raises(ValueError, match="second thoughts"):
        session.write(service)
    assert game.rows("select name from player") == [("Person-0",)]


def test_what_the_database_refuses_at_commit_is_raised(playing: str) -> None:
    def service(writing: Session) -> list[DomainEvent]:
        writing.execute(text("insert into badge_award values ('none', gen_random_uuid(), 'x', now())"))
        return []

    with pytest.raises(IntegrityError):
        session.write(service)


@pytest.mark.parametrize(
    "statement",
    [
        "update player set xp = 1",
        "insert into identity values ('github', '1', gen_random_uuid(), 'eve')",
        "delete from delivery",
        "truncate notification",
        "drop table worker",
        "create table more (id int)",
        "select nextval('delivery_id_seq')",
        "select id from player for update",
    ],
)
def test_a_query_cannot_write(playing: str, statement: str) -> None:
    def query(reading: Session) -> None:
        connection(reading).execute(statement.encode())

    with pytest.raises(errors.ReadOnlySqlTransaction):
        session.read(query)


def test_a_query_sees_one_moment(playing: str) -> None:
    def query(reading: Session) -> tuple[object, object]:
        before = connection(reading).execute("select count(*) from player").fetchone()
        game.joined(ADA)
        return before, connection(reading).execute("select count(*) from player").fetchone()

    before, after = session.read(query)
    assert before == after == (0,)


def test_writing_after_reading_on_the_same_connection_works(playing: str) -> None:
    for _ in range(3):
        session.read(health.health, now=NOW)
        game.joined(ADA)

    assert game.rows("select count(*) from player") == [(1,)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("statement_timeout", "1min"),
        ("lock_timeout", "20s"),
        ("idle_in_transaction_session_timeout", "1min"),
        ("TimeZone", "UTC"),
        ("transaction_isolation", "repeatable read"),
        ("transaction_read_only", "on"),
    ],
)
def test_the_limits_are_in_force_behind_the_reading_door(playing: str, name: str, value: str) -> None:
    assert game.rows(f"show {name}") == [(value,)]


def test_the_limits_are_in_force_behind_the_writing_door(playing: str) -> None:
    found = {}

    def service(writing: Session) -> list[DomainEvent]:
        for name in (*session.LIMITS, "transaction_read_only"):
            found[name] = connection(writing).execute(f"show {name}".encode()).fetchone()
        return []

    session.write(service)
    assert found == {
        "statement_timeout": ("1min",),
        "lock_timeout": ("20s",),
        "idle_in_transaction_session_timeout": ("1min",),
        "transaction_read_only": ("off",),
    }


def test_a_statement_that_takes_too_long_is_an_error_of_its_own_and_no_lost_database(playing: str) -> None:
    def query(reading: Session) -> None:
        connection(reading).execute("set local statement_timeout = 20")
        connection(reading).execute("select pg_sleep(5)")

    with pytest.raises(errors.QueryCanceled):
        session.read(query)


def test_a_database_that_is_not_there_is_unavailable(playing: str) -> None:
    session.configure(f"postgresql+psycopg://questboard@127.0.0.1:{free_port()}/questboard")

    for door in (lambda: session.read(health.health, now=NOW), lambda: game.accept(game.issue(ADA, 1))):
        with pytest.raises(Unavailable, match="cannot be reached right now"):
            door()


def test_a_store_that_nobody_connected_is_unavailable(playing: str) -> None:
    session.dispose()

    with pytest.raises(Unavailable, match="not connected yet"):
        session.read(health.health, now=NOW)


def test_a_connection_lost_in_the_middle_is_unavailable_and_the_next_one_works(playing: str) -> None:
    def service(writing: Session) -> list[DomainEvent]:
        (backend,) = connection(writing).execute("select pg_backend_pid()").fetchone() or (0,)
        _terminate(playing, backend)
        connection(writing).execute("select 1")
        return []

    with pytest.raises(Unavailable):
        session.write(service)
    assert game.rows("select 1") == [(1,)]


def test_a_connection_lost_while_it_rested_goes_unnoticed(playing: str) -> None:
    ((backend,),) = game.rows("select pg_backend_pid()")
    _terminate(playing, backend)

    assert game.rows("select 1") == [(1,)]


def test_a_full_house_is_unavailable(playing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    session.configure(playing, pool_size=1)
    engine = session._engine()
    monkeypatch.setattr(engine.pool, "_timeout", 0.05)
    monkeypatch.setattr(engine.pool, "_max_overflow", 0)

    def query(reading: Session) -> None:
        connection(reading)
        game.rows("select 1")

    with pytest.raises(Unavailable):
        session.read(query)


def _terminate(url: str, backend: int) -> None:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        db.execute("select pg_terminate_backend(%s, 5000)", (backend,))


def _counted(reading: Session) -> int:
    row = connection(reading).execute("select count(*) from player").fetchone()
    return row[0] if row else 0


def test_what_takes_long_sees_what_was_there_when_it_was_marked_while_others_go_on(playing: str) -> None:
    def service(still: Session, before: int) -> list[DomainEvent]:
        joined = game.joined(ADA)
        assert _counted(still) == before
        return [PlayerJoined(joined)]

    assert len(session.write_at_rest(_counted, service)) == 1
    assert session.read(_counted) == 1


def test_what_takes_long_is_done_by_one_at_a_time(playing: str) -> None:
    def second(still: Session, before: int) -> list[DomainEvent]:
        raise AssertionError("it is under way")

    def first(still: Session, before: int) -> list[DomainEvent]:
        assert session.write_at_rest(_counted, second) == []
        return [PlayerJoined(NOBODY)]

    assert session.write_at_rest(_counted, first) == [PlayerJoined(NOBODY)]


def test_whoever_writes_what_somebody_wrote_behind_his_mark_gives_way(playing: str) -> None:
    def late(still: Session, before: int) -> list[DomainEvent]:
        session.write(there)
        return there(still)

    def there(writing: Session) -> list[DomainEvent]:
        connection(writing).execute("insert into league (id, spec) values (1, '{}') on conflict do nothing")
        return [PlayerJoined(NOBODY)]

    assert session.write_at_rest(_counted, late) == []


def test_nothing_takes_long_where_nothing_is_marked(playing: str) -> None:
    def never(still: Session, mark: object) -> list[DomainEvent]:
        raise AssertionError("there is no mark")

    assert session.write_at_rest(lambda _: None, never) == []
