"""What was taken by hand: never more than is there, whatever is withdrawn or comes in later."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.errors import Refused
from domain.services import correcting
from domain.specs import Aggregate, Condition, MissionSpec
from domain.store import session
from domain.store.queries import explain, feed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, LONG_AGO, NOW, later
from tests.domain.services.test_by_hand import give
from tests.domain.services.test_merging import is_replayed, merge

LAW = settings(
    max_examples=5,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

pytestmark = pytest.mark.usefixtures("playing")


def review(number: int, *, days: int = 0, hours: int = 0, now: datetime | None = None) -> None:
    """Thirty XP."""
    at = later(days=days, hours=hours)
    game.play(game.reviewed(ADA, number, at=at), now=now or at)


def withdraw(number: int, *, days: int = 0, hours: int = 0, now: datetime) -> None:
    game.play(game.dismissed(ADA, number, at=later(days=days, hours=hours)), now=now)


def test_a_deduction_gives_back_what_was_withdrawn_under_it(playing: str) -> None:
    review(1)
    give(-20, at=later(hours=1))

    withdraw(1, now=later(hours=2))

    assert game.xp(ADA) == 0
    assert game.rows("select distinct state from delivery") == [("done",)]
    lines = game.rows("select amount, cause, day from xp_entry where cause = 'hand' order by id")
    assert lines == [(-20, "hand", NOW.date()), (20, "hand", NOW.date())]
    back, *_ = session.read(feed.feed, player_id=game.player(ADA))
    assert (back.text, back.why) == ("part of a deduction came back", "what it had taken was withdrawn")
    assert session.read(explain.explain_entry, back.id, player_id=game.player(ADA)).sentences == (
        "Part of what a deduction of 20 XP on 18 November 2026 had taken was withdrawn since, so it came back.",
        "A balance is never negative: of the deduction 0 XP stand now.",
    )
    assert not game.broken()
    assert is_replayed(playing)


def test_it_takes_no_work_of_later_days_and_takes_again_what_comes_in_for_its_own(playing: str) -> None:
    review(1)
    give(-20, at=later(hours=1))
    review(2, days=1)
    withdraw(1, now=later(days=1, hours=1))
    assert game.xp(ADA) == 30
    assert not game.broken()

    review(3, days=-1, now=later(days=1, hours=2))

    assert game.xp(ADA) == 30 + 30 - 20
    again, *_ = [line for line in session.read(feed.feed, player_id=game.player(ADA)) if line.amount == -20]
    assert (again.text, again.why) == ("a deduction takes again", "what it is about came in later")
    assert "takes it again" in session.read(explain.explain_entry, again.id, player_id=game.player(ADA)).sentences[0]
    assert not game.broken()
    assert is_replayed(playing)


def test_older_deductions_come_first(playing: str) -> None:
    review(1)
    review(2, days=1)
    give(-25, at=later(hours=1, days=1))
    give(-20, at=later(hours=1, days=2))
    withdraw(1, now=later(days=3))

    assert game.xp(ADA) == 0
    assert game.rows("select sum(amount) from xp_entry where cause = 'hand' group by day order by day") == [
        (-25,),
        (-5,),
    ]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_completion_that_is_taken_back_leaves_nothing_below_zero(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40))
    game.solve("a")
    give(-30, at=later(hours=1))

    session.write(
        correcting.reverse, mission, game.player(ADA), "once", reason="A mistake.", actor_id=game.an_admin(),
        now=later(hours=2),
    )  # fmt: skip

    assert game.xp(ADA) == 0
    assert not game.broken()
    assert is_replayed(playing)


def test_what_was_taken_from_an_account_is_given_back_to_who_carries_on_for_it(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40))
    game.solve("a", by=BEN)
    game.solve("b")
    ada, ben = game.player(ADA), game.player(BEN)
    give(-30, to=ben, at=later(minutes=10))
    merge(into=ada, source=ben)
    assert game.xp(ADA) == 80 - 30

    for hours, who in enumerate((ben, ada), start=1):
        now = later(hours=hours)
        session.write(correcting.reverse, mission, who, "once", reason="No.", actor_id=game.an_admin(), now=now)

    assert game.xp(ADA) == 0
    assert game.rows("select player_id, amount from xp_entry where cause = 'hand' order by id") == [
        (ben, -30),
        (ada, 30),
    ]
    assert not game.broken()
    assert is_replayed(playing)


def test_missions_count_a_deduction_as_it_was_decided(playing: str) -> None:
    reach = Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=1_000, ever=True)
    mission = game.published(MissionSpec(title="A thousand", requirement=reach, xp=0))
    review(1)
    give(-20, at=later(hours=1))
    withdraw(1, now=later(hours=2))
    review(2, days=1)
    review(3, days=2)

    assert (game.xp(ADA), game.counted(mission)) == (60, 40)
    assert not game.broken()
    assert is_replayed(playing)


def test_what_is_taken_while_workers_withdraw_what_it_takes_leaves_nothing_below_zero() -> None:
    for number in range(1, 5):
        review(number, days=number, now=later(days=5))
    admin, ada = game.an_admin(), game.player(ADA)
    game.accept(*(game.dismissed(ADA, number, at=later(days=number)) for number in range(1, 4)), now=later(days=5))

    def take(amount: int) -> bool:
        if not amount:
            game.apply(now=later(days=5, minutes=1), limit=1)
            return False
        try:
            give(-amount, to=ada, by=admin, at=later(days=5))
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(6) as crowd:
        taken = list(crowd.map(take, (0, 40, 0, 60, 0, 30)))
    game.apply(now=later(days=5, minutes=2))

    assert game.xp(ADA) == (0 if any(taken) else 30)
    assert not game.broken()


def test_a_deduction_that_takes_what_is_not_there_is_seen(playing: str) -> None:
    review(1)
    give(-20, at=later(hours=1))
    assert not game.broken()
    game.by_hand(playing, "update metric_day set sum = sum - 25 where metric = 'xp.earned'")
    assert "Nothing was taken by hand that is not there" in {check.name for check in game.broken()}


@LAW
@given(
    numbers=st.permutations(range(1, 6)),
    withdrawn=st.sets(st.integers(1, 5)),
    amount=st.integers(1, 60),
    after=st.integers(0, 4),
)
def test_whatever_comes_in_when_a_balance_is_what_was_earned_without_what_could_be_taken(
    playing: str, numbers: Sequence[int], withdrawn: set[int], amount: int, after: int
) -> None:
    """Reviews of five days, of which some are withdrawn; in between somebody takes something on the third."""
    game.sweep(playing)
    admin, ada = game.an_admin(), game.joined(ADA, now=LONG_AGO)
    there = 0
    for at, number in enumerate(numbers):
        review(number, days=number, now=later(days=5, hours=at))
        there += 30 if number <= 3 else 0
        if at == after and game.xp(ADA) >= amount:
            give(-amount, to=ada, by=admin, at=later(days=3, hours=1))
    taken = -amount if game.rows("select 1 from hand_entry") else 0
    for at, number in enumerate(sorted(withdrawn)):
        withdraw(number, days=number, now=later(days=6, hours=at))

    kept = [number for number in numbers if number not in withdrawn]
    assert game.xp(ADA) == 30 * len(kept) + max(taken, -30 * sum(number <= 3 for number in kept))
    assert not game.broken()
