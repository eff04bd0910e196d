"""Packs of every shape, made up by Hypothesis, and the small one that other tests change."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from domain.rules.packs import Pack, PackedMission
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Audience,
    BadgeSpec,
    BadgeTier,
    BadgeType,
    Condition,
    Filter,
    Kind,
    Match,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    Role,
    ScoringRuleSpec,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)

SMALL = """\
format: 1
name: small
title: Small

badges:
  - id: looker
    name: Looker
    description: Looked.
    tier: bronze
    category: Helping
    art: eye

scoring_rules:
  - id: review
    title: Review
    metric: review.submitted
    xp: 30
    full_until: 90
    cap: 150

missions:
  - id: look
    title: Look
    requirement:
      metric: review.submitted
      filters:
        - {dimension: substance, values: ['yes']}
      threshold: 2
    window: weekly
    xp: 20
    badge_id: looker

  - id: look-again
    title: Look again
    requirement:
      all:
        - metric: review.submitted
          threshold: 5
        - not:
            metric: review.submitted
            filters:
              - {dimension: substance, values: ['no']}
            threshold: 1
    window: monthly
    after: [look]
"""

#: Text that YAML, Python and people each read in their own way.
TRICKY = [
    *(
        "yes",
        "no",
        "null",
        "~",
        "1",
        "1.0",
        "0x1F",
        "2026-11-20",
        "- a",
        "a: b",
        "#",
        "a #b",
        "&a",
        "*a",
        "!a",
        "|",
        "%",
    ),
    *(
        "'",
        '"',
        "“a”",
        "\\",
        "a\nb",
        "a\n\n  b\n c",
        "a\tb",
        "\x85",
        "a\u2028b",
        "\ufeff",
        "\x07",
        "a\r\nb",
        "é  " * 40,
    ),
]

slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,11}", fullmatch=True)
metrics = st.sampled_from(["pull_request.merged", "review.submitted", "xp.earned"])
dimensions = st.sampled_from(["repository", "label", "merged_by"])


def texts(size: int, *, empty: bool = False) -> st.SearchStrategy[str]:
    plain = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=size)
    words = st.lists(st.sampled_from(["work", "that", "landed", "and:", "was", "#seen", "-", "a"]), max_size=60)
    found = st.one_of(st.sampled_from(TRICKY), plain, words.map(" ".join)).map(lambda text: text[:size].strip())
    return found if empty else found.map(lambda text: text or "x").filter(str.strip)


names = texts(80)
amounts = st.integers(1, 10**6)
spans = st.builds(Span, number=st.integers(1, 1_000), unit=st.sampled_from(Unit))
filters = st.lists(
    st.builds(
        Filter,
        dimension=dimensions,
        match=st.sampled_from(Match),
        values=st.lists(texts(30), min_size=1, max_size=4).map(tuple),
    ),
    max_size=2,
).map(tuple)


@st.composite
def conditions(draw: st.DrawFn, operators: tuple[Operator, ...] = tuple(Operator)) -> Condition:
    aggregate = draw(st.sampled_from(Aggregate))
    within = draw(st.none() | spans)
    return Condition(
        metric=draw(metrics),
        aggregate=aggregate,
        dimension=draw(dimensions) if aggregate is Aggregate.DISTINCT else None,
        filters=draw(filters),
        operator=draw(st.sampled_from(operators)),
        threshold=draw(amounts),
        within=within,
    )


def _trees(inner: st.SearchStrategy[Requirement]) -> st.SearchStrategy[Requirement]:
    branches = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        branches.map(lambda found: AllOf(all=found)),
        branches.map(lambda found: AnyOf(any=found)),
        inner.map(lambda found: NotOf(not_=found)),
    )


requirements: st.SearchStrategy[Requirement] = st.one_of(
    conditions(), _trees(conditions()), _trees(_trees(conditions()))
)
certain = conditions((Operator.GTE, Operator.GT))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
audiences = st.builds(
    Audience,
    teams=st.lists(slugs, max_size=2).map(tuple),
    roles=st.lists(st.sampled_from(Role), max_size=1).map(tuple),
    people=st.lists(st.uuids(), max_size=2).map(tuple),
    min_level=st.none() | st.integers(1, 5),
    max_level=st.none() | st.integers(5, 9),
)


@st.composite
def missions(draw: st.DrawFn, slug: str, badges: list[str], before: list[str]) -> PackedMission:
    """A mission of any kind."""
    common: dict[str, Any] = {
        "title": draw(names),
        "description": draw(texts(500, empty=True)),
        "xp": draw(st.integers(0, 1_000)),
        "secret": draw(st.booleans()),
        "badge_id": draw(st.none() | st.sampled_from(badges)) if badges else None,
        "audience": draw(st.just(Audience()) | audiences),
        "after": tuple(before) if draw(st.booleans()) else (),
    }
    match draw(st.sampled_from(Kind)):
        case Kind.QUEST:
            steps = draw(st.lists(st.builds(Step, title=names, requirement=certain), min_size=1, max_size=3))
            spec = MissionSpec(**common, kind=Kind.QUEST, steps=tuple(steps), time_limit=draw(st.none() | spans))
        case Kind.ACHIEVEMENT if draw(st.booleans()):
            goal = draw(conditions((Operator.GTE,))).model_copy(update={"threshold": 20})
            tiers = (Tier(tier=BadgeTier.BRONZE, threshold=5), Tier(tier=BadgeTier.GOLD, threshold=20, xp=9))
            spec = MissionSpec(**common, kind=Kind.ACHIEVEMENT, requirement=goal, tiers=tiers)
        case Kind.ACHIEVEMENT:
            spec = MissionSpec(**common, kind=Kind.ACHIEVEMENT, requirement=draw(certain))
        case Kind.MISSION:
            starts_at = draw(st.none() | moments)
            spec = MissionSpec(
                **common,
                requirement=draw(requirements),
                window=draw(st.sampled_from([Window.DAILY, Window.WEEKLY, Window.MONTHLY, Window.SEASON])),
                starts_at=starts_at,
                ends_at=datetime(2031, 1, 1, 7, 30, tzinfo=UTC) if draw(st.booleans()) else None,
                places=draw(st.none() | st.integers(1, 9)),
            )
    return PackedMission.of(slug, spec)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack whose entries refer to each other."""
    badges = draw(st.lists(slugs, unique=True, max_size=3))
    goals = draw(st.lists(slugs, unique=True, max_size=3))
    return Pack(
        name=draw(slugs),
        title=draw(names),
        description=draw(texts(500, empty=True)),
        badges=tuple(
            BadgeSpec(
                id=one,
                name=draw(names),
                description=draw(texts(500, empty=True)),
                tier=draw(st.sampled_from(BadgeTier)),
                type=draw(st.sampled_from(BadgeType)),
                category=draw(names),
                art=draw(names),
                secret=draw(st.booleans()),
            )
            for one in badges
        ),
        scoring_rules=tuple(
            ScoringRuleSpec(
                id=one,
                title=draw(names),
                metric=draw(metrics),
                xp=9,
                full_until=9,
                cap=draw(st.integers(9, 99)),
                filters=draw(filters),
            )
            for one in draw(st.lists(slugs, unique=True, max_size=2))
        ),
        missions=tuple(draw(missions(slug, badges, goals[:at])) for at, slug in enumerate(goals)),
    )
