"""Sentences for a person, from what the validation of a pack found."""

from difflib import get_close_matches

from pydantic_core import ErrorDetails

from domain.rules.packs.pack import Pack, PackedBoard, PackedFactors, PackedMission
from domain.specs import (
    AllOf,
    AnyOf,
    Audience,
    BadgeSpec,
    BoardPrize,
    Condition,
    DuelRules,
    ExperimentSpec,
    Filter,
    GameRules,
    LeagueSpec,
    LevelCurve,
    LevelTitle,
    Milestone,
    OfferSpec,
    RewardSpec,
    ScoringRuleSpec,
    SeasonPrize,
    SeasonSpec,
    Span,
    Step,
    StreakSpec,
    StreakStep,
    Tier,
    Variant,
    sentences,
)

_MODELS = (
    *(
        Pack,
        PackedMission,
        BadgeSpec,
        ScoringRuleSpec,
        SeasonSpec,
        SeasonPrize,
        Audience,
        Step,
        Tier,
        RewardSpec,
        OfferSpec,
    ),
    *(StreakSpec, Milestone, Condition, AllOf, AnyOf, Filter, Span),
    *(PackedBoard, BoardPrize, LeagueSpec, PackedFactors, StreakStep, DuelRules, LevelCurve, LevelTitle),
    *(ExperimentSpec, Variant, GameRules),
)
_KEYS = sorted({"not"}.union(*(model.model_fields for model in _MODELS)))

_TEXT = "A text belongs here."
_LIST = "A list belongs here: [one, two], or lines that begin with “-”."
_MAPPING = "Keys with values belong here: “key: value”."
_DAY = "A day, please: 2026-11-20."
_TIME = "A time with its zone, please: 2026-11-20T09:00:00Z."

_SENTENCES = {
    "missing": "This is missing.",
    "string_type": _TEXT,
    "string_unicode": "There is an invisible character in this text. Please remove it.",
    "string_too_short": "This is empty.",
    "too_short": "At least {min_length}, please.",
    "too_long": "At most {max_length:,}, please.",
    "bool_type": "true or false, please.",
    "bool_parsing": "true or false, please.",
    "tuple_type": _LIST,
    "dict_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
    "datetime_object_invalid": _TIME,
    "timezone_aware": _TIME,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "uuid_type": "The id of a player, please.",
    "uuid_parsing": "The id of a player, please.",
}


def sentence_of(mistake: ErrorDetails) -> str:
    """What is wrong, in a sentence."""
    match mistake["type"]:
        case "enum":
            return f"One of these, please: {str(mistake['ctx']['expected']).replace(chr(39), '')}."
        case "extra_forbidden":
            return _unknown(str(mistake["loc"][-1]))
        case "string_pattern_mismatch":
            return _pattern(str(mistake["input"]), str(mistake["ctx"]["pattern"]))
    return sentences.sentence_of(mistake, _SENTENCES)


def _unknown(key: str) -> str:
    near = get_close_matches(key, _KEYS, n=1)
    return f"There is no such key. Did you mean “{near[0]}”?" if near else "There is no such key."


def _pattern(given: str, pattern: str) -> str:
    if "\0" in given:
        return _SENTENCES["string_unicode"]
    if r"\." in pattern:
        return "A metric looks like “pull_request.merged”: small letters, words with points between."
    if "_" in pattern:
        return "A dimension looks like “merged_by”: small letters, digits and underscores."
    return "An id looks like “first-light”: small letters, digits and hyphens."
