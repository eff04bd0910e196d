from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from app.pages.admin.example import example_card, partly
from app.pages.admin.mission_input import input_of
from app.pages.admin.requirement_input import in_words
from domain.rules.wording import outline
from domain.specs import (
    Aggregate,
    BadgeTier,
    Condition,
    Kind,
    MissionSpec,
    Operator,
    Requirement,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)
from tests.domain.specs import made_up

ID = UUID(int=7)
REVIEWS = Condition(metric="review.submitted", threshold=10)


def mission(**fields: Any) -> MissionSpec:
    return MissionSpec(**{"title": "Review week", "window": Window.WEEKLY, "requirement": REVIEWS, **fields})


@given(spec=made_up.of_every_kind())
def test_every_mission_can_be_shown_half_way(spec: MissionSpec) -> None:
    card = example_card(ID, spec, {})
    assert 0 <= card.progress <= 1
    assert (card.title, card.kind, len(card.steps)) == (spec.title, spec.kind, len(spec.steps))
    assert "Not finished yet" not in card.line


@given(requirement=made_up.requirements)
def test_every_requirement_can_be_partly_done(requirement: Requirement) -> None:
    assert all(one.value < max(1, one.condition.threshold + 1) for one in partly(requirement).reached)


@given(spec=made_up.of_every_kind())
def test_the_form_says_what_the_rules_say(spec: MissionSpec) -> None:
    if spec.requirement is not None:
        said = in_words(input_of(spec, "UTC").requirement)
        assert said[1:] == outline(spec.requirement)[1:]


@pytest.mark.parametrize(
    "change",
    [
        {"aggregate": Aggregate.SUM},
        {"aggregate": Aggregate.DISTINCT, "dimension": "language"},
        {"within": Span(number=3, unit=Unit.DAYS)},
        {"operator": Operator.GT, "threshold": 9},
    ],
)
def test_six_tenths_are_done_whatever_is_counted(change: dict[str, Any]) -> None:
    (reached,) = partly(REVIEWS.model_copy(update=change)).reached
    assert reached.value == 6


def test_what_must_come_before_is_done() -> None:
    card = example_card(ID, mission(after=("first-steps",)), {})
    assert [line.met for line in card.conditions] == [True, False]


def test_a_tiered_achievement_is_on_the_way_to_its_first_tier() -> None:
    tiers = (Tier(tier=BadgeTier.SILVER, threshold=5, xp=20), Tier(tier=BadgeTier.GOLD, threshold=10, xp=50))
    card = example_card(ID, mission(kind=Kind.ACHIEVEMENT, window=Window.ONCE, tiers=tiers), {})
    assert (card.tier, card.line, card.xp) == (BadgeTier.SILVER, "3 of 5 reviews", 20)


def test_a_quest_is_at_its_first_step() -> None:
    steps = (
        Step(title="Look", requirement=REVIEWS, badge_id="sun"),
        Step(title="Help", requirement=REVIEWS),
    )
    card = example_card(
        ID, mission(kind=Kind.QUEST, window=Window.ONCE, requirement=None, steps=steps), {"sun": "First light"}
    )
    assert [step.open for step in card.steps] == [True, False]
    assert card.steps[0].badge_name == "First light"
    assert (card.steps[0].line, card.line) == ("6 of 10 reviews", "0 of 2 steps")


def test_a_team_mission_names_a_team() -> None:
    assert example_card(ID, mission(scope=Scope.TEAM), {}).team == "Your team"
    assert example_card(ID, mission(scope=Scope.GUILD), {}).team is None
