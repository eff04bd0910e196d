"""Packs of every shape, made up by Hypothesis, and the small one that other tests change."""

from datetime import date, timedelta

from hypothesis import strategies as st

from domain.rules.packs import Pack, PackedBoard, PackedFactors, PackedMission
from domain.specs import (
    Bar,
    BoardPrize,
    DuelRules,
    ExperimentSpec,
    GameRules,
    LeagueSpec,
    Measure,
    Method,
    OfferSpec,
    Period,
    Ranked,
    RewardKind,
    RewardSpec,
    Scope,
    SeasonPrize,
    SeasonSpec,
    Stacking,
    StreakStep,
    Theme,
    Variant,
)
from tests.domain.specs import made_up

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

_WORDS = ["work", "that", "landed", "and:", "was", "#seen", "-", "a"]


def texts(size: int) -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join)
    return st.one_of(st.sampled_from(made_up.TRICKY), made_up.texts, words).map(lambda text: text[:size].strip())


names = texts(80).map(lambda text: text or "x")


def _known(rewards: tuple[RewardSpec, ...], badges: list[str]) -> tuple[RewardSpec, ...]:
    """Badges that there are, in place of others."""
    return tuple(
        one if one.kind is not RewardKind.BADGE else one.model_copy(update={"reference": badges[0]})
        for one in rewards
        if badges or one.kind is not RewardKind.BADGE
    )


@st.composite
def missions(draw: st.DrawFn, slug: str, badges: list[str], before: list[str]) -> PackedMission:
    """A mission of any kind that refers only to these."""
    badge_ids = st.sampled_from([None, *badges])
    spec = draw(made_up.of_every_kind())
    walked = tuple(
        step.model_copy(
            update={"title": draw(names), "badge_id": draw(badge_ids), "rewards": _known(step.rewards, badges)}
        )
        for step in spec.steps
    )
    tiers = tuple(tier.model_copy(update={"rewards": _known(tier.rewards, badges)}) for tier in spec.tiers)
    changes = {
        "title": draw(names),
        "description": draw(texts(500)),
        "badge_id": draw(badge_ids),
        "after": tuple(before) if spec.scope is Scope.PERSONAL and draw(st.booleans()) else (),
        "steps": walked,
        "tiers": tiers,
        "rewards": _known(spec.rewards, badges),
    }
    return PackedMission.of(slug, spec.model_copy(update=changes))


@st.composite
def offers(draw: st.DrawFn, slug: str, badges: list[str]) -> OfferSpec:
    """An offer of anything that coins buy."""
    gives = draw(made_up.rewards_besides().filter(lambda one: one.kind not in {RewardKind.XP, RewardKind.COINS}))
    gives = gives.model_copy(update={"by_hand": False, "days": None})
    known = _known((gives,), badges) or (RewardSpec(kind=RewardKind.FREEZE),)
    return OfferSpec(
        id=slug,
        title=draw(names),
        text=draw(texts(500)),
        price=draw(st.integers(1, 100_000)),
        gives=known[0],
        real=known[0].kind is RewardKind.ITEM and draw(st.booleans()),
        approval=draw(st.booleans()),
        stock=draw(st.none() | st.integers(0, 9)),
        per_person=draw(st.none() | st.integers(1, 9)),
        on=draw(st.booleans()),
    )


@st.composite
def seasons(draw: st.DrawFn, slug: str, badges: list[str]) -> SeasonSpec:
    """A season with prizes of every kind; which badges they give is up to the pack."""
    first, days = draw(st.dates(date(2000, 1, 1), date(2998, 12, 31))), draw(st.integers(0, 365))
    bars = draw(st.lists(st.tuples(st.sampled_from(Bar), st.integers(1, 9)), unique=True, max_size=3))
    badge = st.sampled_from([None, *badges])
    return SeasonSpec(
        id=slug,
        name=draw(names),
        sentence=draw(texts(500)),
        first=first,
        last=first + timedelta(days=days),
        theme=draw(st.sampled_from(Theme)),
        prizes=tuple(SeasonPrize(bar=bar, at_least=most, xp=7, badge_id=draw(badge)) for bar, most in bars),
    )


