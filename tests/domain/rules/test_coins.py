from hypothesis import given
from hypothesis import strategies as st

from domain.rules.coins import spent, taken


@given(st.lists(st.integers(0, 50)), st.integers(0, 100))
def test_as_much_is_taken_as_there_is_and_never_more_than_was_given(given_coins: list[int], left: int) -> None:
    back = list(taken([(0, coins) for coins in given_coins], left))
    assert all(0 <= one <= coins for one, coins in zip(back, given_coins, strict=True))
    assert sum(back) == min(left, sum(given_coins))


def test_what_could_not_be_taken_is_said() -> None:
    assert spent(5, 3) == {"spent": 2}
    assert spent(5, 5) == {}
