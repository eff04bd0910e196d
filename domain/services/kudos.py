"""Kudos: one person thanks another."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, InboxChanged, KudosSaid
from domain.rules import kudos as rules
from domain.rules.zones import day_of
from domain.services.rights import require_here
from domain.sources import kudos as source
from domain.specs import PersonKind
from domain.store import awards, inbox, kudos, people
from domain.store.tables import KudosRow, PlayerRow


def thank(
    session: Session, kudos_id: UUID, to_id: UUID, text: str, *, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Say thanks to somebody, who is told at once. The same `kudos_id` is said once.

    Raises `Invalid` for a text that is none, and `Refused` beyond what one may say in a week or to the same person.
    """
    said = " ".join(text.split())
    if not said:
        raise Invalid("Please check the input.", {"text": "What are you thankful for?"})
    if len(said) > rules.LONGEST:
        raise Invalid("Please check the input.", {"text": f"At most {rules.LONGEST} characters, please."})
    if actor_id == to_id:
        raise Refused("You cannot thank yourself.")
    players = people.lock(session, [actor_id, to_id])
    require_here(session, actor_id)
    receiver = session.get(PlayerRow, to_id)
    if receiver is None or receiver.kind != PersonKind.HUMAN or receiver.hidden:
        raise NotFound("There is no such player.")
    if session.get(KudosRow, kudos_id) is not None:
        return []
    day = day_of(players[actor_id].zones, now)
    if reason := rules.refusal(kudos.recent(session, (actor_id, to_id), day), actor_id, to_id, day):
        raise Refused(reason)
    session.add(KudosRow(id=kudos_id, from_id=actor_id, to_id=to_id, text=said, day=day, at=now))
    for player in (actor_id, to_id):
        people.know_as(session, player, source.PROVIDER, str(player))
    fact = source.Said(id=str(kudos_id), giver=str(actor_id), receiver=str(to_id), at=now)
    inbox.keep(session, [source.delivery(fact)], now)
    awards.tell_of(session, to_id, now, "kudos", "{who} thanks you", said, by=actor_id)
    return [InboxChanged(to_id), KudosSaid(to_id)]
