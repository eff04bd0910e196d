from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.admin.mission_input import input_of, spec_of
from components.fields import place_of
from components.mission_values import (
    ConditionInput,
    FilterInput,
    Grouping,
    GroupInput,
    MissionInput,
    SpanInput,
    StepInput,
    Timeframe,
)
from domain.errors import Invalid
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Audience,
    BadgeTier,
    Condition,
    Filter,
    Kind,
    Match,
    MissionSpec,
    NotOf,
    Operator,
    Role,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)
from tests.domain.specs import made_up

PLAIN = "Small letters, digits and underscores only."
DOTTED = "Small letters, digits and underscores only, with a dot inside: review.submitted."
GOAL = "requirement.branches.0"
REVIEWS = Condition(metric="review.submitted", threshold=10)


def good(**changes: object) -> MissionInput:
    """A form without mistakes; `changes` are paths into it, with `__` for the dots."""
    typed = MissionInput(title="Review week", xp=150)
    typed.requirement = GroupInput(branches=[reviews()])
    typed.steps = [StepInput("Look", GroupInput(branches=[reviews()]))]
    for path, value in changes.items():
        setattr(*place_of(typed, path.replace("__", ".")), value)
    return typed


def reviews(**changes: object) -> ConditionInput:
    typed = ConditionInput("review.submitted")
    for name, value in changes.items():
        setattr(typed, name, value)
    return typed


def group(kind: str, *branches: ConditionInput | GroupInput) -> GroupInput:
    return GroupInput(kind, list(branches))


def problems(typed: MissionInput, zone: str = "UTC") -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        spec_of(typed, zone)
    return refusal.value.fields


@given(
    spec=made_up.of_every_kind(),
    zone=st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Kiritimati"]),
)
def test_what_is_shown_for_editing_reads_back_as_the_same_mission(spec: MissionSpec, zone: str) -> None:
    assert spec_of(input_of(spec, zone), zone) == spec


def test_a_filled_form_is_a_mission() -> None:
    typed = good()
    typed.requirement.branches = [reviews(filters=[FilterInput("repository", Match.NOT_IN, ["acme/app"])])]
    assert spec_of(typed, "UTC") == MissionSpec(
        title="Review week",
        requirement=REVIEWS.model_copy(
            update={"filters": (Filter(dimension="repository", match=Match.NOT_IN, values=("acme/app",)),)}
        ),
        window=Window.WEEKLY,
        xp=150,
    )


def test_an_untouched_form_says_what_is_missing() -> None:
    typed = MissionInput()
    typed.requirement.branches = [ConditionInput(threshold=None)]
    assert problems(typed) == {
        "title": "Please fill this in.",
        f"{GOAL}.metric": "Please fill this in.",
        f"{GOAL}.threshold": "A whole number, please.",
    }


def test_one_condition_stands_without_a_group() -> None:
    assert spec_of(good(), "UTC").requirement == REVIEWS


def test_groups_are_all_any_or_none_of_their_conditions() -> None:
    nested = group(Grouping.ALL, reviews(), group(Grouping.ANY, reviews()), group(Grouping.NONE, reviews(), reviews()))
    assert spec_of(good(requirement=nested), "UTC").requirement == AllOf(
        all=(REVIEWS, AnyOf(any=(REVIEWS,)), NotOf(not_=AnyOf(any=(REVIEWS, REVIEWS))))
    )


def test_a_condition_looks_at_a_stretch_of_time_or_at_everything_ever() -> None:
    within = reviews(timeframe=Timeframe.WITHIN, span=SpanInput(3, Unit.HOURS))
    ever = reviews(timeframe=Timeframe.EVER)
    spec = spec_of(good(requirement=group(Grouping.ALL, within, ever)), "UTC")
    assert spec.requirement == AllOf(
        all=(
            REVIEWS.model_copy(update={"within": Span(number=3, unit=Unit.HOURS)}),
            REVIEWS.model_copy(update={"ever": True}),
        )
    )


def test_a_quest_has_steps_and_neither_a_requirement_nor_a_rhythm_of_its_own() -> None:
    typed = good(kind=Kind.QUEST, scope=Scope.TEAM, places=3)
    typed.time_limit = SpanInput(2, Unit.WEEKS)
    typed.steps[0].xp, typed.steps[0].badge_id = 20, "first-light"
    assert spec_of(typed, "UTC") == MissionSpec(
        title="Review week",
        kind=Kind.QUEST,
        steps=(Step(title="Look", requirement=REVIEWS, xp=20, badge_id="first-light"),),
        time_limit=Span(number=2, unit=Unit.WEEKS),
        xp=150,
    )


