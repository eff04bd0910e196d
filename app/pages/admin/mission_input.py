"""The door of the mission form: what an admin typed, checked once, with a sentence for each field that is wrong."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from app.pages.admin.mission_fields import field_of
from app.pages.admin.requirement_input import raw_requirement, raw_span, requirement_input, span_input
from app.pages.admin.sentences import CHECK, sentence_of
from components.local_time import moment_of, text_of
from components.mission_values import AudienceInput, MissionInput, StepInput, TierInput
from components.reward_values import RewardInput, raw_reward, reward_input
from domain.errors import Invalid
from domain.specs import Audience, BadgeTier, Kind, MissionSpec, Operator, RewardSpec, Scope, Step, Tier, Window


def spec_of(typed: MissionInput, zone: str) -> MissionSpec:
    """The spec behind the form. Raises `Invalid` whose fields are the form's: `requirement.branches.0.metric` …"""
    problems: dict[str, str] = {}
    raw = {
        "title": typed.title or "",
        "description": typed.description or "",
        "kind": typed.kind,
        "secret": typed.secret,
        "xp": typed.xp or 0,
        "coins": typed.coins or 0,
        "badge_id": typed.badge_id,
        "rewards": [raw_reward(one) for one in typed.rewards],
        **_goals(typed),
        **_times(typed, zone, problems),
        **_people(typed),
    }
    try:
        spec = MissionSpec.model_validate(raw)
    except ValidationError as error:
        found: dict[str, str] = {}
        for mistake in error.errors():
            if mistake["type"] == "too_short" and mistake["input"]:
                continue  # nothing lacks: what is there is wrong, and said by itself
            sentence = sentence_of(mistake)
            found.setdefault(field_of(mistake["loc"], typed, sentence), sentence)
        raise Invalid(CHECK, found | problems) from None
    if problems:
        raise Invalid(CHECK, problems)
    return spec


def input_of(spec: MissionSpec, zone: str) -> MissionInput:
    """The form that shows `spec`."""
    typed = MissionInput(
        title=spec.title,
        description=spec.description,
        kind=spec.kind.value,
        window=spec.window.value,
        season=spec.season,
        scope=spec.scope.value,
        min_contributors=spec.min_contributors,
        audience=_audience(spec.audience),
        places=spec.places,
        after=list(spec.after),
        secret=spec.secret,
        xp=spec.xp,
        coins=spec.coins,
        badge_id=spec.badge_id,
        rewards=_rewards(spec.rewards),
    )
    if spec.requirement is not None:
        typed.requirement = requirement_input(spec.requirement)
    if spec.steps:
        typed.steps = [_step_input(step) for step in spec.steps]
    heights = {tier.tier: tier for tier in spec.tiers}
    typed.tiers = [_tier_input(tier, heights.get(tier)) for tier in BadgeTier]
    if spec.time_limit:
        typed.time_limit = span_input(spec.time_limit)
    _show_time(typed, "starts_at", spec.starts_at, zone)
    _show_time(typed, "ends_at", spec.ends_at, zone)
    return typed


def _step_input(step: Step) -> StepInput:
    return StepInput(
        title=step.title,
        requirement=requirement_input(step.requirement),
        optional=step.optional,
        xp=step.xp,
        coins=step.coins,
        badge_id=step.badge_id,
        rewards=_rewards(step.rewards),
    )


def _tier_input(tier: BadgeTier, used: Tier | None) -> TierInput:
    if used is None:
        return TierInput(tier)
    return TierInput(tier, used.threshold, used.xp, used.coins, _rewards(used.rewards))


def _goals(typed: MissionInput) -> dict[str, Any]:
    if typed.kind == Kind.QUEST:
        return {"steps": [_raw_step(step) for step in typed.steps]}
    requirement = raw_requirement(typed.requirement)
    tiers = typed.tiers_used if typed.kind == Kind.ACHIEVEMENT else []
    if tiers and requirement.get("operator") == Operator.GTE:
        requirement["threshold"] = tiers[-1].threshold
    return {
        "requirement": requirement,
        "tiers": [_raw_tier(one) for one in tiers],
    }


def _raw_tier(tier: TierInput) -> dict[str, Any]:
    return {
        "tier": tier.tier,
        "threshold": tier.threshold,
        "xp": tier.xp or 0,
        "coins": tier.coins or 0,
        "rewards": [raw_reward(one) for one in tier.rewards],
    }


def _raw_step(step: StepInput) -> dict[str, Any]:
    return {
        "title": step.title or "",
        "requirement": raw_requirement(step.requirement),
        "optional": step.optional,
        "xp": step.xp or 0,
        "coins": step.coins or 0,
        "badge_id": step.badge_id,
        "rewards": [raw_reward(one) for one in step.rewards],
    }


def _times(typed: MissionInput, zone: str, problems: dict[str, str]) -> dict[str, Any]:
    """An achievement has none; a quest does not repeat."""
    if typed.kind == Kind.ACHIEVEMENT:
        return {}
    names = () if typed.season else ("starts_at", "ends_at")
    times: dict[str, Any] = {name: _moment(typed, name, getattr(typed, name) or "", zone, problems) for name in names}
    times["season"] = typed.season
    if typed.kind == Kind.QUEST:
        limited = typed.time_limit.number is not None
        return {**times, "window": Window.ONCE, "time_limit": raw_span(typed.time_limit) if limited else None}
    return {**times, "window": typed.window}


def _people(typed: MissionInput) -> dict[str, Any]:
    """Only missions are for teams or have limited places."""
    everybody = {
        "audience": {
            "teams": list(typed.audience.teams),
            "roles": list(typed.audience.roles),
            "people": list(typed.audience.people),
            "min_level": typed.audience.min_level,
            "max_level": typed.audience.max_level,
        },
        "after": list(typed.after),
    }
    if typed.kind != Kind.MISSION:
        return everybody
    together = {} if typed.scope == Scope.PERSONAL else {"min_contributors": typed.min_contributors}
    return {**everybody, "scope": typed.scope, "places": typed.places, **together}


def _rewards(specs: Iterable[RewardSpec]) -> list[RewardInput]:
    return [reward_input(spec) for spec in specs]


def _audience(audience: Audience) -> AudienceInput:
    return AudienceInput(
        teams=list(audience.teams),
        roles=[role.value for role in audience.roles],
        people=[str(person) for person in audience.people],
        min_level=audience.min_level,
        max_level=audience.max_level,
    )


def _moment(typed: MissionInput, name: str, text: str, zone: str, problems: dict[str, str]) -> datetime | None:
    """The moment a text stands for; one that nobody changed stands for exactly the moment it was made from."""
    if not text:
        return None
    shown, moment = typed.exact.get(name, ("", None))
    if text == shown:
        return moment
    try:
        return moment_of(text, zone)
    except ValueError:
        problems[name] = "A date and a time, please."
        return None


def _show_time(typed: MissionInput, name: str, moment: datetime | None, zone: str) -> None:
    if moment:
        text = text_of(moment, zone)
        setattr(typed, name, text)
        typed.exact[name] = (text, moment)
