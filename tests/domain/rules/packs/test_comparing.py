"""What a pack would change, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules.packs import Change, Difference, Pack, PackedBoard, PackedFactors, PackedMission, diff, read
from domain.specs import (
    AnyOf,
    Audience,
    Condition,
    DuelRules,
    Filter,
    LeagueSpec,
    Method,
    MissionSpec,
    NotOf,
    Span,
    Tier,
    Unit,
    Window,
)
from tests.domain.rules.packs.made_up import SMALL, missions

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
#: No start of the made-up missions lies behind it.
BEFORE_ALL = datetime(2025, 1, 1, tzinfo=UTC)
HERE = read(SMALL, "small.yaml")
NOTHING = Pack(name="nothing", title="Nothing")
REVIEWS = Condition(metric="review.submitted", threshold=2)


def details(before: dict[str, Any], after: dict[str, Any]) -> tuple[str, ...]:
    """How the change of a mission is told."""
    old, new = (
        MissionSpec(**{"title": "T", "requirement": REVIEWS, "window": "weekly"} | fields) for fields in (before, after)
    )
    one, other = (NOTHING.model_copy(update={"missions": (PackedMission.of("m", spec),)}) for spec in (old, new))
    (change,) = diff(other, one, now=NOW)
    assert (change.difference is Difference.UNCHANGED) == (change.details == ())
    return change.details


def test_everything_is_new_to_an_empty_installation() -> None:
    assert [change.line for change in diff(HERE, NOTHING, now=NOW)] == [
        "+ badge looker",
        "+ scoring rule review",
        "+ mission look",
        "+ mission look-again",
    ]


def test_a_pack_differs_from_itself_in_nothing() -> None:
    assert [change.line for change in diff(HERE, HERE, now=NOW)] == [
        "= badge looker",
        "= scoring rule review",
        "= mission look",
        "= mission look-again",
    ]


def test_what_only_the_installation_holds_is_left_alone() -> None:
    assert diff(NOTHING, HERE, now=NOW) == ()


def test_badges_and_rules_are_compared_field_by_field() -> None:
    pack = read(SMALL.replace("xp: 30", "xp: 40").replace("Looked.", "Saw.").replace("tier: bronze", "tier: gold"), "a")

    assert [change for change in diff(pack, HERE, now=NOW) if change.difference is Difference.CHANGED] == [
        Change("badge", "looker", Difference.CHANGED, ("description “Looked.” → “Saw.”", "tier bronze → gold")),
        Change("scoring rule", "review", Difference.CHANGED, ("xp 30 → 40",)),
    ]
    assert diff(pack, HERE, now=NOW)[0].line == "~ badge looker: description “Looked.” → “Saw.”, tier bronze → gold"


def test_a_board_and_settings_are_compared_field_by_field() -> None:
    board = PackedBoard.model_validate({"id": "month", "title": "Month", "period": "month"})
    here = NOTHING.model_copy(update={"boards": (board,), "league": LeagueSpec(), "factors": PackedFactors()})
    pack = NOTHING.model_copy(
        update={
            "boards": (board.model_copy(update={"method": Method.DENSE}),),
            "league": LeagueSpec(on=True, divisions=("Low", "High")),
            "factors": PackedFactors(streaks=True),
            "duels": DuelRules(),
        }
    )

    assert [change.line for change in diff(pack, here, now=NOW)] == [
        "~ board month: method standard → dense",
        "~ league: divisions “Bronze”, “Silver”, “Gold” → “Low”, “High”, on no → yes",
        "~ factors: streaks no → yes",
        "+ duels",
    ]
    assert [change.line for change in diff(here, here, now=NOW)] == ["= board month", "= league", "= factors"]
    assert diff(NOTHING, here, now=NOW) == ()


WHEN = datetime(2026, 12, 24, 18, tzinfo=UTC)
IN_APP = (Filter(dimension="repository", values=("acme/app",)),)
TIERS = (Tier(tier="bronze", threshold=1), Tier(tier="gold", threshold=2, xp=10))
GOAL = {"kind": "achievement", "window": "once", "tiers": TIERS}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({}, {}, ()),
        ({}, {"xp": 1_200}, ("xp 0 → 1,200",)),
        ({}, {"window": Window.DAILY, "secret": True}, ("window weekly → daily", "secret no → yes")),
        ({"badge_id": "a"}, {"badge_id": None}, ("badge “a” → none",)),
        ({"after": ()}, {"after": ("a", "b")}, ("after none → “a”, “b”",)),
        ({}, {"ends_at": WHEN}, ("ends at none → 2026-12-24 18:00 UTC",)),
        ({}, {"audience": Audience(min_level=3)}, ("audience min level none → 3",)),
        ({}, {"requirement": REVIEWS.model_copy(update={"threshold": 3})}, ("requirement threshold 2 → 3",)),
        (
            {},
            {"requirement": REVIEWS.model_copy(update={"filters": IN_APP})},
            ("requirement at least 2 reviews → at least 2 reviews · in acme/app",),
        ),
        (
            {"requirement": REVIEWS.model_copy(update={"within": Span(number=3, unit=Unit.DAYS)})},
            {"requirement": REVIEWS.model_copy(update={"within": Span(number=1, unit=Unit.WEEKS)})},
            ("requirement within 3 days → 1 week",),
        ),
        (
            {},
            {"requirement": NotOf(not_=REVIEWS)},
            ("requirement at least 2 reviews → not (at least 2 reviews)",),
        ),
        (
            {"requirement": AnyOf(any=(REVIEWS,))},
            {"requirement": AnyOf(any=(AnyOf(any=(REVIEWS,)),))},
            ("requirement written anew",),
        ),
        (GOAL, GOAL | {"tiers": (TIERS[0], Tier(tier="gold", threshold=2, xp=20))}, ("tiers 2 xp 10 → 20",)),
        (GOAL, GOAL | {"tiers": TIERS[1:]}, ("tiers 2 → 1",)),
    ],
)
def test_a_changed_mission_is_told_in_words(
    before: dict[str, Any], after: dict[str, Any], told: tuple[str, ...]
) -> None:
    assert details(before, after) == told


def test_a_start_that_lies_behind_us_is_no_difference() -> None:
    past, future = NOW - timedelta(days=1), NOW + timedelta(days=1)

    assert details({}, {"starts_at": past}) == ()
    assert details({"starts_at": past}, {}) == ()
    assert details({}, {"starts_at": NOW}) == ()
    assert details({}, {"starts_at": future}) == ("starts at none → 2026-11-21 09:00 UTC",)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_whatever_differs_is_told(data: st.DataObject) -> None:
    one, other = (data.draw(missions("m", ["a", "b"], ["c"])) for _ in range(2))
    here, pack = (NOTHING.model_copy(update={"missions": (entry,)}) for entry in (one, other))
    (change,) = diff(pack, here, now=BEFORE_ALL)

    assert bool(change.details) == (one != other)
