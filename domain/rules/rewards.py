"""Rewards in words, and when they are lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from domain.specs import RewardKind, RewardSpec

DAY = 24


def expiry(spec: RewardSpec, granted_at: datetime) -> datetime | None:
    """When a reward that waits is lost; None where it waits for ever."""
    return granted_at + timedelta(days=spec.days) if spec.days is not None else None


def name_of(spec: RewardSpec, badges: Mapping[str, str]) -> str:
    """What it is, in a few words: “30 coins”, “×1.5 XP for an hour”. `badges` are names by their ids."""
    match spec.kind:
        case RewardKind.XP:
            return f"{spec.amount:,} XP"
        case RewardKind.COINS:
            return coins(spec.amount)
        case RewardKind.BOOST:
            return f"×{(spec.percent or 0) / 100:g} XP for {span(spec.amount)}"
        case RewardKind.FREEZE:
            return "A streak freeze" if spec.amount == 1 else f"{spec.amount:,} streak freezes"
        case RewardKind.BADGE | RewardKind.TITLE:
            return f"The {spec.kind.value} “{badges.get(spec.reference or '', spec.reference)}”"
        case RewardKind.ITEM:
            return str(spec.reference)


def coins(amount: int) -> str:
    """1 coin, 30 coins."""
    return "1 coin" if amount == 1 else f"{amount:,} coins"


def span(hours: int) -> str:
    """Hours in the largest unit that fits: “an hour”, “36 hours”, “2 days”."""
    if hours % DAY == 0:
        return "a day" if hours == DAY else f"{hours // DAY} days"
    return "an hour" if hours == 1 else f"{hours} hours"
