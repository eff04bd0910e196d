"""Duels: asked for, answered, decided once, and played again."""

import threading
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account, Repo
from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import DuelChanged, InboxChanged
from domain.rules import duels as rules
from domain.services import duels, erasing, follows, players, teams
from domain.specs import Aggregate, AllOf, Condition, Contest, DuelGoal, DuelRules, Filter, NotOf, plain_goal
from domain.store import duels as stored
from domain.store import session
from domain.store.queries import duels as queries
from domain.store.queries import notifications
from domain.views import DuelPage
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW, later
from tests.domain.services.test_merging import merge

pytestmark = pytest.mark.usefixtures("playing")
REVIEWS = "review.submitted"


@pytest.fixture(autouse=True)
def everybody(playing: str) -> tuple[UUID, UUID, UUID]:
    switch(on=True, xp=20, coins=5)
    ada, ben, cam = (game.joined(account) for account in (ADA, BEN, CAM))
    return ada, ben, cam


def switch(**values: Any) -> None:
    session.write(duels.set_rules, DuelRules(**values), actor_id=game.an_admin(), now=NOW)


def invite(first: UUID, second: UUID, *, at: datetime = NOW, by: UUID | None = None, **more: Any) -> UUID:
    duel_id = uuid4()
    wanted = {"goal": plain_goal(more.pop("metric", REVIEWS), more.pop("target", None)), "days": 2, **more}
    session.write(duels.invite, duel_id, first, second, actor_id=by or first, now=at, **wanted)
    return duel_id


def accept(duel: UUID, by: UUID, at: datetime = NOW) -> None:
    session.write(duels.accept, duel, actor_id=by, now=at)


def begun(first: UUID, second: UUID, **more: Any) -> UUID:
    duel = invite(first, second, **more)
    accept(duel, second)
    return duel


def reviews(account: Account, *days: int, first: int = 100) -> None:
    for number, day in enumerate(days):
        game.play(game.reviewed(account, first + number, at=later(days=day)), now=later(days=day, minutes=1))


def settle(duel: UUID, *, at: datetime | None = None) -> list[object]:
    return list(session.write(duels.settle, duel, now=at or later(days=6)))


def result(duel: UUID) -> tuple[Any, ...]:
    """What both sides did, a number where it is about one thing, and how it ended."""
    found = game.rows("select first_values, second_values, outcome from duel_result where duel_id = %s", duel)
    return tuple(one[0] if len(one) == 1 else one for one in found[0][:2]) + found[0][2:] if found else ()


def page(player: UUID, at: datetime = NOW) -> DuelPage:
    return session.read(queries.page, player, now=at)


def test_who_did_more_is_ahead_is_paid_once_and_a_replay_says_the_same(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben)
    reviews(ADA, 0, 1, 2)  # the first is before it begins
    reviews(BEN, 1, first=200)
    before = game.rows("select id, xp, coins from player where id = any(%s) order by xp", [ada, ben])
    assert [view.mine for view in page(ada, later(days=2)).under_way] == ["2"]

    assert settle(duel, at=later(days=3)) == []
    assert DuelChanged(ada) in settle(duel)
    assert settle(duel) == []

    assert result(duel) == (2, 1, "first")
    gained = {row[0]: row[1:] for row in game.rows("select id, xp, coins from player")}
    was = {row[0]: row[1:] for row in before}
    assert (gained[ada][0] - was[ada][0], gained[ada][1] - was[ada][1]) == (20, 5)
    assert gained[ben] == was[ben]
    assert [view.ended for view in page(ben, later(days=7)).past] == ["The other was ahead"]
    assert "Your duel with" in session.read(notifications.inbox, ben)[0].title
    assert not game.broken()
    assert not replayed(later(days=9))


def test_with_a_goal_both_can_reach_it(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben, target=1)
    reviews(ADA, 1)
    reviews(BEN, 1, 2, first=200)
    settle(duel)

    assert result(duel) == (1, 2, "both")
    assert game.rows("select count(*) from reward where cause = 'duel'") == [(4,)]
    assert not replayed(later(days=9))


def test_what_comes_late_counts_for_two_days_and_what_is_taken_back_does_not(
    everybody: tuple[UUID, UUID, UUID],
) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben)
    done_at = rules.decided_at(later(days=2).date())
    for number, known_at in ((1, done_at - timedelta(minutes=5)), (2, done_at + timedelta(minutes=5))):
        game.play(game.reviewed(ADA, number, at=later(days=2)), now=known_at)
    game.play(game.reviewed(BEN, 3, at=later(days=1)), game.dismissed(BEN, 3, at=later(days=1)), now=later(days=1))
    settle(duel, at=done_at + timedelta(hours=1))

    assert result(duel) == (1, 0, "first")
    assert not replayed(later(days=9))


