"""What is said about a streak: never to urge outside working hours, and by a formula that anybody can check."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.rules.recommendations import streak_words
from domain.rules.recommendations.hours import is_working_time
from domain.rules.streaks import DaysOff, Freeze, Life, Walked, walk
from domain.specs import StreakSpec

#: Monday the 2nd of March 2026.
MONDAY = date(2026, 3, 2)


def spec(**fields: object) -> StreakSpec:
    return StreakSpec.model_validate({"id": "some", "title": "Some", **fields})


def work(*days: int) -> Mapping[date, int]:
    return {date(2026, 3, day): 1 for day in days}


def at(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def risk(days: Mapping[date, int], here: datetime, life: Life | None = None, **fields: object) -> str | None:
    return streak_words.risk(walk(spec(**fields), days, life or Life(), here.date()), here)


def test_in_working_hours_one_hears_what_ends_tonight() -> None:
    assert risk(work(2, 3, 4), at(5)) == ("It ends tonight unless anything lands. Time off and holidays never end it.")
    assert risk(work(2, 3, 4), at(5), metrics=["review.submitted"], least=1) == (
        "It ends tonight unless one review lands. Time off and holidays never end it."
    )


def test_a_short_streak_and_one_that_is_done_are_nobodys_worry() -> None:
    assert risk(work(3, 4), at(5)) is None
    assert risk(work(2, 3, 4, 5), at(5)) is None


def test_nobody_is_urged_on_a_day_off() -> None:
    assert risk(work(2, 3, 4), at(5), Life(DaysOff(pauses=((date(2026, 3, 5), date(2026, 3, 5)),)))) is None


def test_where_grace_or_a_freeze_catches_it_nothing_ends() -> None:
    assert risk(work(2, 3, 4), at(5), grace=1) is None
    life = Life(freezes=(Freeze(MONDAY, 2),))
    assert risk(work(2, 3, 4), at(5), life) == "It is safe. Without anything tonight, one of your two freezes is used."


def test_a_week_is_urgent_from_thursday_on() -> None:
    weeks = {MONDAY + timedelta(days=7 * number): 1 for number in range(3)}
    assert risk(weeks, at(25), cadence="weekly") is None
    assert risk(weeks, at(26), cadence="weekly") is not None


@given(st.sets(st.integers(1, 28)), st.integers(1, 28), st.integers(0, 23), st.booleans())
def test_outside_working_hours_nothing_is_ever_urgent(days: set[int], day: int, hour: int, freeze: bool) -> None:
    life = Life(freezes=(Freeze(MONDAY),) if freeze else ())
    if not is_working_time(at(day, hour)):
        assert risk(work(*days), at(day, hour), life) is None


def test_what_ended_it_can_be_repaired_for_some_days() -> None:
    life = Life(freezes=(Freeze(date(2026, 3, 6)),))
    found = walk(spec(), work(2, 3, 4), life, date(2026, 3, 6))
    assert streak_words.repairable(found, date(2026, 3, 6)) == date(2026, 3, 5)
    said = "It ended on Thursday. A freeze can still be used for that until Sunday."
    assert streak_words.advice(found, at(6)) == said
    gone_on = walk(spec(repair=5), work(2, 3, 4, 6), life, date(2026, 3, 8))
    assert streak_words.repairable(gone_on, date(2026, 3, 8)) == date(2026, 3, 5)
    assert streak_words.repairable(gone_on, date(2026, 3, 11)) is None


def test_more_than_one_missed_period_cannot_be_repaired() -> None:
    life = Life(freezes=(Freeze(date(2026, 3, 6), 2),))
    found = walk(spec(repair=9), work(2, 3), life, date(2026, 3, 7))
    assert streak_words.repairable(found, date(2026, 3, 7)) is None


def health(found: Walked, day: int) -> tuple[float, float, float, int]:
    parts = streak_words.health(found, date(2026, 3, day))
    return parts.kept, parts.length, parts.cover, parts.score


def test_health_is_what_its_formula_says() -> None:
    """Five of six working days, two in a row of at least ten, and one freeze: 60 × 5/6 + 30 × 2/10 + 10 × 1/2."""
    life = Life(freezes=(Freeze(date(2026, 3, 9)),))
    found = walk(spec(), work(2, 3, 4, 6, 9), life, date(2026, 3, 9))
    assert health(found, 9) == (5 / 6, 2 / 10, 1 / 2, 61)
    assert health(walk(spec(), {}, Life(), MONDAY), 2) == (0, 0, 0, 0)
    weeks = {MONDAY + timedelta(days=day): 1 for day in range(28) if day % 7 < 5}
    assert health(walk(spec(grace=1), weeks, Life(), date(2026, 3, 27)), 27) == (1, 1, 1, 100)


def test_the_formula_is_said_with_its_numbers() -> None:
    found = streak_words.health(walk(spec(), work(2, 3, 4, 6, 9), Life(), date(2026, 3, 9)), date(2026, 3, 9))
    assert [line.partition(":")[0] for line in streak_words.formula(found)] == ["50 of 60", "6 of 30", "0 of 10"]


@given(st.sets(st.integers(1, 28)), st.integers(1, 28), st.integers(0, 3), st.integers(0, 2))
def test_health_lies_between_0_and_100_and_never_falls_by_work(
    days: set[int], today: int, freezes: int, grace: int
) -> None:
    life = Life(freezes=(Freeze(MONDAY, freezes),) if freezes else ())
    score = streak_words.health(walk(spec(grace=grace), work(*days), life, date(2026, 3, today)), date(2026, 3, today))
    assert 0 <= score.score <= 100


def test_the_log_says_what_saved_it_the_newest_first() -> None:
    life = Life(freezes=(Freeze(date(2026, 3, 6)),), repairs={date(2026, 3, 4): date(2026, 3, 6)})
    found = walk(spec(grace=1), work(2, 5, 6), life, date(2026, 3, 6))
    assert [*streak_words.log(found)] == ["A freeze for 4 March, used on 6 March", "Grace for 3 March"]
