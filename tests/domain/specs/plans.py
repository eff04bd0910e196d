"""Made-up experiments."""

from typing import Any

from domain.specs import ExperimentSpec


def plan(*variants: dict[str, Any], **fields: Any) -> dict[str, Any]:
    usual = {
        "id": "cap", "title": "A higher cap", "question": "More reviews?", "rule": "review", "first": "2026-12-01",
        "last": "2026-12-31", "outcome": "review.submitted", "variants": variants or (variant(),),
    }  # fmt: skip
    return usual | fields


def variant(key: str = "more") -> dict[str, Any]:
    return {"key": key, "title": key.title(), "xp": 12, "full_until": 60, "cap": 120}


def experiment(*variants: dict[str, Any], **fields: Any) -> ExperimentSpec:
    return ExperimentSpec.model_validate(plan(*variants, **fields))
