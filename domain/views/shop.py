"""The shop as a player and as an admin see it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.specs import OfferSpec, RewardKind


@dataclass(frozen=True, slots=True)
class OfferView:
    """`name` is what one gets. `left` is None where there is no end of it; `refusal` says why it cannot be bought."""

    id: str
    title: str
    text: str
    price: int
    kind: RewardKind
    name: str
    real: bool
    approval: bool
    left: int | None
    bought: int
    per_person: int | None
    ends_at: datetime | None
    refusal: str | None


@dataclass(frozen=True, slots=True)
class PurchaseView:
    """`state` is waiting, approved (to be handed over), done, refused or refunded; `reason` is that of an admin."""

    id: UUID
    title: str
    price: int
    state: str
    real: bool
    used: bool
    at: datetime
    player_id: UUID
    player_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShopPage:
    """What a player can spend, what he can get for it, and what he bought, the newest first."""

    coins: int
    offers: tuple[OfferView, ...]
    bought: tuple[PurchaseView, ...]


@dataclass(frozen=True, slots=True)
class OfferDefinition:
    """An offer as an admin made it."""

    spec: OfferSpec
    sold: int


_HANDLED = {
    "done": "It was handed over to you. Enjoy it.",
    "refused": "Not this time, and your coins are back.",
    "refunded": "This was taken back, and your coins are back.",
}


def handled(step: str, reason: str) -> str:
    """What its player is told of a purchase that an admin decided about; nothing of what he sees anyhow."""
    return f"{_HANDLED[step]} {reason}".rstrip() if step in _HANDLED else ""
