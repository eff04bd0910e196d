from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from domain.specs import Audience, Award, MissionSpec, Requirement, Step, Tier, can_be_lost
from tests.domain.specs import made_up
from tests.domain.specs.faults import faults, fields, sentence, survives

REVIEWS: dict[str, Any] = {"metric": "review.submitted", "threshold": 3}
FEW: dict[str, Any] = REVIEWS | {"operator": "lte"}
MISSION: dict[str, Any] = {"title": "Look", "requirement": REVIEWS}
STEP: dict[str, Any] = {"title": "One", "requirement": REVIEWS}
QUEST: dict[str, Any] = {"title": "Walk", "kind": "quest", "steps": [STEP]}
ACHIEVEMENT: dict[str, Any] = MISSION | {"kind": "achievement"}
TIERS: list[dict[str, Any]] = [{"tier": "bronze", "threshold": 1}, {"tier": "gold", "threshold": 3}]
DAY = {"number": 1, "unit": "days"}
NEW_YEAR = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)

NOT_A_STEP = "Only quests have steps; everything else has one requirement."
QUEST_STEPS = "A quest has steps and ends with the last of them, so that one cannot be optional."
QUEST_ALONE = "A quest is personal, does not repeat by itself and has no limited places."
UNDECIDED = (
    "Limited places, and conditions that can be lost again, are decided when a window closes: "
    "let it repeat, or give it an end."
)
OF_SEASON = "A mission of a season begins and ends with it: leave start and end empty."
OPEN = "An achievement has no window: it stays open."
TIERED = "Tiers belong to an achievement with one condition of the form “at least”."
HIGHER = "Each tier must be higher than the one before."
PERSONAL = "Achievements and limited places are personal."
NO_LEVEL = "Levels and prerequisites are personal; a team has neither."


def read(**change: Any) -> MissionSpec:
    return MissionSpec.model_validate(MISSION | change)


@given(made_up.missions())
def test_a_mission_survives_being_stored(spec: MissionSpec) -> None:
    assert survives(spec)


@given(made_up.quests())
def test_a_quest_survives_being_stored(spec: MissionSpec) -> None:
    assert survives(spec)


@given(made_up.achievements())
def test_an_achievement_survives_being_stored(spec: MissionSpec) -> None:
    assert survives(spec)


def test_a_mission_that_was_stored_before_there_were_quests_is_still_read() -> None:
    stored = {
        "title": "Look",
        "description": "",
        "requirement": {
            "metric": "review.submitted",
            "aggregate": "count",
            "dimension": None,
            "filters": [{"dimension": "substance", "values": ["yes"]}],
            "operator": "gte",
            "threshold": 3,
        },
        "window": "weekly",
        "starts_at": "2026-01-01T12:30:00Z",
        "ends_at": None,
        "xp": 10,
        "badge_id": "first-light",
    }

    spec = MissionSpec.model_validate(stored)
    assert spec == read(
        requirement=stored["requirement"], window="weekly", starts_at=NEW_YEAR, xp=10, badge_id="first-light"
    )
    assert (spec.kind, spec.scope, spec.places, spec.after) == ("mission", "personal", None, ())


