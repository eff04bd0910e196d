"""Made-up work: facts and requirements, by hand and by Hypothesis."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Fact,
    Filter,
    Match,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Span,
    Unit,
    Window,
)

MONDAY = datetime(2026, 11, 16, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

METRICS = ("review.submitted", "issue.completed")
LANGUAGES = ("Python", "Rust", "Go")
REPOSITORIES = ("acme/app", "acme/site", "beta/app")


def reviews(threshold: int = 3, **more: Any) -> Condition:
    """At least so many reviews, unless told otherwise."""
    return Condition.model_validate({"metric": "review.submitted", "threshold": threshold, **more})


def issues(threshold: int = 3, **more: Any) -> Condition:
    return reviews(threshold, metric="issue.completed", **more)


def mission(window: Window = Window.ONCE, **fields: Any) -> MissionSpec:
    """At least three reviews in one window, unless told otherwise."""
    return MissionSpec.model_validate({"title": "Look", "requirement": reviews(), "window": window, **fields})


def at(text: str, zone: str = "UTC") -> datetime:
    """The moment at which a clock in this zone shows this."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def fact(number: int = 0, *, minutes: int = 0, **more: Any) -> Fact:
    """A review on Monday at noon, unless told otherwise."""
    at = MONDAY + minutes * MINUTE
    given = {"metric": "review.submitted", "value": 1, "occurred_at": at, "day": at.date(), "dimensions": {}}
    return Fact(f"fact-{number}", **{**given, **more})


def taken_back(original: Fact, *, minutes: int = 0) -> Fact:
    """One time less of it, so long after it happened."""
    return replace(original, times=-1, since=original.occurred_at + minutes * MINUTE)


def numbered(facts: Iterable[Fact]) -> list[Fact]:
    """The same facts, each with a natural key of its own."""
    return [replace(each, key=f"fact-{number}") for number, each in enumerate(facts)]


_DIMENSIONS = st.fixed_dictionaries(
    {},
    optional={
        "language": st.one_of(st.sampled_from(LANGUAGES), st.lists(st.sampled_from(LANGUAGES), max_size=3)),
        "repository": st.sampled_from(REPOSITORIES),
    },
)
_FACT = st.builds(
    fact,
    minutes=st.integers(-3, 12),
    metric=st.sampled_from((*METRICS[:1], *METRICS)),
    value=st.integers(0, 4),
    day=st.integers(0, 3).map(lambda days: (MONDAY + days * DAY).date()),
    dimensions=_DIMENSIONS,
    times=st.sampled_from((1, 1, 1, 2, 3)),
)
FACTS = st.lists(_FACT, max_size=12).map(numbered)


@st.composite
def lost_facts(draw: st.DrawFn, facts: Sequence[Fact]) -> list[Fact]:
    """Some of these facts taken back, none more often than it happened."""
    counted = [each for each in facts for _ in range(each.times)]
    lost = draw(st.sets(st.integers(0, len(counted) - 1))) if counted else set()
    return [taken_back(counted[place], minutes=draw(st.integers(0, 15))) for place in sorted(lost)]


@st.composite
def work(draw: st.DrawFn) -> list[Fact]:
    """Facts and their reversals, in any order."""
    facts = draw(FACTS)
    return list(draw(st.permutations([*facts, *draw(lost_facts(facts))])))


FILTERS = st.one_of(
    st.builds(
        Filter,
        dimension=st.just("language"),
        match=st.sampled_from(Match),
        values=st.lists(st.sampled_from((*LANGUAGES, "P", "Ru")), min_size=1, max_size=2).map(tuple),
    ),
    st.builds(
        Filter,
        dimension=st.just("repository"),
        match=st.sampled_from(Match),
        values=st.lists(st.sampled_from((*REPOSITORIES, "acme/")), min_size=1, max_size=2).map(tuple),
    ),
)
_SPANS = st.builds(Span, number=st.integers(1, 8), unit=st.just(Unit.MINUTES))


@st.composite
def _condition(draw: st.DrawFn, operators: Sequence[Operator] = tuple(Operator)) -> Condition:
    aggregate, operator = draw(st.sampled_from(Aggregate)), draw(st.sampled_from(operators))
    within = draw(st.none() | _SPANS)
    return Condition(
        metric=draw(st.sampled_from(METRICS)),
        aggregate=aggregate,
        dimension=draw(st.sampled_from(("language", "repository"))) if aggregate is Aggregate.DISTINCT else None,
        filters=draw(st.lists(FILTERS, max_size=2).map(tuple)),
        operator=operator,
        threshold=draw(st.integers(1 if operator in {Operator.GTE, Operator.LT} else 0, 6)),
        within=within,
        ever=within is None and draw(st.booleans()),
    )


CONDITIONS = _condition()
TREES: st.SearchStrategy[Requirement] = st.recursive(
    CONDITIONS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AllOf(all=tuple(some))),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: AnyOf(any=tuple(some))),
        inner.map(lambda one: NotOf(not_=one)),
    ),
    max_leaves=6,
)
#: Trees that are done once they are reached, as the steps of quests are.
LASTING_TREES: st.SearchStrategy[Requirement] = st.recursive(
    _condition((Operator.GTE, Operator.GT)),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=2).map(lambda some: AllOf(all=tuple(some))),
        st.lists(inner, min_size=1, max_size=2).map(lambda some: AnyOf(any=tuple(some))),
    ),
    max_leaves=3,
)