@st.composite
def boards(draw: st.DrawFn, slug: str, badges: list[str], spans: list[str]) -> PackedBoard:
    """A board of any kind, with days of its own, those of a season, or a period."""
    period, measure = draw(st.sampled_from(Period)), draw(st.sampled_from(Measure))
    ranked = draw(st.sampled_from(Ranked))
    fields: dict[str, object] = {"id": slug, "title": draw(names), "measure": measure, "period": period}
    fields |= {"ranked": ranked, "method": draw(st.sampled_from(Method)), "floor": draw(st.integers(3, 9))}
    if measure in {Measure.METRIC_COUNT, Measure.METRIC_SUM}:
        fields["metric"] = draw(made_up.metrics.filter(lambda one: not one.startswith(("copilot.", "visit."))))
    if period is Period.CUSTOM and spans and draw(st.booleans()):
        fields["season"] = draw(st.sampled_from(spans))
    elif period is Period.CUSTOM:
        first = draw(st.dates(date(2000, 1, 1), date(2998, 12, 31)))
        fields |= {"first": first, "last": first + timedelta(days=draw(st.integers(0, 365)))}
    if ranked is Ranked.EVERYONE and period is not Period.ALL and draw(st.booleans()):
        given = _known(draw(made_up.more), badges) or (RewardSpec(kind=RewardKind.COINS, amount=3),)
        fields["prizes"] = (BoardPrize(best=3, rewards=given), BoardPrize(bar=draw(made_up.amounts), rewards=given))
    return PackedBoard.model_validate(fields | {"on": draw(st.booleans())})


@st.composite
def experiments(draw: st.DrawFn, slug: str, rule: str) -> ExperimentSpec:
    """A plan for some weeks, with one or two other ways to pay."""
    first = draw(st.dates(date(2000, 1, 1), date(2998, 12, 31)))
    return ExperimentSpec(
        id=slug,
        title=draw(names),
        question=draw(names),
        rule=rule,
        variants=tuple(
            Variant(
                key=f"group-{at}",
                title=draw(names),
                xp=draw(st.integers(0, 99)),
                full_until=9,
                cap=draw(st.integers(9, 99)),
            )
            for at in range(draw(st.integers(1, 3)))
        ),
        first=first,
        last=first + timedelta(days=draw(st.integers(6, 100))),
        outcome="review.submitted",
    )


#: Settings, of which a pack has one each or none.
settings = st.fixed_dictionaries(
    {
        "game": st.none()
        | st.builds(GameRules, streaks=st.booleans(), hold_days=st.integers(5, 60), holds_by_itself=st.booleans()),
        "league": st.none()
        | st.builds(
            LeagueSpec,
            title=names,
            divisions=st.lists(names, min_size=2, max_size=4, unique=True).map(tuple),
            up=st.integers(0, 50),
            period=st.sampled_from([Period.WEEK, Period.MONTH]),
            on=st.booleans(),
        ),
        "factors": st.none()
        | st.builds(
            PackedFactors,
            per_level=st.integers(0, 10),
            streaks=st.booleans(),
            memberships=st.booleans(),
            steps=st.lists(st.integers(1, 500), min_size=1, max_size=5, unique=True).map(
                lambda days: tuple(StreakStep(days=one, factor=1_000 + one) for one in sorted(days))
            ),
            stacking=st.sampled_from(Stacking),
        ),
        "duels": st.none() | st.builds(DuelRules, on=st.booleans(), xp=st.integers(0, 50), coins=st.integers(0, 50)),
        "levels": st.none() | made_up.level_curves,
    }
)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """A pack whose entries refer to each other."""
    badges, rules, goals = (draw(st.lists(made_up.slugs, unique=True, max_size=most)) for most in (3, 2, 3))
    spans = draw(st.lists(made_up.slugs, unique=True, max_size=2))
    plans = draw(st.lists(made_up.slugs, unique=True, max_size=2)) if rules else []
    told = st.fixed_dictionaries({"name": names, "description": texts(500), "category": names, "art": names})
    return Pack(
        name=draw(made_up.slugs),
        title=draw(names),
        description=draw(texts(500)),
        badges=tuple(draw(made_up.badges).model_copy(update={**draw(told), "id": one}) for one in badges),
        scoring_rules=tuple(
            draw(made_up.scoring_rules).model_copy(update={"title": draw(names), "id": one}) for one in rules
        ),
        seasons=tuple(draw(seasons(one, badges)) for one in spans),
        boards=tuple(
            draw(boards(one, badges, spans)) for one in draw(st.lists(made_up.slugs, unique=True, max_size=2))
        ),
        experiments=tuple(draw(experiments(one, draw(st.sampled_from(rules)))) for one in plans),
        **draw(settings),
        offers=tuple(draw(offers(one, badges)) for one in draw(st.lists(made_up.slugs, unique=True, max_size=2))),
        missions=tuple(draw(missions(slug, badges, goals[:at])) for at, slug in enumerate(goals)),
    )
