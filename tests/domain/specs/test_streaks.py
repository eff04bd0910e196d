from typing import Any

import pytest

from domain.specs import DEFAULT_STREAK, PRESENCE, SHIPPED_STREAKS, Cadence, Milestone, StreakSpec
from tests.domain.specs.faults import sentence, survives

REVIEWS: dict[str, Any] = {"id": "reviews", "title": "Reviews", "metrics": ["review.submitted"]}
OF_THE_GAME = "A streak counts work or badges, not what the game makes of them."
ALONE = "A streak of badges or of visits counts nothing else."
IN_ORDER = "Milestones stand in the order of their lengths, each once."


def milestones(*lengths: int) -> list[dict[str, int]]:
    return [{"length": length, "xp": 5} for length in lengths]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        *(({"metrics": ["review.submitted", metric]}, OF_THE_GAME)
          for metric in ("xp.earned", "mission.completed", "streak.length", "level.reached", "badge.shown")),
        ({"metrics": ["badge.earned", "review.submitted"]}, ALONE),
        ({"metrics": [PRESENCE, "review.submitted"]}, ALONE),
        ({"metrics": [PRESENCE], "milestones": milestones(5)},
         "Being here is not work: a streak of visits is shown, and gives nothing."),
        ({"milestones": milestones(10, 5)}, IN_ORDER),
        ({"milestones": milestones(5, 5)}, IN_ORDER),
    ],
)  # fmt: skip
def test_what_no_streak_can_be_is_said(given: dict[str, Any], said: str) -> None:
    assert sentence(StreakSpec, REVIEWS | given) == said


@pytest.mark.parametrize(
    "given",
    [
        {"metrics": ["review.submitted", "issue.completed"], "milestones": milestones(5, 10)},
        {"metrics": ["badge.earned"], "milestones": milestones(5)},
        {"metrics": [PRESENCE]},
        {"metrics": []},
    ],
)
def test_what_a_streak_can_be_is_taken(given: dict[str, Any]) -> None:
    assert survives(StreakSpec.model_validate(REVIEWS | given))


@pytest.mark.parametrize("gives", [{"xp": 1}, {"coins": 1}, {"badge_id": "b"}, {"rewards": [{"kind": "freeze"}]}])
def test_a_milestone_gives_one_thing_at_least(gives: dict[str, Any]) -> None:
    assert survives(Milestone.model_validate({"length": 2, **gives}))
    assert sentence(Milestone, {"length": 2}) == "A milestone gives something: XP, coins, a badge or a reward."


def test_a_streak_counts_what_it_names_and_one_that_names_nothing_counts_all_work() -> None:
    usual, reviews, badges, visits = SHIPPED_STREAKS
    metrics = ("review.submitted", "issue.completed", "badge.earned", PRESENCE)
    assert [[spec.counts(metric) for metric in metrics] for spec in SHIPPED_STREAKS] == [
        [True, True, False, False],
        [True, False, False, False],
        [False, False, True, False],
        [False, False, False, True],
    ]
    assert [spec.is_presence for spec in SHIPPED_STREAKS] == [False, False, False, True]
    assert [spec.is_of_badges for spec in SHIPPED_STREAKS] == [False, False, True, False]
    assert (usual.id, reviews.cadence, badges.cadence, visits.on) == (
        DEFAULT_STREAK, Cadence.WORKING_DAY, Cadence.WEEKLY, False,
    )  # fmt: skip


def test_of_the_streaks_that_come_along_the_usual_one_alone_is_on() -> None:
    assert [spec.on for spec in SHIPPED_STREAKS] == [True, False, False, False]


def test_a_streak_as_it_comes_asks_for_one_thing_a_working_day_and_forgives_by_freezes_alone() -> None:
    spec = StreakSpec(id="a", title="A")
    assert (spec.least, spec.grace, spec.freezes, spec.repair, spec.on) == (1, 0, 2, 3, True)
    milestone = Milestone(length=2, badge_id="b")
    assert (milestone.xp, milestone.coins) == (0, 0)
