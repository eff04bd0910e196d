"""Visits: a day on which somebody looked in, as a fact. Only streaks may look at it; nothing is earned with it.

They come the way of every delivery, so that a replay plays them again.
"""

from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from domain.sources.kudos import PROVIDER
from domain.sources.reading import Reading, Unreadable
from domain.specs import PRESENCE, ActivitySpec, Delivery, Person


class Visit(BaseModel):
    """Who looked in (the id of a player), on which day of his, and when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    player: Annotated[str, Field(min_length=1, max_length=80)]
    day: Annotated[str, Field(min_length=1, max_length=10)]
    at: AwareDatetime


def delivery(visit: Visit) -> Delivery:
    """The first visit of a day as a delivery of our own."""
    body = visit.model_dump_json().encode()
    return Delivery("visits", f"{visit.player}:{visit.day}", "visit", "application/json", body)


def read(delivery: Delivery) -> Reading:
    """The one fact. Raises `Unreadable`."""
    try:
        visit = Visit.model_validate_json(delivery.body)
    except ValidationError as error:
        raise Unreadable(f"This is no visit: {error.errors()[0]['msg']}.") from None
    fact = ActivitySpec(
        key=f"visit:{visit.player}:{visit.day}",
        person=Person(PROVIDER, visit.player, visit.player),
        metric=PRESENCE,
        occurred_at=visit.at,
        label="looked in",
    )
    return Reading((fact,))
