"""What a form holds of rewards, as it is typed. What does not belong to the chosen kind is kept and not used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.specs import NAMED, RewardKind, RewardSpec


@dataclass(eq=False, slots=True)
class RewardInput:
    """`name` is that of an item or a title. A boost is typed in hours and in percent."""

    kind: str = RewardKind.XP
    amount: float | None = 50
    name: str = ""
    badge_id: str | None = None
    percent: float | None = 150
    by_hand: bool = False
    days: float | None = None


def raw_reward(typed: RewardInput) -> dict[str, Any]:
    """What the spec is made of."""
    kind = RewardKind(typed.kind)
    raw: dict[str, Any] = {"kind": kind, "by_hand": typed.by_hand}
    if kind in NAMED:
        raw["reference"] = (typed.badge_id if kind is RewardKind.BADGE else (typed.name or "").strip()) or None
    else:
        raw["amount"] = typed.amount
    if kind is RewardKind.BOOST:
        raw["percent"] = typed.percent
    if typed.by_hand:
        raw["days"] = typed.days
    return raw


def reward_input(spec: RewardSpec) -> RewardInput:
    """What shows `spec`."""
    typed = RewardInput(spec.kind.value, spec.amount, by_hand=spec.by_hand, days=spec.days)
    if spec.kind is RewardKind.BADGE:
        typed.badge_id = spec.reference
    elif spec.reference is not None:
        typed.name = spec.reference
    if spec.percent is not None:
        typed.percent = spec.percent
    return typed


def reward_field(location: Sequence[int | str], typed: RewardInput) -> str:
    """The field that can mend what is wrong at a place in the spec."""
    field = str(location[0]) if location else ""
    if field in {"", "reference"} and typed.kind in NAMED:
        return "badge_id" if typed.kind == RewardKind.BADGE else "name"
    return field or "amount"
