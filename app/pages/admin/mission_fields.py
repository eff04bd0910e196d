"""Where the form says what is wrong: from a place in the spec to the field that can mend it."""

from collections.abc import Sequence

from app.pages.admin.requirement_input import requirement_field
from components.mission_values import MissionInput, StepInput, TierInput
from components.reward_values import reward_field
from domain.specs import Kind

#: Where the sentences about a mission as a whole are said, by how they begin.
_WHOLE = {
    "The end": "ends_at",
    "A quest has steps": "steps",
    "A step of a quest": "steps",
    "Limited places": "window",
    "Tiers": "tiers",
    "Each tier": "tiers",
    "Achievements and limited places": "places",
}


def field_of(location: Sequence[int | str], typed: MissionInput, sentence: str = "") -> str:
    """The form's name of a place in the spec: `requirement.branches.0.threshold`, `steps.1.title`, `audience.teams`.

    What no field can mend alone is said at the top, whose name is empty.
    """
    match list(location):
        case []:
            return _field_of_whole(typed, sentence)
        case ["requirement", *rest]:
            return requirement_field(rest, typed.requirement, "requirement")
        case ["steps", int(at), *rest]:
            return f"steps.{at}.{_field_of_step(rest, typed.steps[at])}"
        case ["rewards" | "tiers" as owner, int(at), *rest]:
            return _field_of_reward(typed, at, rest) if owner == "rewards" else _field_of_tier(typed, at, rest)
        case ["audience"]:
            return "audience.max_level"
        case _:
            part, *rest = location
            return f"{part}.{rest[0]}" if part in {"audience", "time_limit"} else str(part)


def _field_of_reward(owner: MissionInput | StepInput | TierInput, at: int, location: Sequence[int | str]) -> str:
    return f"rewards.{at}.{reward_field(location, owner.rewards[at])}"


def _field_of_tier(typed: MissionInput, at: int, location: Sequence[int | str]) -> str:
    tier = typed.tiers_used[at]
    match list(location):
        case ["rewards", int(place), *rest]:
            field = _field_of_reward(tier, place, rest)
        case rest:
            field = str(rest[0])
    return f"tiers.{typed.tiers.index(tier)}.{field}"


def _field_of_step(location: Sequence[int | str], step: StepInput) -> str:
    match list(location):
        case ["requirement", *rest]:
            return requirement_field(rest, step.requirement, "requirement")
        case ["rewards", int(at), *rest]:
            return _field_of_reward(step, at, rest)
        case rest:
            return str(rest[0])


def _field_of_whole(typed: MissionInput, sentence: str) -> str:
    if sentence.startswith("Levels and prerequisites"):
        return "after" if typed.after else "audience.min_level" if typed.audience.min_level else "audience.max_level"
    field = next((field for beginning, field in _WHOLE.items() if sentence.startswith(beginning)), "")
    return "requirement" if field == "window" and typed.kind == Kind.ACHIEVEMENT else field
