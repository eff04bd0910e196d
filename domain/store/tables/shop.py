"""The shop: offers, what was bought, and what became of it. A replay reads these and changes none of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from domain.store.tables.columns import big, json, time


class OfferRow(SQLModel, table=True):
    """What can be bought. `sold` counts what is bought and not given back; `stock` is that of the spec."""

    __tablename__ = "offer"
    __table_args__ = (
        CheckConstraint("sold >= 0 and (stock is null or sold <= stock)", name="offer_is_never_oversold"),
    )
    id: str = Field(primary_key=True)
    spec: dict[str, Any] = json()
    stock: int | None = None
    sold: int = 0


class PurchaseRow(SQLModel, table=True):
    """Somebody bought something, at the price and with the reward of that moment.

    `place` is which of those that he may have this is; what was given back has none. `state` follows from the steps.
    """

    __tablename__ = "purchase"
    __table_args__ = (
        UniqueConstraint("offer_id", "player_id", "place", name="purchase_place"),
        CheckConstraint("price > 0", name="purchase_has_a_price"),
        CheckConstraint("state in ('waiting', 'approved', 'done', 'refused', 'refunded')", name="purchase_state"),
        CheckConstraint("(place is null) = (state in ('refused', 'refunded'))", name="purchase_takes_a_place"),
        CheckConstraint("place is null or place between 1 and coalesce(per_person, place)", name="purchase_limit"),
        Index("purchase_of_player", "player_id", text("at desc")),
        Index("purchase_open", "at", postgresql_where=text("state in ('waiting', 'approved')")),
    )
    id: UUID = Field(primary_key=True)
    offer_id: str
    player_id: UUID
    title: str
    price: int = big()
    gives: dict[str, Any] = json()
    real: bool = False
    approval: bool = False
    per_person: int | None = None
    place: int | None = None
    state: str
    at: datetime = time()


class PurchaseStepRow(SQLModel, table=True):
    """An admin agreed to a purchase, handed it over, refused it or gave the coins back. Append-only."""

    __tablename__ = "purchase_step"
    __table_args__ = (
        CheckConstraint("step in ('approved', 'done', 'refused', 'refunded')", name="purchase_step_known"),
    )
    purchase_id: UUID = Field(primary_key=True)
    step: str = Field(primary_key=True)
    at: datetime = time()
    actor_id: UUID
    reason: str = ""
