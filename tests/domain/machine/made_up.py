"""Made-up missions of every kind, and made-up work, small enough that something is completed all the time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
    Audience,
    BadgeTier,
    Condition,
    Contest,
    DuelGoal,
    FactorsSpec,
    Filter,
    Kind,
    MissionSpec,
    NotOf,
    OfferSpec,
    Operator,
    Requirement,
    RewardKind,
    RewardSpec,
    Role,
    Scope,
    Span,
    Stacking,
    Step,
    StreakStep,
    Tier,
    Unit,
    Window,
    plain_goal,
)

METRICS = ("review.submitted", "issue.completed", "ticket.solved")
QUEUES = ("red", "green")
BADGES = ("first-light", "polyglot", "release-captain")
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu")
RECURRING = (Window.DAILY, Window.WEEKLY, Window.MONTHLY, Window.SEASON)
LASTING = (Operator.GTE, Operator.GTE, Operator.GT)
#: What completions may give besides XP and a badge, at once or by hand.
MORE = (
    (RewardSpec(kind=RewardKind.XP, amount=9), RewardSpec(kind=RewardKind.TITLE, reference="Owl")),
    (RewardSpec(kind=RewardKind.XP, amount=5, by_hand=True, days=3),),
    (RewardSpec(kind=RewardKind.BADGE, reference=BADGES[0], by_hand=True),),
    (RewardSpec(kind=RewardKind.BADGE, reference=BADGES[1]), RewardSpec(kind=RewardKind.COINS, amount=4)),
    (RewardSpec(kind=RewardKind.COINS, amount=3, by_hand=True, days=3),),
)
_OFFERS = (
    {"id": "mug", "gives": {"kind": "item", "reference": "Mug"}, "real": True, "approval": True, "stock": 3},
    {"id": "walk", "gives": {"kind": "item", "reference": "Walk"}, "per_person": 1},
    {"id": "owl", "gives": {"kind": "title", "reference": "Owl"}, "approval": True},
    {"id": "freeze", "gives": {"kind": "freeze"}},
    {"id": "boost", "gives": {"kind": "boost", "amount": 3, "percent": 150}},
)
#: What can be bought for what a mission or two give.
OFFERS = [OfferSpec.model_validate({"title": "An offer", "price": 2, **one}) for one in _OFFERS]


@dataclass(frozen=True, slots=True)
class Work:
    """One thing somebody did, `late` minutes before it comes in; below zero the sender's clock is ahead."""

    person: int
    metric: str
    late: int
    value: int
    queue: str
    in_github_shape: bool


WORK = st.builds(
    Work,
    person=st.integers(0, 2),
    metric=st.sampled_from(METRICS),
    late=st.one_of(st.just(0), st.integers(-50, 60), st.integers(0, 12 * 24 * 60)),
    value=st.integers(1, 4),
    queue=st.sampled_from(QUEUES),
    in_github_shape=st.sampled_from((False, False, False, True)),
)
WORKS = st.lists(WORK, min_size=1, max_size=4)

_SPANS = st.builds(Span, number=st.sampled_from((2, 8, 30)), unit=st.just(Unit.HOURS))
_QUEUE = st.sampled_from(QUEUES).map(lambda queue: (Filter(dimension="queue", values=(queue,)),))
STREAKS = ("activity", "reviews", "badges")
_STREAK = Filter(dimension="streak", values=STREAKS)
_DERIVED: tuple[dict[str, Any], ...] = (
    {"metric": "xp.earned", "aggregate": Aggregate.SUM, "threshold": 60},
    {"metric": "coins.earned", "aggregate": Aggregate.SUM, "threshold": 4},
    {"metric": "mission.completed", "threshold": 2},
    {"metric": "badge.earned", "threshold": 1},
    {"metric": "streak.length", "aggregate": Aggregate.MAX, "threshold": 2},
    {"metric": "streak.length", "aggregate": Aggregate.MAX, "threshold": 3, "filters": (_STREAK,)},
)


@st.composite
def conditions(draw: st.DrawFn, operators: Sequence[Operator] = LASTING, *, ever: bool = True) -> Condition:
    """Mostly about work, now and then about what the game itself makes of it."""
    if draw(st.integers(0, 4)) == 4:
        return Condition(**draw(st.sampled_from(_DERIVED)), ever=ever and draw(st.booleans()))
    aggregate = draw(st.sampled_from((Aggregate.COUNT, *Aggregate)))
    return Condition(
        metric=draw(st.sampled_from(METRICS)),
        aggregate=aggregate,
        dimension="queue" if aggregate is Aggregate.DISTINCT else None,
        filters=draw(st.just(()) | _QUEUE),
        operator=draw(st.sampled_from(operators)),
        threshold=draw(st.integers(1, 4)),
        **draw(st.sampled_from(({}, {}, {"ever": ever}))),
    )


def _with_stretch(condition: Condition) -> st.SearchStrategy[Condition]:
    return st.just(condition) | _SPANS.map(lambda span: condition.model_copy(update={"within": span, "ever": False}))


@st.composite
def trees(draw: st.DrawFn, *, ever: bool = True) -> Requirement:
    """One condition, or two under `all` or `any`."""
    first = draw(conditions(ever=ever).flatmap(_with_stretch))
    match draw(st.sampled_from(("one", "one", "all", "any"))):
        case "all":
            return AllOf(all=(first, draw(conditions(ever=ever))))
        case "any":
            return AnyOf(any=(first, draw(conditions(ever=ever))))
    return first


