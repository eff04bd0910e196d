from typing import Any

import pytest
from hypothesis import given

from domain.specs import BadgeSpec, BadgeType
from tests.domain.specs import made_up
from tests.domain.specs.faults import fields, survives

BADGE: dict[str, Any] = {"id": "a", "name": "A", "description": "", "tier": "gold", "category": "x", "art": "y"}


@given(made_up.badges)
def test_a_badge_survives_being_stored(badge: BadgeSpec) -> None:
    assert survives(badge)


def test_a_badge_is_a_milestone_that_everyone_sees_and_earns_once_unless_told_otherwise() -> None:
    badge = BadgeSpec.model_validate(BADGE)

    assert (badge.type, badge.secret, badge.repeatable) == (BadgeType.MILESTONE, False, False)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tier": "diamond"}, "tier"),
        ({"type": "trophy"}, "type"),
        ({"id": "Not a slug"}, "id"),
        ({"name": " "}, "name"),
        ({"category": ""}, "category"),
        ({"art": ""}, "art"),
        ({"color": "red"}, "color"),
    ],
)
def test_what_is_wrong_with_a_badge_is_said_at_its_field(change: dict[str, Any], field: str) -> None:
    assert fields(BadgeSpec, BADGE | change) == [field]
