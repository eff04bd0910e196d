"""What became of rewards and purchases."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Rewarded:
    """A reward was claimed or used, expired, or was revoked: what `kind` says."""

    at: datetime
    reward_id: UUID
    kind: str
    actor_id: UUID | None
    reason: str
    coins: int | None


@dataclass(frozen=True, slots=True)
class Bought:
    """A player bought something."""

    at: datetime
    purchase_id: UUID


@dataclass(frozen=True, slots=True)
class Handled:
    """An admin agreed to a purchase, handed it over, refused it or gave its coins back."""

    at: datetime
    purchase_id: UUID
    step: str
    reason: str


def about_rewards(session: Session) -> Iterator[Rewarded | Bought | Handled]:
    driver = connection(session)
    rows = driver.execute("select at, reward_id, kind, actor_id, reason, coins from public.reward_decision").fetchall()
    yield from (Rewarded(*row) for row in rows)
    rows = driver.execute("select at, id from public.purchase").fetchall()
    yield from (Bought(*row) for row in rows)
    rows = driver.execute("select at, purchase_id, step, reason from public.purchase_step").fetchall()
    yield from (Handled(*row) for row in rows)
