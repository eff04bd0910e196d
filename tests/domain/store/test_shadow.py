"""The shadow: tables of the same shape beside the live ones, and how the two are compared."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import replaying
from domain.store import session, shadow
from domain.store.driver import connection
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN


@pytest.fixture
def shadowed(playing: str) -> Iterator[str]:
    """Three deliveries were applied, and nothing is played again yet."""
    for number, person in enumerate((ADA, BEN, ADA), 1):
        game.play(game.merged(person, number), now=game.later(minutes=number))
    session.configure(playing, schemas=shadow.SEARCH_PATH)
    session.unheard(replaying.begin)
    yield playing
    session.unheard(replaying.forget)


def step(limit: int = 1_000) -> None:
    session.unheard(replaying.step, limit=limit)


def play_all() -> None:
    before = None
    while (position := session.read(shadow.position)) != before:
        before = position
        step()


def test_it_begins_without_anything_that_follows_from_work(shadowed: str) -> None:
    assert session.read(shadow.exists)
    assert game.rows("select (select count(*) from activity), (select sum(xp)::int from player)") == [(0, 0)]
    assert game.rows("select count(*)::int from player") == game.rows("select count(*)::int from public.player")


def test_steps_move_it_towards_the_live_tables_until_they_are_the_same(shadowed: str) -> None:
    fingerprints = []
    for left in (2, 1, 0):
        step(limit=1)
        while session.read(shadow.left) > left:
            step(limit=1)
        fingerprints.append(session.read(shadow.state_hash, "replay"))
    play_all()

    assert len(set(fingerprints)) == 3
    assert session.read(shadow.state_hash, "replay") == session.read(shadow.state_hash, "public")
    assert session.read(shadow.differences, 5) == []
    assert session.read(shadow.activities) == 3


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("update public.activity set value = value + 1", "activities"),
        ("update public.metric_day set sum = sum + 1", "roll-up"),
        ("update public.rule_day set paid = paid + 1", "rule days"),
        ("update public.xp_entry set amount = amount + 1", "ledger by day"),
        ("delete from public.progress", "progress"),
        ("update public.badge_award set tier = 'gold'", "badges"),
        ("update public.player set xp = xp + 1", "balances"),
    ],
)
def test_every_kind_of_tampering_shows_under_its_name(shadowed: str, tampering: str, what: str) -> None:
    play_all()
    before = session.read(shadow.state_hash, "public")
    game.by_hand(shadowed, tampering)

    assert session.read(shadow.state_hash, "public") != before
    assert {line.partition(",")[0] for line in session.read(shadow.differences, 5)} == {what}


def test_the_order_of_rows_is_no_difference(shadowed: str) -> None:
    before = session.read(shadow.state_hash, "public")

    def rewritten(db: Session) -> list[DomainEvent]:
        connection(db).execute("update public.player set name = name")
        return []

    session.unheard(rewritten)
    assert session.read(shadow.state_hash, "public") == before


def test_what_is_applied_later_is_lined_up_once(shadowed: str) -> None:
    session.unheard(replaying.go_on)
    assert session.read(shadow.left) == 3