def test_what_says_nothing_of_it_pays_nothing_and_is_seen_by_all() -> None:
    paying = (read(), Step.model_validate(STEP), Tier.model_validate(TIERS[0]))
    assert [(one.xp, one.coins) for one in paying] == [(0, 0)] * 3
    assert not read().secret


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"description": "x" * 501}, "description"),
        ({"kind": "task"}, "kind"),
        ({"xp": -1}, "xp"),
        ({"xp": 100_001}, "xp"),
        ({"window": "yearly"}, "window"),
        ({"scope": "world"}, "scope"),
        ({"starts_at": datetime(2026, 1, 1)}, "starts_at"),  # noqa: DTZ001 that is what is refused
        ({"ends_at": "tomorrow"}, "ends_at"),
        ({"time_limit": {"number": 0, "unit": "days"}}, "time_limit.number"),
        ({"min_contributors": 0}, "min_contributors"),
        ({"min_contributors": 1_001}, "min_contributors"),
        ({"places": 0}, "places"),
        ({"places": 10_001}, "places"),
        ({"after": ["Not a slug"]}, "after.0"),
        ({"after": [f"a{number}" for number in range(11)]}, "after"),
        ({"badge_id": "Not a slug"}, "badge_id"),
        ({"steps": [STEP] * 21}, "steps"),
        ({"tiers": [{"tier": "bronze", "threshold": 1}] * 5}, "tiers"),
        ({"audience": {"roles": ["owner"]}}, "audience.roles.0"),
        ({"color": "red"}, "color"),
        ({"requirement": {"metric": "reviews", "threshold": 3}}, "requirement.condition.metric"),
        (
            {"requirement": {"all": [{"not": {"metric": "reviews", "threshold": 3}}]}},
            "requirement.all.all.0.not.not.condition.metric",
        ),
    ],
)
def test_what_is_wrong_with_a_mission_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(MissionSpec, MISSION | change)[0] == field


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert sorted(fields(MissionSpec, MISSION | {"title": "", "xp": -1})) == ["title", "xp"]


# --- times -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("minutes", [0, -1])
def test_a_mission_ends_after_it_starts(minutes: int) -> None:
    end = NEW_YEAR + timedelta(minutes=minutes)

    assert sentence(MissionSpec, MISSION | {"starts_at": NEW_YEAR, "ends_at": end}) == (
        "The end must come after the start."
    )
    assert read(starts_at=NEW_YEAR, ends_at=NEW_YEAR + timedelta(minutes=1)).closes


