"""The shop: what admins offer for coins."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.specs.missions import Moment
from domain.specs.rewards import MAX_REWARD, RewardKind, RewardSpec
from domain.specs.values import Name, Slug, Spec, Text


class OfferSpec(Spec):
    """An offer. `stock` is how many there are altogether, sold ones included; `per_person` how many one may have.

    Something `real` is handed over by a person; what `approval` is needed for waits until an admin agrees.
    """

    id: Slug
    title: Name
    text: Text = ""
    price: Annotated[int, Field(ge=1, le=MAX_REWARD)]
    gives: RewardSpec
    real: bool = False
    approval: bool = False
    stock: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    per_person: Annotated[int, Field(ge=1, le=1_000)] | None = None
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    on: bool = True

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.gives.kind in {RewardKind.XP, RewardKind.COINS}:
            raise ValueError("Coins buy neither XP nor coins: these are earned.")
        if self.gives.by_hand:
            raise ValueError("What is bought needs no claiming.")
        if self.real and self.gives.kind is not RewardKind.ITEM:
            raise ValueError("Only a thing is handed over by a person.")
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValueError("The end must come after the start.")
        return self
