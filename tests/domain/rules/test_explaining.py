from datetime import date
from fractions import Fraction

import pytest

from domain.rules.explaining import (
    day_of,
    deducted_anew,
    filtered,
    held,
    missed,
    multipliers,
    steps,
    why_mission,
    why_rule,
)
from domain.rules.scoring import pay
from domain.specs import AllOf, Filter, Match, ScoringRuleSpec
from tests.domain.rules import work


def why(amount: int, each: int, after: int, *, full_until: int = 150, cap: int = 250) -> str:
    """The sentence for an entry that brought the day's sum to `after`."""
    return why_rule(amount, {"each": each, "full_until": full_until, "cap": cap, "sum": after, "version": 1})


@pytest.mark.parametrize(
    ("amount", "each", "after", "sentence"),
    [
        (50, 50, 150, "capped at 250 a day"),
        (25, 50, 200, "50 XP each, half beyond 150, capped at 250 a day"),
        (0, 50, 400, "the day's cap of 250 XP is reached"),
        (0, 0, 100, "this work is counted, but pays nothing"),
        (-50, -50, 100, "taken back: the work it was for was withdrawn"),
        (0, -50, 400, "taken back: the work it was for was withdrawn"),
    ],
)
def test_every_entry_says_why_it_has_its_amount(amount: int, each: int, after: int, sentence: str) -> None:
    assert why(amount, each, after) == sentence


def test_the_cap_is_named_as_the_reason_only_when_it_is_reached() -> None:
    """One XP at half worth is nothing now and one with the next: no cap has anything to do with it."""
    assert pay(1, 10, 2) - pay(1, 10, 1) == 0
    assert why(0, 1, 2, full_until=1, cap=10) == "1 XP each, half beyond 1, capped at 10 a day"


@pytest.mark.parametrize(
    ("hour_sum", "amount", "sentence"),
    [
        (100, 50, "capped at 100 an hour and 250 a day"),
        (120, 30, "50 XP each, half beyond 150, capped at 100 an hour and 250 a day"),
        (149, 1, "50 XP each, half beyond 150, capped at 100 an hour and 250 a day"),
        (150, 0, "the hour's cap of 100 XP is reached"),
        (160, 0, "the hour's cap of 100 XP is reached"),
    ],
)
def test_the_cap_of_an_hour_is_the_reason_once_the_work_before_had_reached_it(
    hour_sum: int, amount: int, sentence: str
) -> None:
    factors = {"each": 50, "full_until": 150, "cap": 250, "sum": 100, "hour_cap": 100, "hour_sum": hour_sum}
    assert why_rule(amount, factors) == sentence


MULTIPLIED = {
    "each": 180, "full_until": 500, "cap": 900, "sum": 180, "base": 50, "member": "standard", "membership": 1_500,
    "steps": [[5, 1_100], [10, 1_200]], "streak": 12, "boosts": [["Friday", 2_000]], "boost": [2, 1],
}  # fmt: skip


def test_whatever_multiplied_work_is_told_and_nothing_else() -> None:
    product = "50 × 1.5 (standard) × 1.2 (12 days in a row) × 2 (“Friday”)"
    assert why_rule(180, MULTIPLIED) == f"{product}, capped at 900 a day"
    assert steps(MULTIPLIED, 180)[0] == f"{product} comes to 180 XP, rounded down."
    assert multipliers(MULTIPLIED | {"membership": 1_000, "streak": 4}) == [("“Friday”", Fraction(2))]
    assert multipliers({"each": 50}) == []


def test_what_a_level_adds_is_told_behind_what_multiplies() -> None:
    leveled = {**MULTIPLIED, "each": 188, "bonus": [2, 50, 100, 50], "level": 5}
    product = "50 × 1.5 (standard) × 1.2 (12 days in a row) × 2 (“Friday”)"
    assert why_rule(188, leveled) == f"{product} + 8 (level 5 when the week began), capped at 900 a day"
    assert why_rule(188, {**leveled, "level": 1}) == f"{product}, capped at 900 a day"


def test_a_day_that_is_paid_anew_says_what_it_did_not_know() -> None:
    again = {"each": 50, "full_until": 150, "cap": 250, "sum": 100, "again": [3, 5]}
    assert why_rule(10, again) == "work of a day before came in: a streak of 5 working days, not 3"
    assert why_rule(-10, {**again, "by": "level", "again": [4, 2]}) == (
        "what was earned before it changed: its week began at level 2, not 4"
    )


HELD = {"works": 1, "each": -50, "sum": 1_200, "full_until": 150, "cap": 250, "reason": "it took four seconds."}


