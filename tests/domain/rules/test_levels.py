import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.levels import level_at, xp_for
from domain.specs import MAX_AMOUNT, LevelCurve, LevelTitle

CURVES = st.builds(LevelCurve, first=st.integers(1, 1_000_000), increase=st.integers(0, 1_000_000))
AMOUNTS = st.integers(0, MAX_AMOUNT)


@pytest.mark.parametrize(("level", "xp"), [(1, 0), (2, 100), (3, 250), (4, 450), (5, 700), (6, 1_000)])
def test_the_default_curve_asks_for_what_its_docstring_says(level: int, xp: int) -> None:
    assert xp_for(level, LevelCurve()) == xp


def test_one_xp_short_of_a_level_is_not_that_level() -> None:
    assert level_at(99, LevelCurve()).number == 1
    assert level_at(100, LevelCurve()).number == 2


def test_a_level_says_how_far_into_it_the_player_is() -> None:
    level = level_at(175, LevelCurve())

    assert (level.number, level.into, level.span, level.share) == (2, 75, 150, 0.5)


@pytest.mark.parametrize(("level", "title"), [(1, ""), (2, "Second"), (4, "Second"), (5, "Fifth"), (900, "Fifth")])
def test_a_title_holds_until_the_next_one_begins(level: int, title: str) -> None:
    titles = (LevelTitle(level=2, title="Second"), LevelTitle(level=5, title="Fifth"))
    curve = LevelCurve(first=1, increase=0, titles=titles)

    assert level_at(xp_for(level, curve), curve).title == title


def test_a_negative_balance_stands_at_the_first_level() -> None:
    assert level_at(-5, LevelCurve()) == level_at(0, LevelCurve())


@given(AMOUNTS, CURVES)
def test_every_amount_lies_inside_exactly_its_level(xp: int, curve: LevelCurve) -> None:
    level = level_at(xp, curve)

    assert xp_for(level.number, curve) <= xp < xp_for(level.number + 1, curve)
    assert level.into == xp - xp_for(level.number, curve)
    assert 0 <= level.into < level.span


@given(st.integers(1, 100_000), CURVES)
def test_a_level_begins_at_the_xp_it_asks_for(number: int, curve: LevelCurve) -> None:
    level = level_at(xp_for(number, curve), curve)

    assert (level.number, level.into) == (number, 0)


@given(AMOUNTS, AMOUNTS, CURVES)
def test_more_xp_is_never_a_lower_level(one: int, other: int, curve: LevelCurve) -> None:
    assert level_at(min(one, other), curve).number <= level_at(max(one, other), curve).number
