"""What the game makes of work is a function of the work, in whatever order that arrives."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.derived import (
    COINS_EARNED,
    DERIVED,
    SPENDING,
    Done,
    Earned,
    Streak,
    badge_earned,
    coins,
    mission_completed,
    streak_facts,
    xp_in_order,
)
from domain.rules.streaks import NO_LIFE, Life
from domain.rules.zones import Zones
from domain.specs import SHIPPED_STREAKS, Fact, StreakSpec

ADA = UUID(int=1)
MONDAY = date(2026, 11, 16)
FULL, CAP = 50, 80


def moment(day: date, minutes: int = 0) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(minutes=minutes)


def earned(
    number: int, *, day: int = 0, minutes: int = 0, each: int | None = 30, amount: int = 0, coins: int = 0
) -> Earned:
    """An entry of one rule, whose amount depends on what arrived before it; without `each` that of a mission."""
    at = moment(MONDAY + timedelta(days=day), minutes)
    cause = "a-rule" if each is not None else "a-mission"
    return Earned(f"grant-{number:02}", ADA, cause, amount, at.date(), at, at, cause[2:], coins, each, FULL, CAP)


def paid(raw: int) -> int:
    """A day's pay said another way: in full, then half, then no more."""
    return min(CAP, raw if raw <= FULL else FULL + (raw - FULL) // 2)


ENTRIES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 90), st.integers(1, 40)), max_size=12).map(
    lambda drawn: [earned(number, day=day, minutes=at, each=each) for number, (day, at, each) in enumerate(drawn)]
)


