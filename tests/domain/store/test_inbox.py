from datetime import UTC, datetime

import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import deliveries
from domain.specs import Delivery
from domain.store import inbox, session

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def batches_of_a_hundred_bytes(monkeypatch: pytest.MonkeyPatch, store: str) -> None:
    monkeypatch.setattr(inbox, "BATCH_BYTES", 100)


def keep(*sizes: int) -> None:
    for at, size in enumerate(sizes):
        body = Delivery("github", f"d-{at}", "ping", "application/json", b"x" * size)
        session.write(deliveries.accept, [body], now=NOW)


def claimed_sizes(limit: int = 10) -> list[int]:
    sizes: list[int] = []

    def claim(db: Session) -> list[DomainEvent]:
        sizes.extend(len(item.delivery.body) for item in inbox.claim(db, NOW, limit))
        return []

    session.write(claim)
    return sizes


def test_a_batch_ends_before_it_holds_too_many_bytes() -> None:
    keep(40, 50, 20, 10)

    assert claimed_sizes() == [40, 50]


def test_a_delivery_larger_than_a_batch_comes_alone() -> None:
    keep(500, 10)

    assert claimed_sizes() == [500]


def test_a_batch_holds_no_more_deliveries_than_asked_for() -> None:
    keep(1, 1, 1)

    assert claimed_sizes(limit=2) == [1, 1]