def test_an_achievement_reaches_for_its_last_tier() -> None:
    typed = good(kind=Kind.ACHIEVEMENT, tiers__0__threshold=5, tiers__2__threshold=50, tiers__2__xp=30)
    typed.ends_at = "2026-12-01T09:00"
    spec = spec_of(typed, "UTC")
    assert spec.requirement == REVIEWS.model_copy(update={"threshold": 50})
    assert spec.tiers == (
        Tier(tier=BadgeTier.BRONZE, threshold=5),
        Tier(tier=BadgeTier.GOLD, threshold=50, xp=30),
    )
    assert spec.ends_at is None


def test_a_team_mission_says_how_many_must_help() -> None:
    spec = spec_of(good(scope=Scope.TEAM, min_contributors=3), "UTC")
    assert (spec.scope, spec.min_contributors) == (Scope.TEAM, 3)
    assert spec_of(good(min_contributors=3), "UTC").min_contributors == 1


def test_an_audience_is_teams_roles_and_levels() -> None:
    spec = spec_of(good(audience__teams=["core"], audience__roles=["player"], audience__min_level=3), "UTC")
    assert spec.audience == Audience(teams=("core",), roles=(Role.PLAYER,), min_level=3)


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": "x" * 81}, "title", "At most 80 characters, please."),
        ({"title": "a\0b"}, "title", "There is an invisible character in this text. Please type it anew."),
        ({"title": "a\ud800"}, "title", "There is an invisible character in this text. Please type it anew."),
        ({"xp": 100_001}, "xp", "At most 100,000, please."),
        ({"xp": -1}, "xp", "At least 0, please."),
        ({"window": "yearly"}, "window", "Please choose one."),
        ({"starts_at": "soon"}, "starts_at", "A date and a time, please."),
        ({"starts_at": "2026-11-20T10:00", "ends_at": "2026-11-20T09:00"}, "ends_at",
         "The end must come after the start."),
        ({"places": 0}, "places", "At least 1, please."),
        ({"places": 3, "scope": Scope.TEAM}, "places", "Achievements and limited places are personal."),
        ({"places": 3, "window": Window.ONCE}, "window",
         "Limited places, and conditions that can be lost again, are decided when a window closes: "
         "let it repeat, or give it an end."),
        ({"scope": Scope.GUILD, "min_contributors": None}, "min_contributors", "A whole number, please."),
        ({"scope": Scope.GUILD, "after": ["first-steps"]}, "after",
         "Levels and prerequisites are personal; a team has neither."),
        ({"scope": Scope.GUILD, "audience__max_level": 4}, "audience.max_level",
         "Levels and prerequisites are personal; a team has neither."),
        ({"audience__min_level": 4, "audience__max_level": 2}, "audience.max_level",
         "The highest level cannot lie below the lowest."),
        ({"audience__min_level": 0}, "audience.min_level", "At least 1, please."),
        ({"after": ["No slug"]}, "after", "Small letters, digits and hyphens only."),
        ({"kind": Kind.QUEST, "time_limit__number": 0}, "time_limit.number", "At least 1, please."),
        ({"kind": Kind.QUEST, "steps__0__title": ""}, "steps.0.title", "Please fill this in."),
        ({"kind": Kind.QUEST, "steps__0__xp": 2.5}, "steps.0.xp", "A whole number, please."),
        ({"kind": Kind.QUEST, "steps__0__optional": True}, "steps",
         "A quest has steps and ends with the last of them, so that one cannot be optional."),
        ({"kind": Kind.QUEST, "steps__0__requirement__branches__0__operator": Operator.LT}, "steps",
         "A step of a quest is done once it is reached: use “at least” or “more than”."),
        ({"kind": Kind.QUEST, "steps__0__requirement__branches__0__metric": ""},
         "steps.0.requirement.branches.0.metric", "Please fill this in."),
        ({"kind": Kind.ACHIEVEMENT, "tiers__1__threshold": 0}, "tiers.1.threshold", "At least 1, please."),
        ({"kind": Kind.ACHIEVEMENT, "tiers__0__threshold": 5, "tiers__2__threshold": 4}, "tiers",
         "Each tier must be higher than the one before."),
        ({"kind": Kind.ACHIEVEMENT, "tiers__0__threshold": 5, "requirement__branches__0__operator": Operator.GT},
         "tiers", "Tiers belong to an achievement with one condition of the form “at least”."),
        ({"kind": Kind.ACHIEVEMENT, "requirement__branches__0__operator": Operator.LT}, "requirement",
         "Limited places, and conditions that can be lost again, are decided when a window closes: "
         "let it repeat, or give it an end."),
    ],
)  # fmt: skip
def test_each_mistake_stands_at_its_field(change: dict[str, object], field: str, sentence: str) -> None:
    assert problems(good(**change))[field] == sentence


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"metric": "Reviews!"}, "metric", DOTTED),
        ({"threshold": -1}, "threshold", "At least 0, please."),
        ({"threshold": 0}, "threshold", "“At least 0” is always so."),
        ({"threshold": 2.5}, "threshold", "A whole number, please."),
        ({"threshold": float("inf")}, "threshold", "A whole number, please."),
        ({"aggregate": Aggregate.DISTINCT}, "dimension",
         "“Different values” needs a dimension to count, and only it does."),
        ({"aggregate": Aggregate.DISTINCT, "dimension": "A b"}, "dimension", PLAIN),
        ({"aggregate": Aggregate.DISTINCT, "dimension": "label", "threshold": 0}, "threshold",
         "“At least 0” is always so."),
        ({"timeframe": Timeframe.WITHIN, "span": SpanInput()}, "span.number", "A whole number, please."),
        ({"filters": [FilterInput("", Match.IN, ["a"])]}, "filters.0.dimension", "Please fill this in."),
        ({"filters": [FilterInput("A b", Match.IN, ["a"])]}, "filters.0.dimension", PLAIN),
        ({"filters": [FilterInput("label"), FilterInput("label")]}, "filters.1.values", "Please fill this in."),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("wrap", "path"),
    [
        (lambda wrong: group(Grouping.ALL, wrong), ""),
        (lambda wrong: group(Grouping.ANY, wrong), ""),
        (lambda wrong: group(Grouping.NONE, wrong), ""),
        (lambda wrong: group(Grouping.NONE, reviews(), wrong), "1."),
        (lambda wrong: group(Grouping.ALL, reviews(), group(Grouping.ANY, reviews(), wrong)), "1.branches.1."),
        (lambda wrong: group(Grouping.ALL, group(Grouping.ALL, wrong)), "0.branches.0."),
        (lambda wrong: group(Grouping.ANY, group(Grouping.NONE, wrong, reviews()), reviews()), "0.branches.0."),
        (lambda wrong: group(Grouping.NONE, group(Grouping.ANY, reviews(), wrong)), "0.branches.1."),
    ],
)
def test_a_mistake_in_a_condition_stands_at_its_field_however_deep_it_lies(
    change: dict[str, object], field: str, sentence: str, wrap: Callable[[ConditionInput], GroupInput], path: str
) -> None:
    found = problems(good(requirement=wrap(reviews(**change))))
    assert found[f"requirement.branches.{path or '0.'}{field}"] == sentence


