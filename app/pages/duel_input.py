"""The door of the form of duels: what a player typed, checked once, with a sentence for each field that is wrong."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from app.pages.admin.requirement_input import in_words as asked
from app.pages.admin.requirement_input import raw_requirement, requirement_field
from app.pages.admin.sentences import CHECK, sentence_of
from components.duel_form import DuelInput
from components.mission_values import ConditionInput, GroupInput
from domain.errors import Invalid
from domain.rules.duel_words import what
from domain.specs import Contest, DuelGoal


def goal_of(typed: DuelInput) -> DuelGoal:
    """What the duel is about. Raises `Invalid` whose fields are the form's: `requirement.branches.0.metric` …"""
    if not typed.exactly:
        return _goal_of(typed, _plain(typed))
    requirement = raw_requirement(typed.requirement)
    if typed.contest == Contest.MOST and "metric" in requirement:
        requirement |= {"operator": "gte", "threshold": 1}  # it has no goal, whatever was typed before
    return _goal_of(typed, {"contest": typed.contest, "requirement": requirement})


def days_of(typed: DuelInput) -> int:
    """How long it lasts; 0 where no whole number was typed."""
    return _whole(typed.days) or 0


def first_of(typed: DuelInput) -> UUID | None:
    """The team that challenges; nobody but oneself where it is about persons."""
    return UUID(typed.mine) if typed.kind == "team" and typed.mine else None


def in_words(part: ConditionInput | GroupInput, contest: Contest) -> str:
    """A requirement, or a part of it, in a sentence. Of a contest for the most only what is counted matters."""
    if contest is Contest.MOST and isinstance(part, ConditionInput):
        try:
            raw = raw_requirement(part) | {"operator": "gte", "threshold": 1}
            return what(DuelGoal.model_validate({"contest": contest, "requirement": raw}))
        except ValidationError:
            return "Not finished yet"
    return asked(part)


def told_apart(refusal: Invalid, typed: DuelInput) -> Invalid:
    """The same refusal, at the fields that are shown: the plain form has no requirement."""
    place = "requirement" if typed.exactly else "metric"
    return Invalid(CHECK, {place if name == "requirement" else name: text for name, text in refusal.fields.items()})


def _plain(typed: DuelInput) -> dict[str, Any]:
    requirement: dict[str, Any] = {"metric": typed.metric or "", "threshold": 1}
    if typed.target is None:
        return {"contest": Contest.MOST, "requirement": requirement}
    if not (target := _whole(typed.target)):
        raise Invalid(CHECK, {"target": "A whole number from 1, please."})
    return {"contest": Contest.REACH, "requirement": requirement | {"threshold": target}}


def _goal_of(typed: DuelInput, raw: dict[str, Any]) -> DuelGoal:
    try:
        return DuelGoal.model_validate(raw)
    except ValidationError as error:
        found: dict[str, str] = {}
        for mistake in error.errors():
            location = mistake["loc"][1:] if mistake["loc"][:1] == ("requirement",) else ()
            place = requirement_field(location, typed.requirement, "requirement") if typed.exactly else "metric"
            found.setdefault(place if location or not typed.exactly else "requirement", sentence_of(mistake))
        raise Invalid(CHECK, found) from None


def _whole(value: float | None) -> int | None:
    return int(value) if value is not None and value == int(value) else None
