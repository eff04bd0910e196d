"""Publishing a mission from wherever it is listed or edited."""

from uuid import UUID

from app import door
from components.publish_form import ask_publication
from domain.rules import unfit
from domain.services import missions as verbs
from domain.specs import Kind, MissionSpec
from domain.views import SignedIn


async def publish(mission_id: UUID, spec: MissionSpec, me: SignedIn, zone: str) -> str | None:
    """Ask from when it counts, and publish it. Returns what was done, None when the person thought better of it.

    Raises the refusals of the verb. A quest counts from when it is accepted: past work never does.
    """
    past, doubt = spec.kind is not Kind.QUEST, unfit.in_mission(spec)
    wish = await ask_publication(spec.title, zone=zone, now=door.now(), past=past, doubt=doubt)
    if wish is None:
        return None
    await door.write(verbs.publish, mission_id, award=wish.award, at=wish.at, actor_id=me.player_id, now=door.now())
    return f"{spec.title} is scheduled" if wish.at else f"{spec.title} is published"