@given(ENTRIES, st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_facts(entries: list[Earned], random: object) -> None:
    shuffled = entries[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert list(xp_in_order(shuffled)) == list(xp_in_order(entries))


@given(ENTRIES)
def test_each_day_pays_what_its_sum_is_worth(entries: list[Earned]) -> None:
    raw: dict[date, int] = defaultdict(int)
    for entry in entries:
        raw[entry.day] += entry.each or 0

    found: dict[date, int] = defaultdict(int)
    for fact in xp_in_order(entries):
        found[fact.day] += fact.value

    assert found == {day: paid(total) for day, total in raw.items()}


def test_the_work_that_happened_first_is_paid_in_full() -> None:
    late, early = earned(1, minutes=60, amount=30), earned(2, minutes=0, amount=25)
    assert [(fact.key, fact.value) for fact in xp_in_order([late, early])] == [("grant-02", 30), ("grant-01", 25)]


def test_what_pays_nothing_is_no_fact() -> None:
    full = [earned(number, minutes=number, each=80) for number in range(3)]
    assert [fact.value for fact in xp_in_order(full)] == [65, 15]


def test_a_missions_reward_is_what_it_is() -> None:
    (fact,) = xp_in_order([earned(1, each=None, amount=400)])
    assert (fact.value, fact.dimensions) == (400, {"cause": "a-mission"})


def test_coins_are_earned_with_an_entry_and_never_by_spending() -> None:
    entry = earned(1, each=None, coins=5)
    assert (coins(entry).value, coins(entry).metric) == (5, COINS_EARNED)
    assert {coins(replace(entry, cause=SPENDING, coins=some)).value for some in (-5, 5)} == {0}


def test_work_that_is_taken_back_takes_its_share_of_the_day() -> None:
    facts = xp_in_order([earned(1, each=40), earned(2, minutes=1, each=40), earned(3, minutes=2, each=-40)])
    assert [fact.value for fact in facts] == [40, 25, -25]


def test_what_the_game_makes_has_names_of_its_own() -> None:
    at = moment(MONDAY, 5)
    mission = mission_completed(ADA, "tidy-up", "2026-W47", MONDAY, at, at)
    badge = badge_earned(ADA, "polyglot", "mission:1:once", "silver", MONDAY, at, at)

    assert {mission.metric, badge.metric} <= DERIVED
    assert mission.dimensions == {"mission": "tidy-up"}
    assert badge.dimensions == {"badge": "polyglot", "tier": "silver"}
    assert mission.key != mission_completed(ADA, "tidy-up", "2026-W48", MONDAY, at, at).key


def test_a_completed_mission_and_an_earned_badge_count_once() -> None:
    at = moment(MONDAY, 5)
    mission = mission_completed(ADA, "tidy-up", "2026-W47", MONDAY, at, at)
    badge = badge_earned(ADA, "polyglot", "mission:1:once", "silver", MONDAY, at, at)

    assert {(fact.value, fact.times) for fact in (mission, badge)} == {(1, 1)}


def working(days: Iterable[date]) -> set[date]:
    return {day for day in days if day.weekday() < 5}


def lengths(days: Iterable[date]) -> Mapping[date, int]:
    """The run that ends with each active working day, counted back from it."""
    active = working(days)
    found = {}
    for day in active:
        back, run = day, 0
        while back in active or back.weekday() >= 5:
            run += back.weekday() < 5
            back -= timedelta(days=1)
        found[day] = run
    return found


def standing(facts: Iterable[Fact]) -> Mapping[date, int]:
    """What is left of lengths after those that were taken back; never two for one day."""
    left: dict[tuple[date, int], int] = defaultdict(int)
    for fact in facts:
        left[fact.day, fact.value] += fact.times
    assert set(left.values()) <= {0, 1}
    return {day: length for (day, length), times in left.items() if times}


def added(streak: Streak, days: Sequence[date]) -> list[Fact]:
    return [fact for at, day in enumerate(days) for fact in streak.add(day, moment(day, at))]


UTC_ZONE = [[None, "UTC"]]
DAYS = st.lists(st.integers(0, 20).map(lambda days: MONDAY + timedelta(days=days)), max_size=20)


@given(DAYS)
def test_runs_have_their_length_in_whatever_order_their_days_become_known(days: list[date]) -> None:
    assert standing(added(Streak(ADA, UTC_ZONE), days)) == lengths(days)


@given(DAYS, DAYS)
def test_a_streak_goes_on_from_days_that_are_known(before: list[date], after: list[date]) -> None:
    known = {day: {(day, length): 1} for day, length in lengths(before).items()}
    total: dict[tuple[date, int], int] = defaultdict(int, {key: 1 for each in known.values() for key in each})
    for fact in added(Streak(ADA, UTC_ZONE, counts=dict.fromkeys(before, 1)), after):
        total[fact.day, fact.value] += fact.times

    assert {day: length for (day, length), times in total.items() if times} == lengths([*before, *after])


def test_a_weekend_is_no_day_of_a_run() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert Streak(ADA, UTC_ZONE).add(saturday, moment(saturday)) == []


def test_a_day_that_closes_a_gap_lengthens_everything_behind_it() -> None:
    streak = Streak(ADA, [[None, "Asia/Tokyo"]], counts=dict.fromkeys([MONDAY, MONDAY + timedelta(days=2)], 1))
    tuesday = MONDAY + timedelta(days=1)

    facts = streak.add(tuesday, moment(tuesday, 10))

    assert [(fact.day - MONDAY, fact.value, fact.times) for fact in facts] == [
        (timedelta(days=1), 2, 1),
        (timedelta(days=2), 1, -1),
        (timedelta(days=2), 3, 1),
    ]
    tokyo = timedelta(hours=9)
    assert {(fact.day, fact.moment) for fact in facts} == {
        (day, moment(day) - tokyo) for day in (tuesday, tuesday + timedelta(days=1))
    }
    assert {fact.received_at for fact in facts} == {moment(tuesday, 10)}


def test_a_streak_that_asks_for_two_things_a_day_counts_each_once() -> None:
    streak = Streak(ADA, UTC_ZONE, DAILY.model_copy(update={"least": 2}))

    assert streak.add(MONDAY, moment(MONDAY)) == []
    assert [fact.value for fact in streak.add(MONDAY, moment(MONDAY, 1))] == [1]


def test_a_length_is_taken_back_when_the_work_behind_it_was() -> None:
    streak = Streak(ADA, UTC_ZONE)
    (there,) = streak.add(MONDAY, moment(MONDAY, 5))
    late = moment(MONDAY + timedelta(days=9))

    (gone,) = streak.add(MONDAY, late, times=-1, since=late)

    assert (there.key, there.value, there.times, there.since) == (gone.key, gone.value, 1, moment(MONDAY))
    assert (gone.times, gone.since) == (-1, late)


def test_what_was_taken_back_before_its_day_began_counted_until_then() -> None:
    streak = Streak(ADA, UTC_ZONE)
    streak.add(MONDAY, moment(MONDAY, -60))
    (gone,) = streak.add(MONDAY, moment(MONDAY, -30), times=-1, since=moment(MONDAY, -30))
    assert gone.since == moment(MONDAY)


def test_the_lengths_of_two_streaks_are_never_taken_for_each_other() -> None:
    streaks = [Streak(ADA, UTC_ZONE, spec.model_copy(update={"on": True})) for spec in SHIPPED_STREAKS[:3]]
    facts = [fact for streak in streaks for fact in streak.add(MONDAY, moment(MONDAY))]

    assert len({fact.key for fact in facts}) == len(facts) == 3
    assert [fact.dimensions["streak"] for fact in facts] == [spec.id for spec in SHIPPED_STREAKS[:3]]


DAILY = SHIPPED_STREAKS[0]
OFF = DAILY.model_copy(update={"on": False})


class Nothing:
    """Of somebody who never said a word about his days; `asked` are the moments as of which that was looked up."""

    zones: Zones = UTC_ZONE

    def __init__(self, *moments: datetime) -> None:
        self._moments = moments
        self.asked: list[datetime | None] = []

    def moments(self) -> Sequence[datetime]:
        return self._moments

    def life(self, streak: str, at: datetime | None = None) -> Life:
        assert streak == DAILY.id
        self.asked.append(at)
        return NO_LIFE


def counted(versions: Sequence[tuple[datetime, StreakSpec]], *work: Done) -> list[tuple[datetime | None, int, int]]:
    """When which length began to stand (1), or ceased to (-1)."""
    return [(fact.received_at, fact.value, fact.times) for fact in streak_facts(ADA, Nothing(), versions, work)]


def test_each_definition_counts_what_came_in_while_it_was_in_force() -> None:
    """What comes in at the moment of a change is still counted before it."""
    first, second, third = (moment(MONDAY, minutes) for minutes in (10, 20, 30))
    versions = [(moment(MONDAY), DAILY), (second, OFF), (third, DAILY)]

    assert counted(versions, Done(first, MONDAY, 1)) == [(first, 1, 1), (second, 1, -1), (third, 1, 1)]
    assert counted(versions, Done(second, MONDAY, 1)) == [(second, 1, 1), (second, 1, -1), (third, 1, 1)]
    assert counted(versions, Done(moment(MONDAY, 25), MONDAY, 1)) == [(third, 1, 1)]
    assert counted(versions, Done(moment(MONDAY, 35), MONDAY, 1)) == [(moment(MONDAY, 35), 1, 1)]


def test_the_first_definition_was_in_force_from_the_beginning() -> None:
    before = moment(MONDAY, -60)
    assert counted([(moment(MONDAY), DAILY)], Done(before, MONDAY, 1)) == [(before, 1, 1)]
    assert counted([(moment(MONDAY), OFF)], Done(before, MONDAY, 1)) == []


def test_what_came_in_and_was_taken_back_at_once_was_there_first() -> None:
    at = moment(MONDAY, 5)
    both = [Done(at, MONDAY, -1, at), Done(at, MONDAY, 1)]
    assert counted([(moment(MONDAY), DAILY)], *both) == [(at, 1, 1), (at, 1, -1)]


def test_what_was_said_is_looked_up_as_it_was_known_at_each_change() -> None:
    said = Nothing(moment(MONDAY, 7), moment(MONDAY, 3))
    streak_facts(ADA, said, [(moment(MONDAY), DAILY), (moment(MONDAY, 5), OFF)], [Done(moment(MONDAY, 6), MONDAY, 1)])
    assert said.asked == [moment(MONDAY, minutes) for minutes in (0, 3, 5, 7)]
