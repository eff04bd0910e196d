"""What levels add to work: the level with which its week began, whatever came in when."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.demo.payloads import Account
from domain.rules.packs import Pack
from domain.services import by_hand, factors, inbox, judging, merging, packs
from domain.services import game as values
from domain.specs import Aggregate, Condition, FactorsSpec, Filter, LevelCurve, MissionSpec, ScoringRuleSpec, StreakStep
from domain.store import levels, session
from domain.store.queries import explain, feed
from domain.store.queries import factors as queries
from domain.store.tables import FindingRow
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, LONG_AGO
from tests.domain.services.small_games import MONDAY
from tests.domain.services.test_factors import found
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")

RULE = ScoringRuleSpec(id="solved", title="Solved", metric="ticket.solved", xp=40, full_until=100, cap=150)
#: Level 2 at 50 XP, 3 at 110, 4 at 180, 5 at 260.
CURVE = LevelCurve(first=50, increase=10)
NOON = MONDAY + timedelta(hours=12)


def begin(*, per_level: int = 5, most: int = 12, **fields: object) -> UUID:
    """The admin of a game in which levels add something."""
    admin = game.an_admin()
    pack = Pack(name="tickets", title="Tickets", scoring_rules=(RULE,))
    session.write(packs.apply, pack, actor_id=None, now=LONG_AGO)
    session.write(values.set_curve, CURVE, actor_id=admin, now=LONG_AGO)
    spec = FactorsSpec.model_validate({"per_level": per_level, "most_bonus": most, **fields})
    session.write(factors.put, spec, actor_id=admin, now=LONG_AGO)
    return admin


def solve(key: str, week: int, day: int = 0, *, came_in: datetime | None = None, by: Account = ADA) -> None:
    """A ticket at noon of a day of a week, applied then or later."""
    at = NOON + timedelta(weeks=week, days=day)
    game.solve(key, at=at, now=came_in or at, by=by)


def undo(key: str, at: datetime) -> None:
    game.play(game.batch({"key": f"{key}-undone", "reverses": key, "occurred_at": at.isoformat()}), now=at)


def paid() -> list[int]:
    """What the rule paid in all, week by week."""
    found = game.rows(
        "select sum(amount)::int from xp_entry where cause = 'rule' group by date_trunc('week', day) order by min(day)"
    )
    return [amount for (amount,) in found]


def week_levels() -> list[int]:
    return [level for (level,) in game.rows("select level from week_level order by monday")]


#: What the rule pays, and no mission.
WORK = Filter(dimension="cause", values=("solved",))
LATER = NOON + timedelta(weeks=5)


def test_each_piece_of_work_is_worth_more_by_the_level_with_which_the_week_began(playing: str) -> None:
    begin()
    for day in range(2):
        solve(f"first {day}", 0, day)
    for day in range(2):
        solve(f"second {day}", 1, day)
    solve("third", 2)

    assert paid() == [80, 2 * (40 + 5), 40 + 10]
    assert week_levels() == [1, 2, 3]
    line = session.read(feed.feed, player_id=game.player(ADA))[0]
    assert line.why == "40 + 10 (level 3 when the week began), capped at 150 a day"
    why = session.read(explain.explain_entry, line.id, player_id=game.player(ADA))
    assert why.sentences[1] == "40 + 10 (level 3 when the week began) comes to 50 XP, rounded down."
    assert game.broken() == []
    assert is_replayed(playing)


def test_work_that_comes_in_late_lets_later_weeks_be_paid_anew_the_oldest_first(playing: str) -> None:
    begin(most=50)
    solve("a", 0)
    for day in range(4):
        solve(f"b{day}", 1, day)
    solve("c", 2)
    assert (paid(), week_levels()) == ([40, 160, 40 + 5 * 3], [1, 1, 4])

    solve("late", 0, 1, came_in=LATER)

    # 80 + 160 would be level 4 still: it takes what the second week is worth by now.
    assert (paid(), week_levels()) == ([80, 180, 40 + 5 * 4], [1, 2, 5])
    solve("later", 0, 2, came_in=LATER + timedelta(hours=1))
    assert (paid(), week_levels()) == ([120, 200, 60], [1, 3, 5])
    line = next(one for one in session.read(feed.feed, player_id=game.player(ADA)) if "began" in one.why)
    assert (line.amount, line.why) == (5, "what was earned before it changed: its week began at level 3, not 2")
    why = session.read(explain.explain_entry, line.id, player_id=game.player(ADA))
    assert "began at level 3 instead of 2, and what was done in it comes to 50 XP" in why.sentences[1]
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_is_withdrawn_takes_levels_and_what_they_added_with_it(playing: str) -> None:
    begin()
    for day in range(3):
        solve(f"a{day}", 0, day)
    solve("b", 1)
    solve("c", 1, 1)
    assert paid() == [120, 100]

    undo("a0", LATER)
    assert (paid(), week_levels()) == ([80, 90], [1, 2])
    undo("b", LATER + timedelta(hours=1))
    assert paid() == [80, 45]
    undo("a1", LATER + timedelta(hours=2))
    undo("a2", LATER + timedelta(hours=3))

    assert (paid(), week_levels()) == ([0, 40], [1, 1])
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_is_given_and_taken_by_hand_counts_for_the_weeks_after_it(playing: str) -> None:
    admin = begin()
    solve("a", 0)
    solve("b", 1)
    ada = game.player(ADA)
    assert paid() == [40, 40]

    def give(amount: int, at: datetime) -> None:
        session.write(by_hand.give, uuid4(), ada, amount, reason="Why not.", actor_id=admin, now=at)

    give(70, NOON + timedelta(hours=1))
    assert (paid(), week_levels()) == ([40, 50], [1, 3])
    give(-100, NOON + timedelta(hours=2))
    assert (paid(), week_levels()) == ([40, 40], [1, 1])
    undo("a", LATER)

    assert game.xp(ADA) == 40
    assert game.broken() == []
    assert is_replayed(playing)


def test_missions_that_count_xp_count_what_a_level_added_later(playing: str) -> None:
    begin()
    reach = Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=90, ever=True)
    mission = game.published(MissionSpec(title="Ninety", requirement=reach, xp=60))
    several = game.published(game.mission(9, metric="xp.earned", xp=0, filters=[WORK]))
    greatest = game.published(game.mission(44, metric="xp.earned", aggregate="max", xp=0, filters=[WORK]))
    solve("b0", 1)
    solve("b1", 1, 1)
    assert game.card(mission).completed_at is None

    solve("a", 0, 1, came_in=LATER)
    assert game.card(mission).completed_at == NOON + timedelta(weeks=1, days=1)
    solve("a2", 0, 2, came_in=LATER + timedelta(hours=1))

    assert (paid(), week_levels()) == ([80, 90], [1, 2])
    assert game.card(mission).completed_at == NOON + timedelta(weeks=1)
    assert game.card(greatest).completed_at == NOON + timedelta(weeks=1)
    assert game.counted(several) == 4
    assert game.broken() == []
    assert is_replayed(playing)


def test_it_holds_from_a_day_that_has_begun_nowhere_and_by_the_curve_of_that_time(playing: str) -> None:
    admin = begin(per_level=0)
    for day in range(3):
        solve(f"a{day}", 0, day)
    tuesday = NOON + timedelta(weeks=1, days=1)
    session.write(factors.put, FactorsSpec(per_level=5), actor_id=admin, now=tuesday)
    solve("before", 1, 2)
    solve("after", 1, 3)
    assert paid() == [120, 40 + 50]

    session.write(values.set_curve, LevelCurve(first=20, increase=0), actor_id=admin, now=NOON + timedelta(weeks=2))
    assert session.read(queries.settings).curve == (20, 0)
    solve("on the old curve", 2)
    solve("on the new one", 2, 3)

    assert paid() == [120, 90, (40 + 5 * 3) + (40 + 5 * (210 // 20))]
    solve("late", 0, 4, came_in=LATER)
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_is_held_is_held_with_what_its_level_adds_by_now(playing: str) -> None:
    admin = begin(streaks=True, steps=(StreakStep(days=2, factor=1_500),))
    solve("a", 0)
    solve("b", 1)
    row = FindingRow(
        key="odd", detector="rings", kind="pair", players=[game.player(ADA)], since=MONDAY.date(), last_at=LATER,
        evidence=["activities:b"], strength=1, sentence="did it in haste.",
    )  # fmt: skip
    session.write(found, row)
    session.write(judging.hold, "odd", reason="It looked odd.", actor_id=admin, now=LATER)
    assert game.xp(ADA) == 40

    solve("late", 0, 2, came_in=LATER + timedelta(hours=1))
    assert (game.xp(ADA), game.rows("select each from held")) == (80, [(45,)])
    assert game.broken() == []

    hold: UUID = game.rows("select id from hold")[0][0]
    session.write(judging.release, hold, reason="Fine.", actor_id=admin, now=LATER + timedelta(hours=2))
    assert game.xp(ADA) == 80 + 45
    assert game.broken() == []
    assert is_replayed(playing)


def test_two_accounts_that_become_one_have_one_level(playing: str) -> None:
    begin()
    solve("mine", 0)
    for day in (1, 2):
        solve(f"his {day}", 0, day, by=BEN)
    solve("then", 1)
    solve("his then", 1, 1, by=BEN)
    assert (game.xp(ADA), game.xp(BEN)) == (80, 80 + 45)

    session.write(
        merging.merge, game.player(BEN), game.player(ADA), actor_id=game.an_admin(), now=NOON + timedelta(days=10)
    )

    assert game.xp(ADA) == 80 + 125 + 5 * 2
    assert game.broken() == []
    solve("more of his", 2, by=BEN)
    assert game.xp(ADA) == 215 + 40 + 12
    assert game.broken() == []
    assert is_replayed(playing)


def test_while_levels_add_nothing_nobody_is_asked_for_them(playing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(per_level=0, streaks=True)
    for asked in ("known", "begin", "later"):
        monkeypatch.setattr(levels, asked, None)
    for week in range(3):
        solve(f"a{week}", week)
    undo("a0", LATER)

    assert paid() == [0, 40, 40]
    assert game.rows("select * from week_level") == []


def test_a_week_at_another_level_is_seen(playing: str) -> None:
    begin()
    solve("a", 0)
    assert game.broken() == []
    game.by_hand(playing, "update week_level set level = 2")
    assert "Every week is paid at the level with which it began" in {check.name for check in game.broken()}


def modelled(days: Sequence[int]) -> int:
    """All that is paid for one ticket on each of these days, counted from Monday; several on a day add up."""
    total = 0
    for week in range(4):
        level = next(n for n in range(1, 99) if total < 50 * n + 10 * n * (n - 1) // 2)
        for day in range(7 * week, 7 * week + 7):
            raw = days.count(day) * (40 + min(12, 5 * (level - 1)))
            total += raw if raw <= 100 else min(150, 100 + (raw - 100) // 2)
    return total


def test_however_many_workers_apply_it_at_once_every_week_is_paid_at_its_level() -> None:
    begin()
    days = [22, 21, 15, 15, 15, 14, 9, 8, 7, 7, 3, 2, 1, 1, 0, 0]
    sent = [game.batch({"key": f"w{at}", "occurred_at": (NOON + timedelta(days=day)).isoformat()})
            for at, day in enumerate(days)]  # fmt: skip
    game.accept(*sent, now=LATER)

    def work(_: int) -> None:
        while game.rows("select 1 from delivery where state = 'pending' limit 1"):
            session.write(inbox.apply, now=LATER, limit=2)

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(work, range(4)))

    assert game.xp(ADA) == modelled(days)
    assert game.broken() == []


@settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.integers(0, 27), min_size=4, max_size=12), st.sets(st.integers(0, 11), max_size=3), st.randoms())
def test_whatever_the_order_of_arrival_every_week_is_paid_at_its_level(
    playing: str, days: list[int], withdrawn: set[int], order: Random
) -> None:
    game.sweep(playing)
    begin()
    sent = [
        game.batch({"key": f"w{at}", "occurred_at": (NOON + timedelta(days=day)).isoformat()})
        for at, day in enumerate(days)
    ]
    sent += [
        game.batch({"key": f"w{at}-undone", "reverses": f"w{at}", "occurred_at": LATER.isoformat()})
        for at in withdrawn
        if at < len(days)
    ]
    order.shuffle(sent)
    for at, delivery in enumerate(sent):
        game.play(delivery, now=LATER + timedelta(minutes=at))

    assert game.xp(ADA) == modelled([day for at, day in enumerate(days) if at not in withdrawn])
    assert game.broken() == []
