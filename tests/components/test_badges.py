from datetime import timedelta

import pytest

from components.badges import BadgeRow, BadgeShelf, rarity
from domain.specs import BadgeTier
from domain.views import BadgeView
from tests.components.drawing import drawn, props
from tests.components.samples import NOW, badge

YESTERDAY = NOW - timedelta(days=1)


@pytest.mark.parametrize(
    ("holders", "players", "sentence"),
    [
        (0, 8, "Nobody holds it yet"),
        (1, 8, "Held by 12 % of 8 people"),
        (7, 8, "Held by 87 % of 8 people"),
        (8, 8, "Everybody holds it"),
        (1, 1_200, "Held by less than 1 % of 1,200 people"),
        (1_199, 1_200, "Held by 99 % of 1,200 people"),
        (0, 0, "Nobody holds it yet"),
    ],
)
def test_rarity_is_the_share_of_people_who_hold_it(holders: int, players: int, sentence: str) -> None:
    assert rarity(badge("star", holders=holders), players) == sentence


@pytest.mark.parametrize("players", [1, 8])
def test_the_only_holder_is_told_so(players: int) -> None:
    assert rarity(badge("star", NOW, holders=1), players) == "Only you hold it"


def test_holders_who_have_left_do_not_make_more_than_everybody() -> None:
    assert rarity(badge("star", NOW, holders=9), 8) == "Everybody holds it"


async def test_the_collection_stands_by_category_with_the_earned_ones_first() -> None:
    badges = [
        badge("gold", tier=BadgeTier.GOLD),
        badge("bronze", tier=BadgeTier.BRONZE),
        badge("old", YESTERDAY),
        badge("new", NOW),
        badge("helper", category="Helping others"),
        badge("first", NOW, category="Beginnings"),
    ]
    async with drawn(lambda: BadgeShelf(badges, timezone="UTC", players=8)) as user:
        shown = props(user, "badges")
    assert shown["heading"] == "3 of 6 earned"
    groups = {group["title"]: group for group in shown["groups"]}
    assert list(groups) == ["Beginnings", "Craft", "Helping others"]
    assert [one["id"] for one in groups["Craft"]["badges"]] == ["new", "old", "bronze", "gold"]
    assert (groups["Craft"]["earned"], groups["Helping others"]["earned"]) == (2, 0)
    assert groups["Beginnings"]["badges"][0]["rarity"] == "Only you hold it"


async def test_a_collection_without_badges_counts_nothing() -> None:
    async with drawn(lambda: BadgeShelf([], timezone="UTC", players=8)) as user:
        assert (props(user, "badges")["heading"], props(user, "badges")["groups"]) == ("Badges", [])


async def test_the_row_holds_the_latest_few() -> None:
    badges: list[BadgeView] = [badge("old", YESTERDAY), badge("locked"), badge("new", NOW)]
    async with drawn(lambda: BadgeRow(badges, most=2, more="/badges")) as user:
        (row,) = props(user, "badges")["groups"]
    assert [one["id"] for one in row["badges"]] == ["new", "old"]