@pytest.mark.parametrize("field", ["starts_at", "ends_at"])
@pytest.mark.parametrize("time", ["1969-12-31T23:59:59Z", "3000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_times_lie_where_windows_can_be_computed(field: str, time: str) -> None:
    assert faults(MissionSpec, MISSION | {field: time}) == [
        (field, "Please choose a time between the years 1970 and 2999.")
    ]


@pytest.mark.parametrize("time", ["1970-01-01T00:00:00Z", "2999-12-31T23:59:59-12:00"])
def test_the_first_and_the_last_such_time_are_fine(time: str) -> None:
    assert read(ends_at=time).ends_at == datetime.fromisoformat(time)


# --- size --------------------------------------------------------------------------------------------------------


def nested(levels: int) -> dict[str, Any]:
    return REVIEWS if levels == 1 else {"all": [nested(levels - 1)]}


def broad(number: int) -> dict[str, Any]:
    return {"any": [{"all": [REVIEWS] * (number - 10)}, *[REVIEWS] * 10]}


@pytest.mark.parametrize("goal", [nested(5), broad(20)])
def test_a_tree_may_be_as_large_as_this(goal: dict[str, Any]) -> None:
    assert read(requirement=goal).requirement is not None


@pytest.mark.parametrize(
    ("goal", "expected"),
    [(nested(6), "Conditions may be nested 5 deep at most."), (broad(21), "At most 20 conditions, please.")],
)
def test_a_larger_tree_is_refused_in_missions_and_in_steps(goal: dict[str, Any], expected: str) -> None:
    assert faults(MissionSpec, MISSION | {"requirement": goal}) == [("requirement", expected)]
    assert faults(Step, STEP | {"requirement": goal}) == [("requirement", expected)]


def test_a_tree_without_end_is_refused_and_breaks_nothing() -> None:
    assert fields(MissionSpec, MISSION | {"requirement": nested(500)})


# --- kinds -------------------------------------------------------------------------------------------------------


def test_a_tier_gives_its_own_rewards_and_a_window_those_of_the_mission() -> None:
    tiers = [TIERS[0] | {"rewards": [{"kind": "freeze"}]}, TIERS[1]]
    spec = MissionSpec.model_validate(ACHIEVEMENT | {"tiers": tiers, "rewards": [{"kind": "coins", "amount": 5}]})
    assert [[one.kind for one in spec.rewards_of(name)] for name in ("bronze", "gold", "once")] == [
        ["freeze"], [], ["coins"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (QUEST | {"steps": []}, QUEST_STEPS),
        (QUEST | {"steps": [STEP | {"optional": True}]}, QUEST_STEPS),
        (QUEST | {"steps": [STEP, STEP | {"optional": True}]}, QUEST_STEPS),
        (QUEST | {"requirement": REVIEWS}, QUEST_STEPS),
        (QUEST | {"window": "weekly"}, QUEST_ALONE),
        (QUEST | {"scope": "team"}, QUEST_ALONE),
        (QUEST | {"places": 3}, QUEST_ALONE),
        (
            QUEST | {"steps": [STEP | {"requirement": FEW}, STEP]},
            "A step of a quest is done once it is reached: use “at least” or “more than”.",
        ),
        (
            QUEST | {"steps": [STEP, STEP | {"requirement": {"any": [REVIEWS, REVIEWS | {"ever": True}]}}]},
            "A step of a quest counts what is done in its turn, not everything there ever was.",
        ),
        (QUEST | {"tiers": TIERS}, TIERED),
        (MISSION | {"season": "frost", "starts_at": NEW_YEAR}, OF_SEASON),
        (MISSION | {"season": "frost", "ends_at": NEW_YEAR}, OF_SEASON),
        (QUEST | {"min_contributors": 2}, "A personal mission has one contributor."),
        (MISSION | {"requirement": None}, NOT_A_STEP),
        (MISSION | {"steps": [STEP]}, NOT_A_STEP),
        (MISSION | {"time_limit": DAY}, "Only quests have a time limit; give a mission an end instead."),
        (MISSION | {"requirement": FEW}, UNDECIDED),
        (MISSION | {"requirement": {"all": [REVIEWS, {"not": REVIEWS}]}}, UNDECIDED),
        (MISSION | {"places": 10}, UNDECIDED),
        (MISSION | {"tiers": TIERS}, TIERED),
        (MISSION | {"min_contributors": 2}, "A personal mission has one contributor."),
        (ACHIEVEMENT | {"steps": [STEP]}, NOT_A_STEP),
        (ACHIEVEMENT | {"window": "weekly"}, OPEN),
        (ACHIEVEMENT | {"starts_at": NEW_YEAR}, OPEN),
        (ACHIEVEMENT | {"ends_at": NEW_YEAR}, OPEN),
        (ACHIEVEMENT | {"requirement": FEW}, UNDECIDED),
        (ACHIEVEMENT | {"places": 10}, UNDECIDED),
        (ACHIEVEMENT | {"scope": "team"}, PERSONAL),
        (ACHIEVEMENT | {"scope": "guild"}, PERSONAL),
        (MISSION | {"scope": "team", "window": "weekly", "places": 1}, PERSONAL),
        (MISSION | {"scope": "team", "after": ["hello"]}, NO_LEVEL),
        (MISSION | {"scope": "guild", "audience": {"min_level": 2}}, NO_LEVEL),
        (MISSION | {"scope": "guild", "audience": {"max_level": 2}}, NO_LEVEL),
    ],
)
def test_what_does_not_go_together_is_refused_with_the_reason(given: dict[str, Any], expected: str) -> None:
    assert sentence(MissionSpec, given) == expected


@pytest.mark.parametrize(
    "given",
    [
        QUEST | {"steps": [STEP | {"optional": True}, STEP], "time_limit": DAY, "after": ["hello"]},
        QUEST | {"starts_at": NEW_YEAR, "ends_at": NEW_YEAR + timedelta(days=9), "secret": True},
        MISSION | {"requirement": FEW, "window": "daily"},
        MISSION | {"requirement": FEW, "ends_at": NEW_YEAR},
        MISSION | {"places": 10, "window": "season"},
        MISSION | {"places": 10, "ends_at": NEW_YEAR},
        MISSION | {"scope": "team", "min_contributors": 3, "audience": {"teams": ["core"]}},
        MISSION | {"scope": "guild", "window": "monthly", "requirement": FEW},
        ACHIEVEMENT | {"tiers": TIERS, "after": ["hello"]},
        ACHIEVEMENT | {"requirement": {"any": [REVIEWS, REVIEWS | {"ever": True}]}},
    ],
)
def test_what_goes_together_is_taken(given: dict[str, Any]) -> None:
    assert MissionSpec.model_validate(given).title in {"Look", "Walk"}


# --- tiers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"requirement": REVIEWS | {"operator": "gt"}}, TIERED),
        ({"requirement": {"all": [REVIEWS]}}, TIERED),
        ({"tiers": [TIERS[1], {"tier": "bronze", "threshold": 4}]}, HIGHER),
        ({"tiers": [TIERS[0], {"tier": "bronze", "threshold": 3}]}, HIGHER),
        ({"tiers": [{"tier": "bronze", "threshold": 3}, TIERS[1]]}, HIGHER),
        ({"tiers": [{"tier": "bronze", "threshold": 4}, TIERS[1]]}, HIGHER),
        ({"tiers": TIERS[:1]}, "The goal of the achievement is the goal of its last tier."),
    ],
)
def test_tiers_rise_to_the_goal_of_the_achievement(change: dict[str, Any], expected: str) -> None:
    assert sentence(MissionSpec, ACHIEVEMENT | {"tiers": TIERS} | change) == expected


