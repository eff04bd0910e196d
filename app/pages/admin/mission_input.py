"""The door of the mission form: what an admin typed, checked once, with a sentence for each field that is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.errors import Invalid
from domain.specs import Aggregate, MissionSpec, Operator, Window

CHECK = "The marked fields need another look."

_FILL = "Please fill this in."
_INVISIBLE = "There is an invisible character in this text. Please type it anew."
_WHOLE = "A whole number, please."
SENTENCES = {
    "missing": _FILL,
    "string_type": _FILL,
    "string_pattern_mismatch": _FILL,
    "string_unicode": _INVISIBLE,
    "string_too_short": _FILL,
    "too_short": _FILL,
    "string_too_long": "At most {max_length} characters, please.",
    "too_long": "At most {max_length} values, please.",
    "greater_than_equal": "At least {ge:,}, please.",
    "less_than_equal": "At most {le:,}, please.",
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "finite_number": _WHOLE,
    "enum": "Please choose one.",
}


@dataclass(frozen=True, slots=True)
class FilterInput:
    dimension: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MissionInput:
    """The fields of the form as they are typed. Times are local to the admin (`2026-11-20T09:00`) or empty."""

    title: str = ""
    description: str = ""
    metric: str = ""
    aggregate: str = Aggregate.COUNT
    dimension: str = ""
    operator: str = Operator.GTE
    threshold: float | None = 10
    filters: tuple[FilterInput, ...] = ()
    window: str = Window.WEEKLY
    starts_at: str = ""
    ends_at: str = ""
    xp: float | None = 100
    badge_id: str | None = None

    def with_value(self, field: str, value: Any) -> "MissionInput":
        return replace(self, **{field: value})


def spec_of(typed: MissionInput, zone: str) -> MissionSpec:
    """The spec behind the form. Raises `Invalid` whose fields are the form's: `filters.0.values`, `ends_at` …"""
    problems: dict[str, str] = {}
    starts_at = _moment(typed.starts_at, zone, "starts_at", problems)
    ends_at = _moment(typed.ends_at, zone, "ends_at", problems)
    raw = {
        "title": typed.title or "",
        "description": typed.description or "",
        "requirement": {
            "metric": typed.metric or "",
            "aggregate": typed.aggregate,
            "dimension": (typed.dimension or "").strip() or None if typed.aggregate == Aggregate.DISTINCT else None,
            "operator": typed.operator,
            "threshold": typed.threshold,
            "filters": [
                {"dimension": wanted.dimension.strip(), "values": list(wanted.values)} for wanted in typed.filters
            ],
        },
        "window": typed.window,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "xp": 0 if typed.xp is None else typed.xp,
        "badge_id": typed.badge_id,
    }
    try:
        spec = MissionSpec.model_validate(raw)
    except ValidationError as error:
        found = {field_of(mistake["loc"]): sentence_of(mistake) for mistake in reversed(error.errors())}
        raise Invalid(CHECK, found | problems) from None
    if problems:
        raise Invalid(CHECK, problems)
    return spec


def input_of(spec: MissionSpec, zone: str) -> MissionInput:
    """The form that shows `spec`."""
    wanted = spec.requirement
    return MissionInput(
        title=spec.title,
        description=spec.description,
        metric=wanted.metric,
        aggregate=wanted.aggregate.value,
        dimension=wanted.dimension or "",
        operator=wanted.operator.value,
        threshold=wanted.threshold,
        filters=tuple(FilterInput(one.dimension, tuple(one.values)) for one in wanted.filters),
        window=spec.window.value,
        starts_at=_local(spec.starts_at, zone),
        ends_at=_local(spec.ends_at, zone),
        xp=spec.xp,
        badge_id=spec.badge_id,
    )


def field_of(location: Sequence[int | str]) -> str:
    """The form's name of a place in the spec; what concerns the whole is shown at the field that can mend it."""
    match list(location):
        case []:
            return "ends_at"
        case ["requirement"]:
            return "dimension"
        case ["requirement", "filters", int(at), str(field), *_]:
            return f"filters.{at}.{field}"
        case ["requirement", str(field), *_]:
            return field
        case [field, *_]:
            return str(field)
    return "title"  # pragma: no cover


def sentence_of(mistake: ErrorDetails) -> str:
    """A sentence for a person, from what the validation found."""
    context: Mapping[str, Any] = mistake.get("ctx", {})
    kind = mistake["type"]
    if kind == "value_error":
        return str(context.get("error", mistake["msg"]))
    if kind == "string_pattern_mismatch" and mistake["input"]:
        return _pattern_sentence(str(context.get("pattern")))
    return SENTENCES.get(kind, mistake["msg"]).format(**context)


def _pattern_sentence(pattern: str) -> str:
    if pattern.startswith("^[^"):
        return _INVISIBLE
    dotted = ", with a dot inside: review.submitted" if "\\." in pattern else ""
    return f"Small letters, digits and underscores only{dotted}."


def _moment(typed: str, zone: str, field: str, problems: dict[str, str]) -> datetime | None:
    if not typed:
        return None
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        problems[field] = "A date and a time, please."
        return None


def _local(moment: datetime | None, zone: str) -> str:
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if moment else ""