def test_a_group_with_nothing_but_mistakes_is_not_called_empty() -> None:
    wrong = group(Grouping.ANY, ConditionInput(), ConditionInput())
    assert set(problems(good(requirement=group(Grouping.ALL, reviews(), wrong)))) == {
        "requirement.branches.1.branches.0.metric",
        "requirement.branches.1.branches.1.metric",
    }


@pytest.mark.parametrize(
    ("requirement", "sentence"),
    [
        (group(Grouping.ALL, *(reviews() for _ in range(21))), "At most 20 of these, please."),
        (group(Grouping.ALL, *(group(Grouping.ALL, *(reviews() for _ in range(11))) for _ in range(2))),
         "At most 20 conditions, please."),
        (group(Grouping.ANY, group(Grouping.ALL, group(Grouping.ALL, group(Grouping.ALL, group(
            Grouping.ALL, reviews()))))), "Conditions may be nested 5 deep at most."),
        (group(Grouping.ALL), "Please fill this in."),
        (group(Grouping.ALL, reviews(), group(Grouping.NONE)), "Please fill this in."),
    ],
)  # fmt: skip
def test_what_concerns_a_group_is_said_at_the_whole_requirement(requirement: GroupInput, sentence: str) -> None:
    assert problems(good(requirement=requirement)) == {"requirement": sentence}


def test_every_field_that_is_named_is_there() -> None:
    typed = good(kind=Kind.QUEST, title="")
    typed.steps = [StepInput("", group(Grouping.NONE, ConditionInput(filters=[FilterInput()]), ConditionInput()))]
    typed.audience.min_level = 0
    for path in problems(typed):
        owner, name = place_of(typed, path)
        assert hasattr(owner, name)


def test_a_dimension_left_over_from_another_choice_does_no_harm() -> None:
    typed = good(requirement=group(Grouping.ALL, reviews(dimension="language")))
    assert spec_of(typed, "UTC").requirement == REVIEWS


def test_times_are_those_of_the_admins_clock() -> None:
    typed = good(starts_at="2026-07-01T09:00", ends_at="2026-12-01T09:00")
    spec = spec_of(typed, "Europe/Berlin")
    assert spec.starts_at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert spec.ends_at == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_a_time_that_is_typed_anew_takes_the_place_of_the_exact_one() -> None:
    exact = datetime(2026, 7, 1, 7, 30, 12, tzinfo=UTC)
    typed = input_of(spec_of(good(), "UTC").model_copy(update={"starts_at": exact}), "UTC")
    assert spec_of(typed, "UTC").starts_at == exact
    typed.starts_at = "2026-07-02T07:30"
    assert spec_of(typed, "UTC").starts_at == datetime(2026, 7, 2, 7, 30, tzinfo=UTC)
    typed.starts_at = ""
    assert spec_of(typed, "UTC").starts_at is None
