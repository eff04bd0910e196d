from datetime import timedelta, timezone
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.store import audit, session
from tests.domain.services import game
from tests.domain.services.game import NOW


def note(action: str, **details: object) -> None:
    def service(writing: Session) -> list[DomainEvent]:
        audit.note(writing, at=NOW, actor_id=uuid4(), action=action, subject="somebody", details=details)
        return []

    session.write(service)


def broken() -> list[int]:
    return session.read(lambda reading: [*audit.broken(reading)])


@pytest.fixture
def trail(playing: str) -> list[int]:
    """The ids of five lines."""
    for number in range(5):
        note(f"thing.{number}", number=number, name="Ünïcode “quotes”", nested={"b": [1, 2.5, None], "a": True})
    return [row[0] for row in game.rows("select id from audit order by id")]


def test_a_trail_that_nobody_touched_is_unbroken(playing: str, trail: list[int]) -> None:
    assert len(trail) == 5
    assert broken() == []


def test_the_first_line_follows_from_nothing(playing: str, trail: list[int]) -> None:
    assert bytes(game.rows("select previous from audit order by id limit 1")[0][0]) == audit.GENESIS


@pytest.mark.parametrize(
    "change",
    [
        "previous = sha256('forged')",
        "at = at + interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "actor_id = null",
        "action = 'thing.else'",
        "subject = 'nobody'",
        "details = details || '{\"number\": 9}'",
        "details = details - 'nested'",
    ],
)
def test_a_changed_line_is_named(playing: str, trail: list[int], change: str) -> None:
    game.by_hand(playing, f"update audit set {change} where id = {trail[2]}")

    assert broken() == [trail[2]]


def test_a_line_with_a_new_hash_of_its_own_breaks_the_next_one(playing: str, trail: list[int]) -> None:
    game.by_hand(playing, f"update audit set hash = sha256('forged') where id = {trail[2]}")

    assert broken() == [trail[2], trail[3]]


def test_the_line_after_a_deleted_one_is_named(playing: str, trail: list[int]) -> None:
    game.by_hand(playing, f"delete from audit where id = {trail[2]}")

    assert broken() == [trail[3]]


def test_a_deleted_beginning_is_named(playing: str, trail: list[int]) -> None:
    game.by_hand(playing, f"delete from audit where id = {trail[0]}")

    assert broken() == [trail[1]]


def test_the_program_itself_is_nobody_and_any_zone_is_the_same_moment(playing: str) -> None:
    def service(writing: Session) -> list[DomainEvent]:
        at = NOW.astimezone(timezone(timedelta(hours=9)))
        audit.note(writing, at=at, actor_id=None, action="a.b", subject=str(UUID(int=1)), details={})
        return []

    session.write(service)
    assert broken() == []
