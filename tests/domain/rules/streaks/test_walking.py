"""Streaks beside a naive oracle, that lives through every day."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.derived import Done, Streak, streak_facts
from domain.rules.streaks import DaysOff, Freeze, Life, Saved, never_there, walk
from domain.rules.zones import Zones, day_of
from domain.specs import Cadence, Fact, StreakSpec
from tests.domain.rules.streaks import naive

ADA = UUID(int=1)
BEGIN = datetime(2026, 3, 2, tzinfo=UTC)  # the clocks change in most zones that have summer time in the weeks after
TODAY = date(2026, 4, 20)
#: Of every kind: summer time, half and quarter hours, the first and the last where a day begins.
ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Europe/Moscow", "Europe/Istanbul", "Europe/Dublin",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage",
    "America/St_Johns", "America/Sao_Paulo", "America/Santiago", "America/Havana", "America/Caracas",
    "America/Adak", "Pacific/Honolulu", "Pacific/Pago_Pago", "Pacific/Kiritimati", "Pacific/Apia", "Pacific/Chatham",
    "Pacific/Auckland", "Pacific/Marquesas", "Pacific/Tongatapu", "Australia/Sydney", "Australia/Adelaide",
    "Australia/Lord_Howe", "Australia/Eucla", "Asia/Tokyo", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tehran",
    "Asia/Kabul", "Asia/Yangon", "Asia/Gaza", "Africa/Casablanca", "Africa/Cairo", "Antarctica/Troll",
)  # fmt: skip

DAYS = st.integers(0, 48).map(lambda day: date(2026, 3, 2) + timedelta(days=day))
SPECS = st.builds(
    StreakSpec,
    id=st.just("some"),
    title=st.just("Some"),
    least=st.sampled_from((1, 1, 2)),
    cadence=st.sampled_from(Cadence),
    grace=st.sampled_from((0, 0, 1, 2)),
    repair=st.integers(0, 5),
)
SPANS = st.tuples(DAYS, st.integers(0, 9)).map(lambda span: (span[0], span[0] + timedelta(days=span[1])))
FREEZES = st.lists(st.builds(Freeze, DAYS, st.integers(1, 2)), max_size=3).map(
    lambda some: tuple(sorted(some, key=lambda one: one.day))
)


@dataclass(frozen=True)
class Story:
    """What somebody did when and where, and what else his streak depends on."""

    spec: StreakSpec
    moves: Sequence[tuple[datetime, str]]
    work: Sequence[datetime]
    pauses: Sequence[tuple[date, date]]
    named: frozenset[date]
    freezes: tuple[Freeze, ...]
    repairs: Mapping[date, date] = field(default_factory=dict)

    @property
    def zones(self) -> Zones:
        return [[None, self.moves[0][1]], *([at.isoformat(), name] for at, name in self.moves[1:])]

    @property
    def life(self) -> Life:
        off = DaysOff(tuple(self.pauses), dict.fromkeys(self.named, "a day"), (), never_there(self.zones))
        return Life(off, self.freezes, self.repairs)

    def is_off(self, day: date) -> bool:
        return day in self.named or any(first <= day <= last for first, last in self.pauses)

    @property
    def left_out(self) -> list[date]:
        """The days on which he never was, found by looking at every quarter of an hour."""
        there = {naive.day_where(self.moves, BEGIN + timedelta(days=-2, minutes=15 * at)) for at in range(53 * 24 * 4)}
        return [day for at in range(50) if (day := date(2026, 3, 2) + timedelta(days=at)) not in there]

    def counts(self) -> Counter[date]:
        return Counter(day_of(self.zones, at) for at in self.work)


MOMENTS = st.integers(0, 48 * 24 * 4).map(lambda quarter: BEGIN + timedelta(minutes=15 * quarter))


@st.composite
def stories(draw: st.DrawFn) -> Story:
    cadence_days = draw(st.sets(st.integers(0, 48), max_size=40))
    work = [BEGIN + timedelta(days=day, minutes=15 * draw(st.integers(0, 95))) for day in sorted(cadence_days)]
    spec = draw(SPECS)
    moved = sorted(draw(st.lists(MOMENTS, max_size=3, unique=True)))
    places = draw(st.lists(st.sampled_from(ZONES), min_size=len(moved) + 1, max_size=len(moved) + 1))
    repairs = draw(st.dictionaries(DAYS, st.integers(0, 5), max_size=3))
    back = 7 if spec.cadence is Cadence.WEEKLY else 1
    periods = {one - timedelta(days=one.weekday() % back): late for one, late in repairs.items()}
    return Story(
        spec,
        [*zip([BEGIN, *moved], places, strict=True)],
        [*work, *draw(st.lists(st.sampled_from(work), max_size=10))] if work else [],
        draw(st.lists(SPANS, max_size=2)),
        frozenset(draw(st.sets(DAYS, max_size=3))),
        draw(FREEZES),
        {one: one + timedelta(days=late) for one, late in periods.items()},
    )


@given(stories())
def test_a_streak_is_what_one_gets_who_lives_through_every_day(story: Story) -> None:
    found = walk(story.spec, story.counts(), story.life, TODAY)

    days = Counter(naive.day_where(story.moves, at) for at in story.work)
    lived = naive.live(story.spec, days, story.is_off, story.left_out, story.freezes, story.repairs, TODAY)
    assert (found.length, found.best, found.done) == (lived.length, lived.best, lived.done)
    assert {period: mark.length for period, mark in found.run.marks.items()} == lived.lengths
    assert [(one.period, one.by.value) for one in found.rescues] == lived.saved
    assert found.used == lived.used
    assert found.held == max(0, sum(one.count for one in story.freezes if one.day <= TODAY) - lived.used)


@given(stories(), st.randoms(use_true_random=False))
def test_facts_stand_for_the_same_lengths_in_whatever_order_work_comes_in(story: Story, order: random.Random) -> None:
    work = [*story.work]
    order.shuffle(work)
    streak = Streak(ADA, story.zones, story.spec, story.life)
    facts = [fact for at in work for fact in streak.add(day_of(story.zones, at), at)]

    assert standing(facts) == lengths(story)


@given(stories(), st.randoms(use_true_random=False))
def test_work_that_is_taken_back_was_as_good_as_never_done(story: Story, order: random.Random) -> None:
    again = Story(story.spec, story.moves, [], story.pauses, story.named, story.freezes, story.repairs)
    kept = [at for at in story.work if order.random() < 0.6]
    gone = list((Counter(story.work) - Counter(kept)).elements())
    streak = Streak(ADA, story.zones, story.spec, story.life)
    steps = [(at, 1) for at in story.work] + [(at, -1) for at in gone]
    order.shuffle(steps)
    facts = []
    for at, times in steps:
        since = BEGIN + timedelta(days=60) if times < 0 else None
        facts += streak.add(day_of(story.zones, at), at, times=times, since=since)

    left = Story(**{**vars(again), "work": kept})
    assert standing(facts) == lengths(left)


@given(stories(), st.randoms(use_true_random=False))
def test_what_is_said_later_counts_as_if_it_had_been_known(story: Story, order: random.Random) -> None:
    """Time off, days off and definitions come in between the work; the facts end with the same lengths."""
    said = Later(story, order)
    versions = [(BEGIN, story.spec.model_copy(update={"grace": 2, "on": order.random() < 0.5})), (said.at, story.spec)]
    work = [Done(BEGIN + timedelta(days=order.uniform(0, 60)), day_of(story.zones, at), 1) for at in story.work]
    assert standing(streak_facts(ADA, said, versions, work)) == lengths(story)


class Later:
    """Everything there is to say is said at one moment, and something else that was wrong at another."""

    def __init__(self, story: Story, order: random.Random) -> None:
        self.zones, self._story = story.zones, story
        self.at, self._wrong = (BEGIN + timedelta(days=order.uniform(0, 70)) for _ in range(2))

    def moments(self) -> Sequence[datetime]:
        return [self.at, self._wrong] if self._wrong < self.at else [self.at]

    def life(self, streak: str, at: datetime | None = None) -> Life:
        assert streak == "some"
        if at is None or at >= self.at:
            return self._story.life
        off = DaysOff(((date(2026, 3, 9), date(2026, 3, 20)),)) if at >= self._wrong else DaysOff()
        return Life(off, self._story.freezes)


def lengths(story: Story) -> Mapping[date, int]:
    """The days on which periods were done, with how long the streak was with them."""
    found = walk(story.spec, story.counts(), story.life, date(2026, 12, 31)).run.marks.values()
    return {mark.reached: mark.length for mark in found}


def standing(facts: Sequence[Fact]) -> Mapping[date, int]:
    """What is left of lengths after those that were taken back; never two for one day."""
    left: dict[tuple[date, int], int] = defaultdict(int)
    for fact in facts:
        left[fact.day, fact.value] += fact.times
    assert set(left.values()) <= {0, 1}
    return {day: length for (day, length), times in left.items() if times}


def counts(*days: int) -> Mapping[date, int]:
    """Work on days of March 2026, which begins on a Sunday."""
    return {date(2026, 3, day): 1 for day in days}


def spec(**fields: object) -> StreakSpec:
    return StreakSpec.model_validate({"id": "some", "title": "Some", **fields})


def test_late_work_gives_a_freeze_back() -> None:
    life = Life(freezes=(Freeze(date(2026, 3, 2), 1),))
    before = walk(spec(), counts(2, 3, 5), life, date(2026, 3, 5))
    after = walk(spec(), counts(2, 3, 4, 5), life, date(2026, 3, 5))

    assert (before.length, before.held, [one.by for one in before.rescues]) == (3, 0, [Saved.FREEZE])
    assert (after.length, after.held, after.rescues) == (4, 1, ())


def test_a_freeze_that_comes_too_late_saves_only_what_is_repaired_in_time() -> None:
    freezes = (Freeze(date(2026, 3, 5), 1),)
    work = counts(2, 3, 5)
    missed = date(2026, 3, 4)
    assert walk(spec(), work, Life(freezes=freezes), date(2026, 3, 5)).best == 2
    in_time = Life(freezes=freezes, repairs={missed: date(2026, 3, 7)})
    assert walk(spec(), work, in_time, date(2026, 3, 7)).best == 3
    too_late = Life(freezes=freezes, repairs={missed: date(2026, 3, 8)})
    assert walk(spec(), work, too_late, date(2026, 3, 8)).best == 2


def test_grace_comes_before_freezes() -> None:
    life = Life(freezes=(Freeze(date(2026, 3, 2), 1),))
    found = walk(spec(grace=1), counts(2, 5), life, date(2026, 3, 5))
    assert [(one.period.day, one.by) for one in found.rescues] == [(3, Saved.GRACE), (4, Saved.FREEZE)]
    assert found.length == 2


def test_a_holiday_neither_extends_nor_ends_a_streak() -> None:
    off = DaysOff(calendars=((date(2026, 1, 1), ("DE-BY",)),))
    good_friday = date(2026, 4, 3)
    work = {date(2026, 4, 2): 1, date(2026, 4, 7): 1}  # Thursday, and Tuesday after Easter Monday
    assert walk(spec(), work, Life(off), date(2026, 4, 7)).length == 2
    assert walk(spec(), work | {good_friday: 1}, Life(off), date(2026, 4, 7)).length == 2
    assert walk(spec(), work, Life(), date(2026, 4, 7)).length == 1


def test_a_day_that_a_move_left_out_cannot_be_missed() -> None:
    zones: Zones = [[None, "Pacific/Pago_Pago"], ["2026-03-10T10:30:00+00:00", "Pacific/Kiritimati"]]
    assert never_there(zones) == {date(2026, 3, 10)}
    life = Life(DaysOff(never_there=never_there(zones)))
    assert walk(spec(), counts(9, 11), life, date(2026, 3, 11)).length == 2


def test_saturday_counts_for_a_daily_streak_and_never_ends_it() -> None:
    daily = spec(cadence="daily")
    assert walk(daily, counts(6, 9), Life(), date(2026, 3, 9)).length == 2
    assert walk(daily, counts(6, 7, 9), Life(), date(2026, 3, 9)).length == 3


def test_a_week_counts_from_the_day_on_which_enough_was_done() -> None:
    weekly = spec(cadence="weekly", least=2)
    found = walk(weekly, counts(2, 4, 10, 11), Life(), date(2026, 3, 11)).run.marks
    assert {period.day: (mark.reached.day, mark.length) for period, mark in found.items()} == {2: (4, 1), 9: (11, 2)}


def test_a_week_of_which_all_working_days_are_off_neither_ends_nor_extends_a_streak() -> None:
    away = DaysOff(pauses=((date(2026, 3, 9), date(2026, 3, 13)),))
    weekly = spec(cadence="weekly")
    assert walk(weekly, counts(2, 17), Life(away), date(2026, 3, 17)).length == 2
    assert walk(weekly, counts(2, 14, 17), Life(away), date(2026, 3, 17)).length == 2
    but_one = DaysOff(pauses=((date(2026, 3, 9), date(2026, 3, 12)),))
    assert walk(weekly, counts(2, 17), Life(but_one), date(2026, 3, 17)).length == 1


def test_a_streak_that_is_off_says_nothing_until_it_is_on() -> None:
    at = datetime(2026, 3, 9, tzinfo=UTC)
    off = spec(on=False)
    streak = Streak(ADA, [[None, "UTC"]], off, Life())
    assert [fact for day in (2, 3) for fact in streak.add(date(2026, 3, day), at)] == []
    assert [(fact.day.day, fact.value, fact.times) for fact in streak.live(spec(), Life(), at)] == [
        (2, 1, 1),
        (3, 2, 1),
    ]
    assert [(fact.day.day, fact.value, fact.times) for fact in streak.live(off, Life(), at)] == [(2, 1, -1), (3, 2, -1)]


@given(stories(), SPANS, DAYS)
def test_what_is_said_about_days_from_one_on_changes_the_same_whether_or_not_it_is_walked_from_the_beginning(
    story: Story, pause: tuple[date, date], named: date
) -> None:
    off = story.life.off
    said = DaysOff((*off.pauses, pause), {**off.named, named: "a day"}, (), off.never_there)
    life = Life(said, story.life.freezes, story.life.repairs)
    now = BEGIN + timedelta(days=60)
    quick, slow = (Streak(ADA, story.zones, story.spec, story.life, story.counts()) for _ in range(2))

    assert quick.live(story.spec, life, now, min(pause[0], named)) == slow.live(story.spec, life, now)
    assert quick.add(TODAY, now) == slow.add(TODAY, now)
