"""Hypothesis strategies for specs of missions of every kind."""

from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

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
    Requirement,
    Role,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)

NAMES = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=80).filter(str.strip)
SLUGS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,20}", fullmatch=True)
METRICS = st.sampled_from(["review.submitted", "pull_request.merged", "xp.earned"])
SPANS = st.builds(Span, number=st.integers(1, 1_000), unit=st.sampled_from(Unit))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
FILTERS = st.builds(
    Filter,
    dimension=st.sampled_from(["repository", "label"]),
    match=st.sampled_from(Match),
    values=st.lists(NAMES, min_size=1, max_size=3).map(tuple),
)


def _is_small(requirement: Requirement) -> bool:
    try:
        MissionSpec(title="x", requirement=requirement, window=Window.DAILY)
    except ValidationError:
        return False
    return True


@st.composite
def conditions(draw: st.DrawFn, *, lasting: bool = False) -> Condition:
    """A condition; a lasting one can be a step of a quest."""
    aggregate = draw(st.sampled_from(Aggregate))
    ever = not lasting and draw(st.booleans())
    return Condition(
        metric=draw(METRICS),
        aggregate=aggregate,
        dimension="language" if aggregate is Aggregate.DISTINCT else None,
        filters=tuple(draw(st.lists(FILTERS, max_size=2))),
        operator=draw(st.sampled_from([Operator.GTE, Operator.GT] if lasting else list(Operator))),
        threshold=draw(st.integers(1, 10**12)),
        within=None if ever else draw(st.none() | SPANS),
        ever=ever,
    )


def requirements(*, lasting: bool = False) -> st.SearchStrategy[Requirement]:
    """A tree within the limits of size."""

    def grown(inner: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
        several = st.lists(inner, min_size=1, max_size=3).map(tuple)
        groups = several.map(lambda branches: AllOf(all=branches)) | several.map(lambda branches: AnyOf(any=branches))
        return groups if lasting else groups | inner.map(lambda branch: NotOf(not_=branch))

    return st.recursive(conditions(lasting=lasting), grown, max_leaves=8).filter(_is_small)


STEPS = st.builds(
    Step,
    title=NAMES,
    requirement=requirements(lasting=True),
    optional=st.booleans(),
    xp=st.integers(0, 100_000),
    badge_id=st.none() | SLUGS,
)
AUDIENCES = st.builds(
    Audience,
    teams=st.lists(SLUGS, max_size=2).map(tuple),
    roles=st.lists(st.sampled_from(Role), max_size=2).map(tuple),
    people=st.lists(st.uuids(), max_size=2).map(tuple),
    min_level=st.none() | st.integers(1, 10),
    max_level=st.none() | st.integers(10, 1_000),
)


@st.composite
def missions(draw: st.DrawFn) -> MissionSpec:
    """A mission of any kind, with everything that its kind allows."""
    common: dict[str, Any] = {
        "title": draw(NAMES),
        "description": draw(NAMES),
        "audience": draw(AUDIENCES),
        "after": tuple(draw(st.lists(SLUGS, max_size=2))),
        "secret": draw(st.booleans()),
        "xp": draw(st.integers(0, 100_000)),
        "badge_id": draw(st.none() | SLUGS),
    }
    kind = draw(st.sampled_from(Kind))
    drawn = {Kind.MISSION: _mission, Kind.QUEST: _quest, Kind.ACHIEVEMENT: _achievement}[kind](draw)
    if drawn.get("scope", Scope.PERSONAL) is not Scope.PERSONAL:
        common |= {"audience": Audience(teams=common["audience"].teams), "after": ()}
    return MissionSpec(kind=kind, **{**common, **drawn})


def _mission(draw: st.DrawFn) -> dict[str, Any]:
    scope = draw(st.sampled_from(Scope))
    personal = scope is Scope.PERSONAL
    return {
        "requirement": draw(requirements()),
        "window": draw(st.sampled_from([window for window in Window if window is not Window.ONCE])),
        "scope": scope,
        "min_contributors": 1 if personal else draw(st.integers(1, 1_000)),
        "places": draw(st.none() | st.integers(1, 10_000)) if personal else None,
        **_times(draw),
    }


def _quest(draw: st.DrawFn) -> dict[str, Any]:
    steps = draw(st.lists(STEPS, min_size=1, max_size=3))
    steps[-1] = steps[-1].model_copy(update={"optional": False})
    return {"steps": tuple(steps), "time_limit": draw(st.none() | SPANS), **_times(draw)}


def _achievement(draw: st.DrawFn) -> dict[str, Any]:
    tiers = draw(
        st.lists(st.sampled_from(BadgeTier), unique=True).map(lambda some: sorted(some, key=list(BadgeTier).index))
    )
    if not tiers:
        return {"requirement": draw(requirements(lasting=True))}
    heights = list(accumulate(draw(st.integers(1, 1_000)) for _ in tiers))
    goal = draw(conditions()).model_copy(update={"operator": Operator.GTE, "threshold": heights[-1]})
    return {
        "requirement": goal,
        "tiers": tuple(
            Tier(tier=tier, threshold=height, xp=draw(st.integers(0, 500)))
            for tier, height in zip(tiers, heights, strict=True)
        ),
    }


def _times(draw: st.DrawFn) -> dict[str, datetime | None]:
    one, other = draw(st.lists(MOMENTS, min_size=2, max_size=2, unique=True).map(sorted))
    return {"starts_at": draw(st.sampled_from([None, one])), "ends_at": draw(st.sampled_from([None, other]))}