def test_it_waits_for_what_came_in_before(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben)
    game.accept(game.reviewed(BEN, 1, at=later(days=1)), now=later(days=1))
    assert session.read(stored.due, now=later(days=30)) == [duel]
    assert settle(duel, at=later(days=30)) == []
    game.apply(now=later(days=30))
    settle(duel, at=later(days=30))
    assert result(duel) == (0, 1, "second")
    assert session.read(stored.due, now=later(days=30)) == []


def test_eight_who_settle_at_once_settle_once(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben)
    reviews(ADA, 1)
    threads = [threading.Thread(target=settle, args=(duel,)) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert game.rows("select count(*) from reward where cause = 'duel'") == [(2,)]
    assert not game.broken()


def test_a_challenge_is_declined_kindly_withdrawn_or_gone(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    duel = invite(ada, ben)
    assert [view.other for view in page(ben).invitations] == [name(ada)]
    assert [view.other for view in page(ada).waiting] == [name(ben)]
    with pytest.raises(Refused, match="takes part"):
        accept(duel, cam)
    events = session.write(duels.decline, duel, actor_id=ben, now=NOW)
    assert InboxChanged(ada) not in events
    assert page(ada).waiting == page(ben).invitations == ()
    with pytest.raises(Refused, match="not open"):
        accept(duel, ben)

    second = invite(ada, ben)
    with pytest.raises(NotFound):
        session.write(duels.withdraw, second, actor_id=ben, now=NOW)
    session.write(duels.withdraw, second, actor_id=ada, now=NOW)
    with pytest.raises(Refused, match="not open"):
        accept(second, ben)

    third = invite(ada, ben)
    assert page(ben, later(days=4)).invitations == ()
    with pytest.raises(Refused, match="not open"):
        accept(third, ben, later(days=4))


def test_who_hides_or_refuses_is_not_challenged(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    session.write(follows.refuse, ada, actor_id=cam, now=NOW)
    with pytest.raises(Refused, match="rather not"):
        invite(ada, cam)
    duel = begun(ada, ben)
    session.write(players.change_profile, ben, timezone="UTC", hidden=True, now=NOW)
    with pytest.raises(NotFound):
        invite(cam, ben)
    assert [view.other for view in page(ada).under_way] == ["Somebody"]
    settle(duel)
    assert session.read(notifications.inbox, ada)[0].title == "Your duel with Somebody is over"


def test_limits_are_kept_and_the_second_of_the_same_two_pays_nothing(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    begun(ada, ben)
    with pytest.raises(Refused, match="between you already"):
        invite(ben, ada)
    settle(game.rows("select id from duel")[0][0])
    second = invite(ben, ada, at=later(days=7))
    accept(second, ada, later(days=7))
    assert game.rows("select xp, coins from duel where id = %s", second) == [(0, 0)]
    session.write(duels.settle, second, now=later(days=14))
    with pytest.raises(Refused, match="within 30 days"):
        invite(ada, ben, at=later(days=15))


def test_input_is_checked_and_off_is_off(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    with pytest.raises(Refused, match="yourself"):
        invite(ada, ada)
    with pytest.raises(Refused, match="takes part"):
        invite(ada, ben, by=ben)
    nothing = DuelGoal(contest=Contest.REACH, requirement=NotOf(not_=Condition(metric=REVIEWS, threshold=1)))
    for wrong in ({"metric": "commit.landed"}, {"metric": "no.such"}, {"days": 15}, {"days": 0}, {"goal": nothing}):
        with pytest.raises(Invalid, match="check the input"):
            invite(ada, ben, **wrong)
    with pytest.raises(Forbidden):
        session.write(duels.set_rules, DuelRules(on=True), actor_id=ada, now=NOW)
    switch(on=False)
    with pytest.raises(Refused, match="no duels"):
        invite(ada, ben)
    assert not page(ada).on


def test_accounts_that_are_merged_carry_on_with_their_duels(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    duel, own = begun(ada, ben), begun(cam, ben)
    reviews(ADA, 0, first=1)
    merge(into=cam, source=ben)
    reviews(BEN, 1, first=200)
    settle(duel)
    settle(own)

    assert game.rows("select second_id from duel where id = %s", duel) == [(cam,)]
    assert result(duel) == (0, 1, "second")
    assert result(own) == ()
    assert not replayed(later(days=9))


def test_whoever_is_erased_in_a_duel_gets_nothing(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben)
    reviews(BEN, 1)
    session.write(erasing.at_once, ben, actor_id=game.an_admin(), now=later(days=1, hours=2))
    settle(duel)
    assert result(duel) == (0, 1, "second")
    assert game.rows("select count(*) from reward where cause = 'duel'") == [(0,)]
    assert not replayed(later(days=9))


def test_teams_are_compared_by_average_and_none_is_about_persons(everybody: tuple[UUID, UUID, UUID]) -> None:
    accounts = [Account(3_000_000 + number, f"member-{number}") for number in range(7)]
    people = [game.joined(account) for account in accounts]
    admin = game.an_admin()
    red, blue = uuid4(), uuid4()
    for team, slug, members in ((red, "red", people[:4]), (blue, "blue", people[4:6])):
        session.write(teams.create, team, slug, slug.title(), actor_id=admin, now=game.LONG_AGO)
        for player in members:
            session.write(teams.join, team, player, actor_id=admin, now=game.LONG_AGO)
    with pytest.raises(Refused, match="3 people"):
        invite(red, blue, kind="team", by=people[0])
    session.write(teams.join, blue, people[6], actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="takes part"):
        invite(red, blue, kind="team", by=people[4])

    duel = invite(red, blue, kind="team", by=people[0])
    assert [view.other for view in page(people[5]).invitations] == ["Red"]
    accept(duel, people[5])
    reviews(accounts[0], 1, 1, 1)  # 3 of 4
    reviews(accounts[4], 1, 1, 2, first=200)  # 3 of 3
    assert [(view.mine, view.theirs) for view in page(people[0], later(days=2)).under_way] == [("0.8", "1.0")]
    settle(duel)

    assert result(duel) == (3, 3, "second")
    assert game.rows("select count(*) from reward where cause = 'duel'") == [(0,)]
    assert not replayed(later(days=9))


def name(player: UUID) -> str:
    found: str = game.rows("select name from player where id = %s", player)[0][0]
    return found


REPO_B = Repo(77, "acme/site", "Python")
#: Reviews on two days, one of them in another repository, and no release.
TREE = AllOf(
    all=(
        Condition(metric=REVIEWS, aggregate=Aggregate.DISTINCT_DAYS, threshold=2),
        Condition(metric=REVIEWS, filters=(Filter(dimension="repository", values=(REPO_B.full_name,)),), threshold=1),
        NotOf(not_=Condition(metric="issue.completed", threshold=1)),
    )
)


@pytest.mark.parametrize("turn", range(3))
def test_any_requirement_ends_the_same_in_whatever_order_things_arrive(
    everybody: tuple[UUID, UUID, UUID], turn: int
) -> None:
    ada, ben, _ = everybody
    duel = begun(ada, ben, goal=DuelGoal(contest=Contest.REACH, requirement=TREE))
    done = [
        (game.reviewed(ADA, 1, at=later(days=1)),), (game.reviewed(ADA, 2, at=later(days=2), repo=REPO_B),),
        (game.reviewed(BEN, 3, at=later(days=1)),), (game.reviewed(BEN, 4, at=later(days=2), repo=REPO_B),),
        (game.issue(BEN, 5, at=later(days=2)),),
        (game.reviewed(ADA, 6, at=later(days=2)), game.dismissed(ADA, 6, at=later(days=2))),
        (game.issue(ADA, 7, at=later(days=3)),),  # the day after
    ]  # fmt: skip
    order = Random(turn).sample(range(len(done)), len(done))
    for place, minutes in zip(order, range(60), strict=False):
        game.play(*done[place][:: -1 if turn == 1 else 1], now=later(days=3, hours=1, minutes=minutes))
    (view,) = page(ada, later(days=4)).under_way
    assert (view.mine, [step.met for step in view.steps]) == ("100%", [True, True, True])
    settle(duel)

    assert result(duel) == ([2, 1, 0], [2, 1, 1], "first")
    assert game.rows("select player_id, spec ->> 'kind' from reward where cause = 'duel' order by 2") == [
        (ada, "coins"), (ada, "xp")
    ]  # fmt: skip
    assert not game.broken()
    assert not replayed(later(days=9))
