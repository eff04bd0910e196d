from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.rules.rewards import coins, expiry, name_of, span
from domain.specs import RewardSpec

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "xp", "amount": 1_200}, "1,200 XP"),
        ({"kind": "coins"}, "1 coin"),
        ({"kind": "coins", "amount": 1_200}, "1,200 coins"),
        ({"kind": "badge", "reference": "owl"}, "The badge “Night owl”"),
        ({"kind": "badge", "reference": "gone"}, "The badge “gone”"),
        ({"kind": "title", "reference": "owl"}, "The title “owl”"),
        ({"kind": "item", "reference": "Coffee with the team"}, "Coffee with the team"),
        ({"kind": "boost", "amount": 1, "percent": 150}, "×1.5 XP for an hour"),
        ({"kind": "boost", "amount": 36, "percent": 200}, "×2 XP for 36 hours"),
        ({"kind": "freeze"}, "A streak freeze"),
        ({"kind": "freeze", "amount": 3}, "3 streak freezes"),
    ],
)
def test_a_reward_has_a_name_that_says_what_it_is(fields: dict[str, Any], name: str) -> None:
    known = {} if fields["kind"] == "title" else {"owl": "Night owl"}
    assert name_of(RewardSpec.model_validate(fields), known) == name


def test_one_coin_is_one() -> None:
    assert [coins(number) for number in (0, 1, 2)] == ["0 coins", "1 coin", "2 coins"]


@pytest.mark.parametrize(
    ("hours", "said"), [(1, "an hour"), (2, "2 hours"), (24, "a day"), (36, "36 hours"), (168, "7 days")]
)
def test_a_span_is_said_in_the_largest_unit_that_fits(hours: int, said: str) -> None:
    assert span(hours) == said


def test_only_what_is_said_to_expire_does() -> None:
    assert expiry(RewardSpec.model_validate({"kind": "xp", "by_hand": True}), NOW) is None
    week = RewardSpec.model_validate({"kind": "xp", "by_hand": True, "days": 7})
    assert expiry(week, NOW) == NOW + timedelta(days=7)
