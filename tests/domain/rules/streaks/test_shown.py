"""What is seen of a streak: its last periods, and how it does."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.streaks import DaysOff, Freeze, Life, recent, walk
from domain.rules.streaks.shown import Health, health
from domain.specs import StreakSpec
from domain.views import Spell

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=32)
DAYS = st.sets(st.integers(0, 32).map(lambda day: MONDAY + timedelta(days=day)))


def spec(grace: int = 0) -> StreakSpec:
    return StreakSpec(id="some", title="Some", grace=grace)


@given(DAYS)
def test_kept_is_the_share_of_the_last_twenty_working_days_since_the_first_that_were_worked(done: set[date]) -> None:
    worked = {day for day in done if day.isoweekday() <= 5}
    since = (day for day in (MONDAY + timedelta(days=at) for at in range(33)) if worked and day >= min(worked))
    expected = [day for day in since if day.isoweekday() <= 5 and (day != FRIDAY or day in worked)][-20:]

    found = health(walk(spec(), dict.fromkeys(done, 1), Life(), FRIDAY), FRIDAY)

    assert found.kept == (len(worked & {*expected}) / len(expected) if expected else 0)


@pytest.mark.parametrize(("grace", "freezes", "cover"), [(0, 0, 0), (0, 1, 0.5), (0, 2, 1), (0, 5, 1), (1, 0, 1)])
def test_cover_is_how_much_of_a_missed_day_would_be_caught(grace: int, freezes: int, cover: float) -> None:
    life = Life(freezes=(Freeze(MONDAY, freezes),))
    assert health(walk(spec(grace), {MONDAY: 1}, life, MONDAY), MONDAY).cover == cover


@pytest.mark.parametrize(("before", "now", "length"), [(0, 3, 0.3), (0, 10, 1), (15, 3, 0.2), (0, 15, 1)])
def test_length_is_a_share_of_the_best_so_far_and_of_ten_at_least(before: int, now: int, length: float) -> None:
    row = [day for day in (MONDAY + timedelta(days=at) for at in range(60)) if day.isoweekday() <= 5]
    done = [*row[:before], *row[before + 1 : before + 1 + now]]
    found = health(walk(spec(), dict.fromkeys(done, 1), Life(), done[-1]), done[-1])
    assert found.length == pytest.approx(length)


@pytest.mark.parametrize(
    ("parts", "score"),
    [((1, 1, 1), 100), ((0, 0, 0), 0), ((1, 0, 0), 60), ((0, 1, 0), 30), ((0, 0, 1), 10), ((0.5, 0.35, 0.5), 46)],
)
def test_a_score_weighs_its_parts_and_is_rounded(parts: tuple[float, float, float], score: int) -> None:
    assert Health(*parts).score == score


def test_who_never_did_anything_has_no_score() -> None:
    assert health(walk(spec(), {}, Life(freezes=(Freeze(MONDAY, 2),)), MONDAY), MONDAY) == Health(0, 0, 0)


def test_each_of_the_last_working_days_says_what_it_was_like() -> None:
    """Done, saved by a freeze, off, missed; today is still open, and the weekend is left out."""
    tuesday, wednesday, thursday, friday, monday = (MONDAY + timedelta(days=at) for at in (1, 2, 3, 4, 7))
    life = Life(DaysOff(((thursday, thursday),)), (Freeze(MONDAY, 1),))
    shown = recent(walk(spec(), {MONDAY: 1, wednesday: 1}, life, monday), monday, 6)

    assert [(one.period, one.spell) for one in shown] == [
        (MONDAY, Spell.DONE),
        (tuesday, Spell.FREEZE),
        (wednesday, Spell.DONE),
        (thursday, Spell.OFF),
        (friday, Spell.MISSED),
        (monday, Spell.OPEN),
    ]


def test_a_weekend_and_a_day_that_was_not_there_say_so() -> None:
    saturday, gone = MONDAY + timedelta(days=5), MONDAY + timedelta(days=8)
    daily = StreakSpec.model_validate({"id": "some", "title": "Some", "cadence": "daily"})
    shown = recent(walk(daily, {MONDAY: 1}, Life(DaysOff(never_there=frozenset({gone}))), gone), gone, 9)

    notes = {one.period: one.note for one in shown}
    assert (notes[saturday], notes[gone], notes[MONDAY]) == ("weekend", "a day that was not there", "")
