"""XP with everything that multiplies it: the same work pays the same, in whatever order it comes in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import DomainEvent
from domain.rules.packs import Pack
from domain.services import boosts, factors, judging, merging, packs, players, rewards
from domain.specs import (
    BoostScope,
    BoostSpec,
    FactorsSpec,
    Membership,
    RewardKind,
    RewardSpec,
    ScoringRuleSpec,
    Stacking,
    StreakStep,
    Window,
)
from domain.store import session
from domain.store.factors import next_day
from domain.store.queries import explain, feed
from domain.store.queries import factors as queries
from domain.store.rewards import id_of
from domain.store.tables import FindingRow
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN, LONG_AGO, NOW, later
from tests.domain.services.small_games import DERIVED, MONDAY, TEAM, TICKETS, Work
from tests.domain.services.test_event_time import shuffled
from tests.domain.services.test_merging import is_replayed, merge

LAW = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
RULE = ScoringRuleSpec(
    id="solved", title="Ticket solved", metric="ticket.solved", xp=33, full_until=120, cap=300, hour_cap=150
)
STEPS = tuple(StreakStep(days=days, factor=factor) for days, factor in ((2, 1_150), (3, 1_333), (5, 2_000)))
ON = FactorsSpec(memberships=True, streaks=True, steps=STEPS, stacking=Stacking.COMPOUND, per_level=9, most_bonus=30)
FRIDAY = NOW + timedelta(days=2)
CHANGE = MONDAY + timedelta(days=3)
BOOSTS = (
    (BoostScope.EVERYONE, 1_500, 30, 90),
    (BoostScope.PLAYER, 1_250, 60, 200),
    (BoostScope.TEAM, 1_111, 10, 80),
)


def pay_for_tickets() -> None:
    pack = Pack(name="tickets", title="Tickets", scoring_rules=(RULE,))
    session.write(packs.apply, pack, actor_id=None, now=LONG_AGO)


def boost(scope: BoostScope, subject: UUID | None, factor: int, begin: datetime, end: datetime) -> BoostSpec:
    return BoostSpec(title=scope.value, scope=scope, subject_id=subject, factor=factor, starts_at=begin, ends_at=end)


def multiply() -> None:
    """Everything that multiplies, on since long ago; Ada is premium, and standard from some day on."""
    admin, ada = game.an_admin(), game.player(ADA)
    pay_for_tickets()
    session.write(factors.put, ON, actor_id=admin, now=LONG_AGO)
    session.write(factors.set_membership, ada, Membership.PREMIUM, actor_id=admin, now=LONG_AGO)
    session.write(factors.set_membership, ada, Membership.STANDARD, actor_id=admin, now=CHANGE)
    subjects = {BoostScope.PLAYER: ada, BoostScope.TEAM: TEAM}
    for scope, factor, begin, end in BOOSTS:
        spec = boost(scope, subjects.get(scope), factor, MONDAY + timedelta(hours=begin), MONDAY + timedelta(hours=end))
        session.write(boosts.schedule, uuid4(), spec, actor_id=admin, now=LONG_AGO)


def played(url: str, batches: Iterable[Sequence[Any]]) -> dict[str, Any]:
    small_games.start(url, [*TICKETS, *DERIVED])
    multiply()
    for batch in batches:
        small_games.arrive(batch)
    small_games.close()
    assert game.broken() == []
    return small_games.portrait()


def modelled(done: Sequence[Work], others: Mapping[date, int]) -> dict[date, int]:
    """What the rule pays on each day, from the words of the settings alone, in thousandths and hours.

    `others` is what else was earned on which day; the level of the first week is 1.
    """
    after = (MONDAY + timedelta(days=7)).date()
    first = _modelled(done, 0)
    before = sum(xp for day, xp in [*first.items(), *others.items()] if day < after)
    level = next(level for level in range(1, 100) if before < 100 * level + 50 * level * (level - 1) // 2)
    second = _modelled(done, min(30, 9 * (level - 1)))
    return {day: second[day] if day >= after else paid for day, paid in first.items()}


def _modelled(done: Sequence[Work], bonus: int) -> dict[date, int]:
    days = {(MONDAY + timedelta(minutes=one.minutes)).date() for one in done}
    hours: dict[date, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for one in done:
        if one.metric != "ticket.solved":
            continue
        at = MONDAY + timedelta(minutes=one.minutes)
        run, day = 0, at.date()
        while day.weekday() > 4:
            day -= timedelta(days=1)
        while day in days:
            run, day = run + 1, day - timedelta(days=3 if day.weekday() == 0 else 1)
        streak = 2_000 if run >= 5 else 1_333 if run >= 3 else 1_150 if run >= 2 else 1_000
        member = 1_500 if at.date() >= next_day(CHANGE) else 2_000
        top, bottom = 33 * streak * member, 1_000**2
        for _, factor, begin, end in BOOSTS:
            if begin * 60 <= one.minutes < end * 60:
                top, bottom = top * factor, bottom * 1_000
        hours[at.date()][at.hour] += top // bottom + bonus
    raws = {day: sum(min(150, raw) for raw in each.values()) for day, each in hours.items()}
    return {day: raw if raw <= 120 else min(300, 120 + (raw - 120) // 2) for day, raw in raws.items()}


@LAW
@given(small_games.works(), st.data())
def test_whatever_the_order_of_arrival_a_day_pays_what_its_work_is_worth(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    sent = small_games.deliveries(done)
    together = played(playing, [sent])
    in_parts = played(playing, shuffled(sent, data))

    for what, lines in together.items():
        assert in_parts[what] == lines, what
    paid = dict(game.rows("select day, paid from rule_day where rule_id = 'solved'"))
    others = dict(game.rows("select day, sum(amount)::int from xp_entry where cause_id <> 'solved' group by 1"))
    assert paid == modelled(done, others)


@LAW
@given(small_games.works(withdrawn=True), st.data())
def test_what_is_withdrawn_takes_back_what_it_adds_by_now(playing: str, done: list[Work], data: st.DataObject) -> None:
    sent = small_games.deliveries(done)
    together = played(playing, [sent])
    in_parts = played(playing, shuffled(sent, data))

    assert in_parts["rule days"] == together["rule days"]
    assert in_parts["xp by day"] == together["xp by day"]


pytestmark = pytest.mark.usefixtures("playing")


def on(*, now: datetime = LONG_AGO, **fields: Any) -> UUID:
    admin = game.an_admin()
    session.write(factors.put, FactorsSpec(**fields), actor_id=admin, now=now)
    return admin


def solve(key: str, *, days: int = 0, late: bool = False) -> None:
    """A ticket of that many days from Friday, applied then, or only on Friday evening."""
    at = FRIDAY + timedelta(days=days)
    game.solve(key, at=at, now=FRIDAY + timedelta(hours=6) if late else at)


def test_a_day_that_comes_in_late_makes_the_streak_of_the_days_after_it_longer(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    solve("tuesday", days=-3)
    solve("thursday", days=-1)
    solve("friday")
    before = game.xp(ADA)
    assert before == 33 + 33 + 37

    solve("wednesday", days=-2, late=True)

    assert game.xp(ADA) == 33 + 37 + 43 + 43
    found = game.rows("select day, amount, factors -> 'again' from xp_entry where factors ? 'again' order by day")
    assert found == [((FRIDAY - timedelta(days=1)).date(), 10, [1, 3]), (FRIDAY.date(), 6, [2, 4])]
    lines = session.read(feed.feed, player_id=game.player(ADA))
    assert [line.why for line in lines if line.amount == 6] == [
        "work of a day before came in: a streak of 4 working days, not 2"
    ]
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_second_day_between_makes_them_longer_once_more(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    solve("friday")
    for key, days in (("thursday", -1), ("wednesday", -2), ("monday", -4), ("tuesday", -3)):
        solve(key, days=days, late=True)

    assert game.xp(ADA) == 33 + 37 + 43 + 43 + 66
    assert game.broken() == []
    assert is_replayed(playing)


def test_every_factor_stands_in_the_entry_and_its_explanation(playing: str) -> None:
    pay_for_tickets()
    admin = on(streaks=True, memberships=True, steps=STEPS)
    ada = game.joined(ADA, now=LONG_AGO)
    session.write(factors.set_membership, ada, Membership.PREMIUM, actor_id=admin, now=LONG_AGO)
    spec = boost(BoostScope.EVERYONE, None, 1_500, FRIDAY, FRIDAY + timedelta(hours=2))
    session.write(boosts.schedule, uuid4(), spec, actor_id=admin, now=LONG_AGO)
    solve("thursday", days=-1)

    solve("friday")

    entry, said = game.rows("select id, factors from xp_entry where day = %s and cause = 'rule'", FRIDAY.date())[0]
    assert (said["base"], said["each"]) == (33, 113)
    explanation = session.read(explain.explain_entry, entry, player_id=ada)
    assert "33 × 2 (premium) × 1.15 (2 days in a row) × 1.5 (“everyone”) comes to 113 XP, rounded down." in (
        explanation.sentences
    )
    assert "No hour counts for more than 150 XP; the work of this one came to 113." in explanation.sentences
    why = session.read(feed.feed, player_id=ada)[0].why
    assert why == "33 × 2 (premium) × 1.15 (2 days in a row) × 1.5 (“everyone”), capped at 150 an hour and 300 a day"
    assert is_replayed(playing)


def test_an_hour_pays_no_more_than_its_cap(playing: str) -> None:
    pay_for_tickets()
    start = NOW.replace(minute=0)
    for minute in range(6):
        game.solve(f"a{minute}", at=start + timedelta(minutes=minute))
    assert game.rows("select raw, hours from rule_day") == [(150, {f"{start:%Y-%m-%dT%H}": 198})]
    assert session.read(feed.feed, player_id=game.player(ADA))[0].why == "the hour's cap of 150 XP is reached"

    game.solve("b", at=start + timedelta(hours=1))

    assert game.xp(ADA) == 120 + (150 + 33 - 120) // 2
    assert game.broken() == []
    assert is_replayed(playing)


def test_settings_hold_from_a_day_on_that_has_begun_nowhere(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=(StreakStep(days=1, factor=2_000),), now=NOW)
    game.solve("today")
    game.solve("late", at=later(days=-1), now=later(hours=1))

    assert game.xp(ADA) == 66
    solve("then", days=3)
    assert game.xp(ADA) == 66 + 66
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_version_of_a_rule_holds_from_a_day_on_of_which_nothing_can_be_applied(playing: str) -> None:
    """Half past eleven in the evening of Kiritimati, and a sender's clock is an hour ahead: it is tomorrow's work."""
    pay_for_tickets()
    ada = game.joined(ADA, now=LONG_AGO)
    session.write(players.change_profile, ada, timezone="Pacific/Kiritimati", hidden=False, now=LONG_AGO)
    evening = NOW.replace(hour=9, minute=30)
    game.solve("ahead", at=evening + timedelta(hours=1), now=evening)
    dearer = Pack(name="tickets", title="Tickets", scoring_rules=(RULE.model_copy(update={"xp": 50}),))

    session.write(packs.apply, dearer, actor_id=None, now=evening + timedelta(minutes=1))
    for hours in (2, 26, 50):
        game.solve(f"after {hours}", at=evening + timedelta(hours=hours))

    found = game.rows("select distinct day - %s, factors -> 'version' from xp_entry order by 1", evening.date())
    assert found == [(1, 1), (2, 2), (3, 2)]
    assert game.broken() == []
    assert is_replayed(playing)


def test_two_accounts_that_become_one_have_one_streak(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    solve("thursday", days=-1)
    game.solve("wednesday", at=FRIDAY - timedelta(days=2), by=BEN)
    solve("friday")
    before = game.xp(ADA) + game.xp(BEN)

    merge(into=game.player(ADA), source=game.player(BEN))

    assert game.xp(ADA) == before + (37 - 33) + (43 - 37)
    assert game.broken() == []
    again = "select day - %s, amount, factors -> 'again' from xp_entry where factors ? 'again' order by id"
    assert game.rows(again, FRIDAY.date()) == [(-1, 4, [1, 2]), (0, 6, [2, 3])]
    solve("tuesday", days=-3, late=True)
    assert game.xp(ADA) == 33 + 33 + 43 + 43  # what was Ben's own is paid as it was then
    assert game.rows(again, FRIDAY.date())[2:] == [(-1, 6, [2, 3])]
    undo("friday", FRIDAY + timedelta(hours=8))
    assert game.xp(ADA) == 33 + 33 + 43
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_boost_that_was_given_is_there_once_and_from_the_next_minute_on(playing: str) -> None:
    pay_for_tickets()
    ada = game.joined(ADA, now=LONG_AGO)
    assert session.write(boosts.give, ada, 2_000, 2, "reward:1", NOW)
    assert session.write(boosts.give, ada, 2_000, 2, "reward:1", later(minutes=5)) == []

    game.solve("before", at=later(seconds=30))
    game.solve("in it", at=later(minutes=2))
    game.solve("behind", at=later(hours=3))

    assert game.xp(ADA) == 33 + 66 + (33 - 12 + 12 - 7 + 7) - (33 - (120 - 99)) + (132 - 120) // 2
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_boost_that_was_a_reward_begins_when_it_is_used(playing: str) -> None:
    pay_for_tickets()
    prize = RewardSpec(kind=RewardKind.BOOST, amount=2, percent=150)
    mission = game.published(game.mission(1, xp=0, rewards=(prize,)))
    game.solve("a")
    ada = game.player(ADA)
    reward = id_of(f"mission:{mission}:{ada}:once:reward-1")

    session.write(rewards.use, ada, reward, now=later(hours=1))
    assert session.write(rewards.use, ada, reward, now=later(hours=2)) == []
    (running,) = session.read(queries.running_for, ada, now=later(hours=2))
    assert (running.factor, running.ends_at - running.starts_at) == (1_500, timedelta(hours=2))

    game.solve("b", at=later(hours=2))
    assert game.xp(ADA) == 33 + 49
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_is_called_off_ends_and_what_was_paid_stays(playing: str) -> None:
    pay_for_tickets()
    admin, boost_id = game.an_admin(), uuid4()
    spec = boost(BoostScope.EVERYONE, None, 2_000, later(hours=1), later(hours=9))
    session.write(boosts.schedule, boost_id, spec, actor_id=admin, now=NOW)
    game.solve("a", at=later(hours=2))

    session.write(boosts.call_off, boost_id, actor_id=admin, now=later(hours=3))
    game.solve("b", at=later(hours=4))

    assert game.xp(ADA) == 66 + 33
    assert [row[0] for row in game.rows("select action from audit where subject = %s order by id", str(boost_id))] == [
        "boost.scheduled", "boost.called_off",
    ]  # fmt: skip
    assert is_replayed(playing)


def test_boosts_lie_ahead_and_are_never_for_oneself() -> None:
    admin = game.an_admin()
    ada = game.joined(ADA)
    past = boost(BoostScope.EVERYONE, None, 2_000, later(hours=-1), later(hours=1))
    endless = boost(BoostScope.EVERYONE, None, 2_000, later(hours=1), later(days=200))
    mine = boost(BoostScope.PLAYER, admin, 2_000, later(hours=1), later(hours=2))
    nobodys = boost(BoostScope.TEAM, uuid4(), 2_000, later(hours=1), later(hours=2))
    for spec, error in ((past, Refused), (endless, Refused), (mine, Refused), (nobodys, NotFound)):
        with pytest.raises(error):
            session.write(boosts.schedule, uuid4(), spec, actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="your own"):
        session.write(factors.set_membership, admin, Membership.PREMIUM, actor_id=admin, now=NOW)
    with pytest.raises(ValueError, match="for whom"):
        boost(BoostScope.EVERYONE, ada, 2_000, later(hours=1), later(hours=2))


def test_a_player_who_moves_keeps_his_days(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    ada = game.joined(ADA, now=LONG_AGO)
    solve("thursday", days=-1)
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=FRIDAY - timedelta(hours=5))
    solve("friday")

    assert game.xp(ADA) == 33 + 37
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_week_counts_what_its_work_is_worth_also_when_the_reason_came_in_too_late_for_it(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    spec = game.mission(900, metric="xp.earned", aggregate="sum", window=Window.WEEKLY, xp=0)
    mission = game.published(spec)
    solve("thursday", days=-1)
    solve("friday")
    assert game.counted(mission, at=FRIDAY) == 33 + 37

    game.solve("wednesday", at=FRIDAY - timedelta(days=2), now=FRIDAY + timedelta(days=12))

    assert game.xp(ADA) == 33 + 37 + 43
    assert game.counted(mission, at=FRIDAY) == 37 + 43
    assert is_replayed(playing)


def hold_friday(admin: UUID, *works: str) -> UUID:
    """The id of a hold on what was done on Friday, an hour later."""
    ada = game.player(ADA)
    odd = FindingRow(
        key="odd", detector="rings", kind="pair", players=[ada], since=FRIDAY.date(), last_at=FRIDAY,
        evidence=[f"activities:{work}" for work in works or ("friday",)], strength=1, sentence="did it in haste.",
    )  # fmt: skip
    session.write(found, odd)
    session.write(judging.hold, "odd", reason="It looked odd.", actor_id=admin, now=FRIDAY + timedelta(hours=1))
    hold: UUID = game.rows("select id from hold")[0][0]
    return hold


def undo(key: str, at: datetime) -> None:
    game.play(game.batch({"key": f"{key}-undone", "reverses": key, "occurred_at": at.isoformat()}), now=at)


def test_what_is_held_is_held_with_all_that_it_is_worth_by_now(playing: str) -> None:
    pay_for_tickets()
    admin = on(streaks=True, steps=STEPS)
    solve("thursday", days=-1)
    solve("friday")
    hold = hold_friday(admin)
    assert game.xp(ADA) == 33

    solve("wednesday", days=-2, late=True)
    assert game.xp(ADA) == 33 + 37
    assert game.rows("select each from held") == [(43,)]
    assert game.broken() == []

    session.write(judging.release, hold, reason="It is fine.", actor_id=admin, now=FRIDAY + timedelta(hours=7))
    assert game.xp(ADA) == 33 + 37 + 43
    undo("friday", FRIDAY + timedelta(hours=8))
    assert game.xp(ADA) == 33 + 37
    assert game.broken() == []
    assert is_replayed(playing)


def test_missions_that_count_xp_count_each_piece_that_is_no_longer_held(playing: str) -> None:
    pay_for_tickets()
    admin = on(streaks=True, steps=STEPS)
    several = game.published(game.mission(9, metric="xp.earned", xp=0))
    for key in ("friday", "friday-2"):
        solve(key)
    hold = hold_friday(admin, "friday", "friday-2")
    assert game.counted(several, at=FRIDAY) == 0

    session.write(judging.release, hold, reason="It is fine.", actor_id=admin, now=FRIDAY + timedelta(hours=7))

    assert game.counted(several, at=FRIDAY) == 2
    assert is_replayed(playing)


def test_missions_that_count_xp_see_what_is_held_of_a_merged_account(playing: str) -> None:
    pay_for_tickets()
    admin = on(streaks=True, steps=STEPS)
    earn = game.published(game.mission(900, metric="xp.earned", aggregate="sum", xp=0))
    solve("friday")
    game.solve("bens", at=FRIDAY, by=BEN)
    session.write(merging.merge, game.player(BEN), game.player(ADA), actor_id=admin, now=FRIDAY + timedelta(minutes=30))
    assert (game.xp(ADA), game.counted(earn, at=FRIDAY)) == (66, 66)

    hold = hold_friday(admin, "bens")
    assert game.counted(earn, at=FRIDAY) == game.xp(ADA)
    solve("thursday", days=-1, late=True)
    assert game.counted(earn, at=FRIDAY) == game.xp(ADA)
    session.write(judging.release, hold, reason="It is fine.", actor_id=admin, now=FRIDAY + timedelta(hours=7))

    assert game.counted(earn, at=FRIDAY) == game.xp(ADA)
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_was_taken_back_while_it_was_held_gains_nothing_from_a_longer_streak(playing: str) -> None:
    pay_for_tickets()
    admin = on(streaks=True, steps=STEPS)
    solve("thursday", days=-1)
    solve("friday")
    hold = hold_friday(admin)
    undo("friday", FRIDAY + timedelta(hours=2))
    session.write(judging.release, hold, reason="It is fine.", actor_id=admin, now=FRIDAY + timedelta(hours=3))

    solve("wednesday", days=-2, late=True)

    assert game.xp(ADA) == 33 + 37
    assert game.broken() == []
    assert is_replayed(playing)


def found(db: Session, row: FindingRow) -> list[DomainEvent]:
    db.add(row)
    return []


def test_what_xp_had_completed_is_completed_by_the_work_that_is_worth_enough_by_now(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=(StreakStep(days=2, factor=2_000),))
    spec = game.mission(80, metric="xp.earned", aggregate="sum", window=Window.DAILY, xp=0)
    mission = game.published(spec)
    for hour in range(3):
        game.solve(f"friday-{hour}", at=FRIDAY + timedelta(hours=hour))
    done = "select completed_at from progress where mission_id = %s and completed_at is not null"
    assert game.rows(done, mission) == [(FRIDAY + timedelta(hours=2),)]

    solve("thursday", days=-1, late=True)

    assert game.rows(done, mission) == [(FRIDAY + timedelta(hours=1),)]
    assert game.broken() == []
    assert is_replayed(playing)


def test_missions_see_work_with_its_new_worth_and_not_the_difference_beside_it(playing: str) -> None:
    pay_for_tickets()
    on(streaks=True, steps=STEPS)
    greatest = game.published(game.mission(43, metric="xp.earned", aggregate="max", xp=0))
    several = game.published(game.mission(9, metric="xp.earned", xp=0))
    solve("thursday", days=-1)
    solve("friday")
    assert (game.counted(greatest), game.counted(several)) == (37, 2)

    solve("wednesday", days=-2, late=True)

    assert game.card(greatest).completed_at == FRIDAY
    assert game.counted(several) == 3
    assert is_replayed(playing)
