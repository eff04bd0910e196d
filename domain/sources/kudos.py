"""Kudos: thanks said inside Questboard, as two facts, one for each of the two people.

They come the way of every delivery, so that missions and badges can count them, and a replay plays them again.
"""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from domain.sources.reading import Reading, Unreadable
from domain.specs import ActivitySpec, Delivery, Person

#: The provider of accounts that people have here, whatever tools they use.
PROVIDER = "questboard"


class Said(BaseModel):
    """What was said: by whom, to whom (ids of players) and when. The text stays where it was written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=80)]
    giver: Annotated[str, Field(min_length=1, max_length=80)]
    receiver: Annotated[str, Field(min_length=1, max_length=80)]
    at: AwareDatetime


def delivery(said: Said) -> Delivery:
    """Thanks as a delivery of our own."""
    return Delivery("kudos", said.id, "kudos", "application/json", said.model_dump_json().encode())


def read(delivery: Delivery) -> Reading:
    """The thanks that were given, and those that were received. Raises `Unreadable`."""
    try:
        said = Said.model_validate_json(delivery.body)
    except ValidationError as error:
        raise Unreadable(f"These are no kudos: {error.errors()[0]['msg']}.") from None
    return Reading(
        (
            _activity(said, said.giver, "given", "said thanks", {"to": said.receiver}, said.at),
            _activity(said, said.receiver, "received", "was thanked", {"from": said.giver}, said.at),
        )
    )


def _activity(
    said: Said, player: str, what: str, label: str, dimensions: dict[str, str | list[str]], at: datetime
) -> ActivitySpec:
    return ActivitySpec(
        key=f"kudos:{said.id}:{what}",
        person=Person(PROVIDER, player, player),
        metric=f"kudos.{what}",
        occurred_at=at,
        label=label,
        dimensions=dimensions,
    )
