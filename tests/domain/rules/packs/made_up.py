"""Packs of every shape, made up by Hypothesis, and the small one that other tests change."""

from datetime import date, timedelta

from hypothesis import strategies as st

from domain.rules.packs import Pack, PackedMission
from domain.specs import Bar, OfferSpec, RewardKind, RewardSpec, Scope, SeasonPrize, SeasonSpec, Theme
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
def packs(draw: st.DrawFn) -> Pack:
    """A pack whose entries refer to each other."""
    badges, rules, goals = (draw(st.lists(made_up.slugs, unique=True, max_size=most)) for most in (3, 2, 3))
    told = st.fixed_dictionaries({"name": names, "description": texts(500), "category": names, "art": names})
    return Pack(
        name=draw(made_up.slugs),
        title=draw(names),
        description=draw(texts(500)),
        badges=tuple(draw(made_up.badges).model_copy(update={**draw(told), "id": one}) for one in badges),
        scoring_rules=tuple(
            draw(made_up.scoring_rules).model_copy(update={"title": draw(names), "id": one}) for one in rules
        ),
        seasons=tuple(draw(seasons(one, badges)) for one in draw(st.lists(made_up.slugs, unique=True, max_size=2))),
        offers=tuple(draw(offers(one, badges)) for one in draw(st.lists(made_up.slugs, unique=True, max_size=2))),
        missions=tuple(draw(missions(slug, badges, goals[:at])) for at, slug in enumerate(goals)),
    )