def test_a_tier_asks_for_something() -> None:
    assert fields(Tier, {"tier": "bronze", "threshold": 0}) == ["threshold"]
    assert fields(Tier, {"tier": "wood", "threshold": 1}) == ["tier"]
    assert fields(Tier, {"tier": "gold", "threshold": 1, "xp": -1}) == ["xp"]


# --- audience ----------------------------------------------------------------------------------------------------


def test_the_levels_of_an_audience_stand_in_order() -> None:
    assert sentence(Audience, {"min_level": 5, "max_level": 4}) == "The highest level cannot lie below the lowest."
    assert Audience(min_level=5, max_level=5).min_level == 5
    assert Audience(max_level=4).min_level is None
    assert Audience(min_level=4).max_level is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"teams": ["Core Team"]}, "teams.0"),
        ({"people": ["somebody"]}, "people.0"),
        ({"min_level": 0}, "min_level"),
        ({"max_level": 1_001}, "max_level"),
        ({"teams": [f"a{number}" for number in range(51)]}, "teams"),
    ],
)
def test_what_is_wrong_with_an_audience_is_said_at_its_field(given: dict[str, Any], field: str) -> None:
    assert fields(Audience, given) == [field]


# --- what is asked of missions -----------------------------------------------------------------------------------


def test_a_mission_closes_when_it_repeats_or_has_an_end() -> None:
    assert not read().closes
    assert read(window="season").closes
    assert read(ends_at=NEW_YEAR).closes


def test_what_can_be_lost_and_what_has_few_places_settles_at_the_close() -> None:
    assert not read(window="weekly").settles
    assert read(window="weekly", requirement=FEW).settles
    assert read(window="weekly", places=3).settles
    assert not MissionSpec.model_validate(QUEST).settles


@given(made_up.requirements)
def test_a_mission_settles_exactly_when_its_requirement_can_be_lost(requirement: Requirement) -> None:
    assert read(window="weekly", requirement=requirement).settles == can_be_lost(requirement)


def test_a_mission_counts_the_metrics_of_its_requirement_or_of_its_steps() -> None:
    issues = {"metric": "issue.completed", "threshold": 1}
    walk = MissionSpec.model_validate(QUEST | {"steps": [STEP, STEP | {"requirement": {"any": [issues]}}]})

    assert read(requirement={"all": [REVIEWS, issues]}).metrics == {"review.submitted", "issue.completed"}
    assert walk.metrics == {"review.submitted", "issue.completed"}
    assert walk.goals == tuple(step.requirement for step in walk.steps)
    assert read().goals == (read().requirement,)


def test_a_publication_rewards_past_work_only_when_asked_to() -> None:
    assert list(Award) == [Award.FROM_NOW, Award.SILENTLY, Award.CELEBRATED]
