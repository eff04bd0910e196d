"""XP that an admin gives, or takes, by hand."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.services import by_hand
from domain.services import game as values
from domain.services import players as people
from domain.specs import Aggregate, Condition, MissionSpec
from domain.store import session
from domain.store.queries import explain, feed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, LONG_AGO, NOW, later
from tests.domain.services.test_merging import is_replayed, merge

pytestmark = pytest.mark.usefixtures("playing")


def give(
    amount: int, *, to: UUID | None = None, by: UUID | None = None, entry: UUID | None = None, at: datetime = NOW
) -> None:
    session.write(
        by_hand.give,
        entry or uuid4(),
        to or game.player(ADA),
        amount,
        reason="Showed Ben around.",
        actor_id=by or game.an_admin(),
        now=at,
    )


def test_it_is_booked_once_explained_and_audited(playing: str) -> None:
    game.joined(ADA)
    admin, entry = game.an_admin(), uuid4()
    for _ in range(2):
        give(120, by=admin, entry=entry)

    (line,) = session.read(feed.feed, player_id=game.player(ADA))
    why = session.read(explain.explain_entry, line.id, player_id=game.player(ADA))

    assert game.xp(ADA) == 120
    assert (line.text, line.why, line.amount) == ("was given XP by hand", "Showed Ben around.", 120)
    assert why.sentences == ("Given by hand, booked on 18 November 2026: Showed Ben around.",)
    assert game.rows("select action from audit order by id desc limit 1") == [("xp.by_hand",)]
    assert game.rows("select title from notification where player_id = %s", game.player(ADA)) == [("Level 2",)]
    assert not game.broken()
    assert is_replayed(playing)


def test_the_reason_is_read_by_the_player_alone() -> None:
    ada = game.joined(ADA)
    give(120)
    give(-20)

    (line,) = session.read(feed.feed, player_id=None)
    why = session.read(explain.explain_entry, line.id, player_id=game.joined(BEN))

    assert (line.amount, line.why) == (120, "an admin’s decision")
    assert "Ben around" not in " ".join(why.sentences)
    assert [one.amount for one in session.read(feed.feed, player_id=ada)] == [-20, 120]


def test_missions_about_xp_count_it(playing: str) -> None:
    ada = game.joined(ADA)
    reach = Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=100, ever=True)
    game.published(MissionSpec(title="A hundred", requirement=reach, xp=40))

    give(120)

    assert game.xp(ADA) == 160
    assert game.rows("select completed_at from progress where subject_id = %s", ada) == [(NOW,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_nobody_gives_to_himself_also_not_to_an_account_he_carries_on_for() -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    ada, ben = game.player(ADA), game.player(BEN)
    merge(into=ada, source=ben)
    session.write(people.set_admin, ada, admin=True, actor_id=game.an_admin(), now=later(minutes=40))

    for target in (ada, ben):
        with pytest.raises(Refused, match="yourself"):
            give(10, to=target, by=ada, at=later(hours=1))


def test_only_an_admin_gives_and_only_to_a_person_with_a_reason() -> None:
    ada, ben, admin = game.joined(ADA), game.joined(BEN), game.an_admin()
    with pytest.raises(Forbidden):
        give(10, to=ada, by=ben)
    with pytest.raises(NotFound):
        give(10, to=uuid4(), by=admin)
    with pytest.raises(Invalid, match="check the input"):
        give(0, to=ada, by=admin)
    with pytest.raises(Invalid, match="check the input"):
        session.write(by_hand.give, uuid4(), ada, 10, reason="  ", actor_id=admin, now=NOW)


def test_a_balance_is_never_negative() -> None:
    game.joined(ADA)
    give(100)
    with pytest.raises(Refused, match="has 100 XP"):
        give(-101)
    give(-100)
    assert game.xp(ADA) == 0


def test_a_day_has_a_cap_that_an_admin_chooses() -> None:
    game.joined(ADA)
    admin = game.an_admin()
    session.write(values.set_cap_by_hand, 150, actor_id=admin, now=LONG_AGO)
    give(100)
    with pytest.raises(Refused, match="50 XP are left"):
        give(-51)
    give(-50)
    give(150, at=NOW + timedelta(days=1))
    assert game.xp(ADA) == 200
    with pytest.raises(Invalid):
        session.write(values.set_cap_by_hand, -1, actor_id=admin, now=NOW)


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(amounts=st.lists(st.integers(-60, 60).filter(bool), max_size=6))
def test_whatever_is_given_and_taken_the_balance_is_what_was_booked(amounts: list[int]) -> None:
    ada, admin = game.joined(ADA), game.an_admin()
    balance, day = game.xp(ADA), NOW + timedelta(days=int(game.rows("select count(*) from audit")[0][0]))
    for amount in amounts:
        if balance + amount < 0:
            with pytest.raises(Refused):
                give(amount, to=ada, by=admin, at=day)
        else:
            give(amount, to=ada, by=admin, at=day)
            balance += amount
    assert game.xp(ADA) == balance
    assert not game.broken()
