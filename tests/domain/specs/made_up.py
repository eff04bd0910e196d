"""Specs of every kind, made up by Hypothesis."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from domain.specs import (
    MAX_AMOUNT,
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
    LevelCurve,
    Match,
    MissionSpec,
    NotOf,
    Operator,
    Requirement,
    RewardKind,
    RewardSpec,
    Role,
    Scope,
    ScoringRuleSpec,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)

LASTING = (Operator.GTE, Operator.GT)
RECURRING = tuple(window for window in Window if window is not Window.ONCE)

#: Text that YAML, Python and people each read in their own way.
TRICKY = (
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
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
slugs = st.from_regex(r"[a-z0-9][a-z0-9-]{0,11}", fullmatch=True)
names = st.text(_CHARACTERS, max_size=78).map(lambda text: f"x{text}x")
texts = st.just("") | names
values = st.sampled_from([text.strip() for text in TRICKY if text.strip()]) | names
metrics = st.from_regex(r"[a-z][a-z0-9_]{0,9}(\.[a-z][a-z0-9_]{0,9}){1,3}", fullmatch=True)
dimensions = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
amounts = st.integers(1, MAX_AMOUNT)
rewards = st.integers(0, 100_000)
spans = st.builds(Span, number=st.integers(1, 1_000), unit=st.sampled_from(Unit))
filters = st.lists(
    st.builds(
        Filter,
        dimension=dimensions,
        match=st.sampled_from(Match),
        values=st.lists(values, min_size=1, max_size=4).map(tuple),
    ),
    max_size=2,
).map(tuple)
#: In any time zone, by quarters of an hour.
moments = st.builds(
    lambda micros, quarters: (_EPOCH + timedelta(microseconds=micros)).astimezone(
        timezone(timedelta(minutes=15 * quarters))
    ),
    st.integers(86_400 * 10**6, 32_000_000_000 * 10**6),
    st.integers(-48, 56),
)


@st.composite
def conditions(draw: st.DrawFn, operators: tuple[Operator, ...] = tuple(Operator), *, turn: bool = False) -> Condition:
    """Any condition; those of a `turn` count only what is done in it."""
    aggregate, within = draw(st.sampled_from(Aggregate)), draw(st.none() | spans)
    return Condition(
        metric=draw(metrics),
        aggregate=aggregate,
        dimension=draw(dimensions) if aggregate is Aggregate.DISTINCT else None,
        filters=draw(filters),
        operator=draw(st.sampled_from(operators)),
        threshold=draw(amounts),
        within=within,
        ever=not turn and within is None and draw(st.booleans()),
    )


def trees(leaves: st.SearchStrategy[Condition], *, negated: bool = True) -> st.SearchStrategy[Requirement]:
    """Trees of conditions, four deep at most."""
    found: st.SearchStrategy[Requirement] = leaves
    for _ in range(3):
        branches = st.lists(found, min_size=1, max_size=2).map(tuple)
        grown = [found, branches.map(lambda some: AllOf(all=some)), branches.map(lambda some: AnyOf(any=some))]
        found = st.one_of(*grown, *([found.map(lambda one: NotOf(not_=one))] if negated else []))
    return found


requirements = trees(conditions())
lasting = trees(conditions(LASTING), negated=False)
turns = trees(conditions(LASTING, turn=True), negated=False)


@st.composite
def rewards_besides(draw: st.DrawFn) -> RewardSpec:
    kind = draw(st.sampled_from(RewardKind))
    by_hand = draw(st.booleans())
    fields: dict[str, Any] = {"days": draw(st.none() | st.integers(1, 366))} if by_hand else {}
    if kind in {RewardKind.BADGE, RewardKind.ITEM, RewardKind.TITLE}:
        fields["reference"] = draw(slugs if kind is RewardKind.BADGE else names)
    else:
        fields["amount"] = draw(st.integers(1, 168))
    if kind is RewardKind.BOOST:
        fields["percent"] = draw(st.integers(101, 300))
    return RewardSpec(kind=kind, by_hand=by_hand, **fields)


more = st.lists(rewards_besides(), max_size=2).map(tuple)
steps = st.builds(
    Step,
    title=names,
    requirement=turns,
    optional=st.booleans(),
    xp=rewards,
    coins=rewards,
    badge_id=st.none() | slugs,
    rewards=more,
)
audiences = st.builds(
    Audience,
    teams=st.lists(slugs, max_size=2).map(tuple),
    roles=st.lists(st.sampled_from(Role), max_size=1).map(tuple),
    people=st.lists(st.uuids(), max_size=2).map(tuple),
    min_level=st.none() | st.integers(1, 5),
    max_level=st.none() | st.integers(5, 1_000),
)
badges = st.builds(
    BadgeSpec,
    id=slugs,
    name=names,
    description=texts,
    tier=st.sampled_from(BadgeTier),
    type=st.sampled_from(BadgeType),
    category=names,
    art=names,
    secret=st.booleans(),
    repeatable=st.booleans(),
)
scoring_rules = st.builds(
    ScoringRuleSpec,
    id=slugs,
    title=names,
    metric=metrics,
    xp=st.integers(0, 10_000),
    full_until=st.integers(0, 1_000),
    cap=st.integers(1_000, MAX_AMOUNT),
    filters=filters,
)
level_curves = st.builds(LevelCurve, first=st.integers(1, 1_000_000), increase=st.integers(0, 1_000_000))


@st.composite
def _common(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "title": draw(names),
        "description": draw(texts),
        "after": draw(st.lists(slugs, max_size=2).map(tuple)),
        "audience": draw(st.just(Audience()) | audiences),
        "secret": draw(st.booleans()),
        "xp": draw(rewards),
        "coins": draw(rewards),
        "badge_id": draw(st.none() | slugs),
        "rewards": draw(more),
    }


def _start_and_end(draw: st.DrawFn) -> tuple[datetime | None, datetime | None]:
    start, end = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
    return draw(st.sampled_from([None, start])), draw(st.sampled_from([None, end]))


@st.composite
def quests(draw: st.DrawFn) -> MissionSpec:
    last = draw(steps).model_copy(update={"optional": False})
    walked = (*draw(st.lists(steps, max_size=3)), last)
    start, end = _start_and_end(draw)
    return MissionSpec(
        **draw(_common()),
        kind=Kind.QUEST,
        steps=walked,
        starts_at=start,
        ends_at=end,
        time_limit=draw(st.none() | spans),
    )


@st.composite
def achievements(draw: st.DrawFn) -> MissionSpec:
    common, heights = draw(_common()), draw(st.sets(st.sampled_from(BadgeTier), max_size=4))
    if not heights:
        return MissionSpec(**common, kind=Kind.ACHIEVEMENT, requirement=draw(lasting))
    thresholds = sorted(draw(st.sets(amounts, min_size=len(heights), max_size=len(heights))))
    ordered = [height for height in BadgeTier if height in heights]
    tiers = tuple(
        Tier(tier=one, threshold=goal, xp=draw(rewards), coins=draw(rewards), rewards=draw(more))
        for one, goal in zip(ordered, thresholds, strict=True)
    )
    goal = draw(conditions((Operator.GTE,))).model_copy(update={"threshold": thresholds[-1]})
    return MissionSpec(**common, kind=Kind.ACHIEVEMENT, requirement=goal, tiers=tiers)


@st.composite
def missions(draw: st.DrawFn) -> MissionSpec:
    start, end = _start_and_end(draw)
    scope = draw(st.sampled_from(Scope))
    personal = scope is Scope.PERSONAL
    shared = {"after": (), "audience": Audience(), "min_contributors": draw(st.integers(1, 1_000))}
    places = {"places": draw(st.none() | st.integers(1, 10_000))}
    return MissionSpec(
        **{**draw(_common()), **(places if personal else shared)},
        requirement=draw(requirements),
        scope=scope,
        window=draw(st.sampled_from(RECURRING)),
        starts_at=start,
        ends_at=end,
    )


def of_every_kind() -> st.SearchStrategy[MissionSpec]:
    return st.one_of(missions(), quests(), achievements())