@st.composite
def lossy_trees(draw: st.DrawFn, *, ever: bool = True) -> Requirement:
    """What can be lost again until the window closes."""
    lossy = draw(conditions((Operator.LT, Operator.LTE, Operator.EQ), ever=ever))
    match draw(st.sampled_from(("one", "all", "not"))):
        case "all":
            return AllOf(all=(draw(conditions(ever=ever)), lossy))
        case "not":
            return AllOf(all=(draw(conditions(ever=ever)), NotOf(not_=draw(conditions(ever=ever)))))
    return lossy


_AUDIENCES = st.one_of(
    st.just(Audience()),
    st.just(Audience(teams=("red",))),
    st.just(Audience(roles=(Role.PLAYER,))),
    st.just(Audience(min_level=2)),
    st.just(Audience(max_level=2)),
)


@st.composite
def missions(draw: st.DrawFn, slugs: Sequence[str] = ()) -> MissionSpec:
    """A personal mission, perhaps behind another one."""
    return MissionSpec(
        title="Personal",
        requirement=draw(trees()),
        window=draw(st.sampled_from(Window)),
        audience=draw(_AUDIENCES),
        after=draw(st.lists(st.sampled_from(slugs), max_size=1).map(tuple)) if slugs else (),
        **draw(_REWARDS),
    )


@st.composite
def decided_at_close(draw: st.DrawFn) -> MissionSpec:
    """One that only the close of its window decides."""
    places = draw(st.sampled_from((None, 1, 2)))
    goal = draw(lossy_trees()) if places is None else draw(trees() | lossy_trees())
    window = draw(st.sampled_from(RECURRING))
    return MissionSpec(
        title="Decided", requirement=goal, window=window, places=places, audience=draw(_AUDIENCES), **draw(_REWARDS)
    )


@st.composite
def shared(draw: st.DrawFn) -> MissionSpec:
    """What a team, or everybody, does together."""
    scope = draw(st.sampled_from((Scope.TEAM, Scope.GUILD)))
    return MissionSpec(
        title="Together",
        requirement=draw(trees()),
        window=draw(st.sampled_from(Window)),
        scope=scope,
        min_contributors=draw(st.integers(1, 2)),
        audience=draw(st.sampled_from((Audience(), Audience(teams=("red",))))),
        **draw(_REWARDS),
    )


@st.composite
def tiered(draw: st.DrawFn) -> MissionSpec:
    goal = draw(conditions((Operator.GTE,)))
    first = draw(st.integers(1, 3))
    heights = ((BadgeTier.BRONZE, first), (BadgeTier.GOLD, first + draw(st.integers(1, 3))))
    more = draw(st.sampled_from(((), *MORE)))
    return MissionSpec(
        title="Heights",
        kind=Kind.ACHIEVEMENT,
        requirement=goal.model_copy(update={"threshold": heights[-1][1]}),
        tiers=tuple(
            Tier(tier=tier, threshold=number, xp=number, coins=number % 2, rewards=more) for tier, number in heights
        ),
        badge_id=draw(st.sampled_from(BADGES)),
    )


@st.composite
def quests(draw: st.DrawFn) -> MissionSpec:
    steps = st.builds(
        Step,
        title=st.just("A step"),
        requirement=trees(ever=False),
        optional=st.booleans(),
        xp=st.sampled_from((0, 7)),
        coins=st.sampled_from((0, 2)),
        badge_id=st.none() | st.sampled_from(BADGES),
    )
    first = draw(st.lists(steps, max_size=2))
    return MissionSpec(
        title="Quest",
        kind=Kind.QUEST,
        steps=(*first, draw(steps).model_copy(update={"optional": False})),
        time_limit=draw(st.none() | _SPANS),
        **draw(_REWARDS),
    )


_REWARDS = st.fixed_dictionaries(
    {
        "xp": st.sampled_from((0, 15, 40)),
        "coins": st.sampled_from((0, 0, 3)),
        "badge_id": st.sampled_from((None, None, *BADGES)),
        "rewards": st.sampled_from(((), (), *MORE)),
    }
)


def specs(slugs: Sequence[str] = ()) -> st.SearchStrategy[MissionSpec]:
    """A mission of any kind."""
    return st.one_of(missions(slugs), missions(slugs), decided_at_close(), shared(), tiered(), quests())


STEPS = (StreakStep(days=1, factor=1_333), StreakStep(days=2, factor=1_700))
FACTORS = st.builds(
    FactorsSpec,
    memberships=st.booleans(),
    streaks=st.booleans(),
    steps=st.sampled_from((STEPS[:1], STEPS)),
    stacking=st.sampled_from(Stacking),
    per_level=st.sampled_from((0, 3, 20)),
)

#: What a duel is about: mostly one thing, now and then any tree. It may be one that is refused.
GOALS = st.one_of(
    st.builds(plain_goal, st.just(METRICS[0]), st.none() | st.integers(1, 2)),
    st.builds(DuelGoal, contest=st.just(Contest.MOST), requirement=conditions(ever=False)),
    st.builds(DuelGoal, contest=st.just(Contest.REACH), requirement=trees(ever=False) | lossy_trees(ever=False)),
)
