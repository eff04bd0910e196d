"""Missions of every kind: twenty that count what the histories have, and any number that wait for something else."""

from collections.abc import Iterable, Iterator
from itertools import cycle, islice

from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    BadgeTier,
    Condition,
    Kind,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
    conditions,
)

COMMIT, MERGE, REVIEW = "commit.landed", "pull_request.merged", "review.submitted"


def mixed() -> tuple[MissionSpec, ...]:
    """Twenty: windows of all lengths, trees, tiers, stretches of time, teams, everybody, a quest, the game's facts."""
    return (
        *_windows(),
        *_trees(),
        *_achievements(),
        _mission("Two busy days", _stretch(COMMIT, 5, Span(number=2, unit=Unit.DAYS)), Window.WEEKLY),
        _mission("Three reviews in six hours", _stretch(REVIEW, 3, Span(number=6, unit=Unit.HOURS)), Window.WEEKLY),
        _mission("A team's week", _count(MERGE, 20), Window.WEEKLY, scope=Scope.TEAM, min_contributors=3),
        _mission("Everybody's month", _count(COMMIT, 5_000), Window.MONTHLY, scope=Scope.GUILD, min_contributors=50),
        _mission("The first ten", _count(MERGE, 5), Window.MONTHLY, places=10),
        MissionSpec(title="A quest", kind=Kind.QUEST, steps=_steps(COMMIT, MERGE, REVIEW), xp=30),
    )


def absent(number: int) -> Iterator[MissionSpec]:
    """As many missions of the same mix, each of which counts a metric of its own that does not occur."""
    alike = (spec for spec in mixed() if not _of_the_game(spec))
    for place, spec in enumerate(islice(cycle(tuple(alike)), number)):
        yield _about(spec, f"elsewhere.m{place}")


def _windows() -> Iterable[MissionSpec]:
    for metric, window, threshold in (
        (COMMIT, Window.DAILY, 3),
        (MERGE, Window.WEEKLY, 2),
        (REVIEW, Window.MONTHLY, 4),
        (MERGE, Window.SEASON, 10),
    ):
        yield _mission(f"{threshold} {metric} {window}", _count(metric, threshold), window)


def _trees() -> Iterable[MissionSpec]:
    few = Condition(metric=COMMIT, operator=Operator.LTE, threshold=20)
    days = Condition(metric=COMMIT, aggregate=Aggregate.DISTINCT_DAYS, threshold=4)
    yield _mission("Land and look", AllOf(all=(_count(MERGE, 2), _count(REVIEW, 1))), Window.WEEKLY)
    yield _mission("Either way", AnyOf(any=(days, _count(REVIEW, 5))), Window.MONTHLY)
    yield _mission("Land with few commits", AllOf(all=(_count(MERGE, 1), few)), Window.WEEKLY)
    calm = AllOf(all=(_count(MERGE, 3), NotOf(not_=_count(COMMIT, 60))))
    yield _mission("A calm month", calm, Window.MONTHLY)


def _achievements() -> Iterable[MissionSpec]:
    everywhere = Condition(metric=COMMIT, aggregate=Aggregate.DISTINCT, dimension="repository", threshold=3)
    yield _tiers("Commits", _count(COMMIT, 200), (5, 20, 60, 200), "long-road")
    yield _tiers("Repositories", everywhere, (2, 3), "cartographer")
    yield _tiers("XP", Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=2_000), (500, 2_000), "magpie")
    yield MissionSpec(title="Five missions", kind=Kind.ACHIEVEMENT, requirement=_count("mission.completed", 5), xp=20)
    yield MissionSpec(title="Three badges", kind=Kind.ACHIEVEMENT, requirement=_count("badge.earned", 3), xp=20)
    streak = Condition(metric="streak.length", aggregate=Aggregate.MAX, threshold=5)
    yield MissionSpec(title="A streak of five", kind=Kind.ACHIEVEMENT, requirement=streak, xp=20)


def _mission(title: str, requirement: Requirement, window: Window, **more: object) -> MissionSpec:
    return MissionSpec.model_validate({"title": title, "requirement": requirement, "window": window, "xp": 20, **more})


def _tiers(title: str, goal: Condition, thresholds: tuple[int, ...], badge: str) -> MissionSpec:
    tiers = tuple(
        Tier(tier=tier, threshold=threshold, xp=10) for tier, threshold in zip(BadgeTier, thresholds, strict=False)
    )
    return MissionSpec(title=title, kind=Kind.ACHIEVEMENT, requirement=goal, tiers=tiers, badge_id=badge)


def _count(metric: str, threshold: int) -> Condition:
    return Condition(metric=metric, threshold=threshold)


def _stretch(metric: str, threshold: int, within: Span) -> Condition:
    return Condition(metric=metric, threshold=threshold, within=within)


def _steps(*metrics: str) -> tuple[Step, ...]:
    return tuple(Step(title=metric, requirement=_count(metric, 2), xp=10) for metric in metrics)


def _of_the_game(spec: MissionSpec) -> bool:
    return spec.metrics.isdisjoint({COMMIT, MERGE, REVIEW})


def _about(spec: MissionSpec, metric: str) -> MissionSpec:
    """The same mission, counting another metric throughout."""
    found = spec.model_dump_json()
    for condition in {one.metric for goal in spec.goals for one in conditions(goal)}:
        found = found.replace(f'"metric":"{condition}"', f'"metric":"{metric}"')
    return MissionSpec.model_validate_json(found)