def test_a_hold_says_until_when_and_what_the_day_is_without_the_work() -> None:
    assert held(HELD | {"until": "2026-12-03T09:00:00+00:00"}) == (
        "What this rule paid for one piece of work is held for a look by a person until 3 December 2026, "
        "because it took four seconds.",
        "If nobody decides by then, it counts again.",
        "Without it this rule has seen 1,200 XP of work that day, of which a day pays the first 150 XP in full and "
        "half of what is beyond, at most 250 XP.",
    )


def test_the_end_of_a_hold_says_what_the_day_is_with_the_work() -> None:
    assert held(HELD | {"works": 2, "each": 50}) == (
        "What this rule paid for 2 pieces of work is no longer on hold: it took four seconds.",
        "With it: 1,200 XP, of which a day pays the first 150 XP in full and half of what is beyond, at most 250 XP.",
    )


@pytest.mark.parametrize(("amount", "says"), [(30, "so it came back."), (-30, "takes it again.")])
def test_a_deduction_that_changes_says_in_which_direction(amount: int, says: str) -> None:
    why, now = deducted_anew({"deducted": 1_200, "stays": 1_170}, amount, date(2026, 11, 20))
    assert "a deduction of 1,200 XP on 20 November 2026" in why
    assert why.endswith(says)
    assert now == "A balance is never negative: of the deduction 1,170 XP stand now."


def test_a_missions_reward_names_its_window() -> None:
    assert why_mission({"title": "Look", "period": "once"}) == "its reward"
    assert why_mission({"title": "Look", "period": "2026-W47"}) == "its reward · 2026-W47"


def said(amount: int, each: int, total: int) -> tuple[str, ...]:
    return steps({"each": each, "full_until": 150, "cap": 250, "sum": total, "version": 1}, amount)


def test_pay_in_full_needs_no_arithmetic() -> None:
    assert said(50, 50, 1_050)[0] == "It is worth 50 XP. With it, this rule had seen 1,050 XP of work that day."
    assert len(said(50, 50, 150)) == 2


def test_pay_by_half_shows_the_day_before_and_after() -> None:
    assert said(25, 50, 200)[-1] == "So the day paid 150 XP before and 175 XP after: 25 XP for this."


def test_what_is_taken_back_says_what_it_had_added() -> None:
    (sentence,) = said(-25, -50, 150)
    assert "what it had added (50 XP before the cap)" in sentence


def test_work_that_pays_nothing_was_not_withdrawn() -> None:
    assert said(0, 0, 150)[0] == "It is worth 0 XP. With it, this rule had seen 150 XP of work that day."


@pytest.mark.parametrize(
    ("match", "values", "sentence"),
    [
        (Match.IN, ("Rust", "Go"), "Its main language is Python, not Rust or Go."),
        (Match.NOT_IN, ("Python",), "Its main language is Python, which does not count."),
        (Match.PREFIX, ("Ru",), "Its main language is Python and does not begin with Ru."),
        (Match.IN, ("Python",), "It counts."),
    ],
)
def test_a_filter_says_what_it_found_and_what_it_asked_for(
    match: Match, values: tuple[str, ...], sentence: str
) -> None:
    wanted = Filter(dimension="main_language", match=match, values=values)
    assert filtered((wanted,), {"main_language": "Python"}) == sentence


def test_work_of_another_kind_says_what_the_mission_is_about() -> None:
    both = AllOf(all=(work.reviews(), work.issues()))

    assert missed(both, work.fact(metric="release.published")) == "It is about reviews and completed issues."
    assert missed(work.reviews(), work.fact()) is None


def test_work_of_the_same_kind_says_which_filter_it_does_not_pass() -> None:
    with_substance = work.reviews(filters=[{"dimension": "substance", "values": ["yes"]}])

    assert missed(with_substance, work.fact(dimensions={"substance": "no"})) == "Its substance is no, not yes."


@pytest.mark.parametrize(
    ("xp", "full", "cap", "said"),
    [
        (50, 150, 250, "On one day the first 3 pay in full, the next 4 pay half, the rest nothing."),
        (80, 80, 120, "On one day the first pays in full, the next pays half, the rest nothing."),
        (10, 50, 50, "On one day the first 5 pay in full, the rest nothing."),
        (10, 0, 20, "On one day the first 4 pay half, the rest nothing."),
        (10, 0, 5, "On one day the first pays half, the rest nothing."),
        (10, 0, 0, "It counts, but pays nothing."),
        (0, 0, 0, "It counts, but pays nothing."),
    ],
)
def test_a_rule_says_what_it_makes_of_a_day(xp: int, full: int, cap: int, said: str) -> None:
    rule = ScoringRuleSpec(id="some", title="Some", metric="some.work", xp=xp, full_until=full, cap=cap)
    assert day_of(rule) == said
