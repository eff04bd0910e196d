"""Catching up: a mission that counts what happened before it was published is moved by it, in one transaction."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, PlayerChanged, SharedProgressed
from domain.services import advancing, booking
from domain.services.play import Outcome, follow, give
from domain.specs import Fact, Scope
from domain.store import facts, history, people
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.scene import Scene, roster_for, set_scene

#: Players at a time: what they ever did is in memory at once.
CHUNK = 200


def catch_up(session: Session, mission: Mission, *, quietly: bool, now: datetime) -> list[DomainEvent]:
    """Count what there is and reward what was completed. `quietly` changes numbers without a word to anybody."""
    events: list[DomainEvent] = []
    players = people.lock(session, facts.players_with(session, mission.spec.metrics))
    for chunk in _chunks(mission, sorted(players)):
        whole = Scene({one: players[one] for one in chunk}, [mission], roster_for(session, chunk, [mission]))
        since = None if any(goal.looks_back for goal in mission.goals.values()) else mission.running.counts_from
        found = history.read(session, [Wanted((one,), mission.spec.metrics, since) for one in chunk])
        outcome = Outcome()
        new = [fact for each in found for fact in each]
        done, moved = advancing.advance(session, new, whole, anew=True)
        scene = _scene(session, whole, new, now)
        follow(session, give(session, done, scene, outcome, now), scene, outcome, now)
        outcome.events += [event for event in moved if isinstance(event, SharedProgressed)]
        outcome.events += booking.balance(session, outcome.entries, {}, whole.players, {}, now)
        events += _said(session, outcome, quietly=quietly)
    return events


def _scene(session: Session, whole: Scene, new: Sequence[Fact], now: datetime) -> Scene:
    """The scene of all missions, for what follows."""
    return set_scene(session, whole.players, new, now) if new else whole


def _chunks(mission: Mission, players: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Those whose work counts together stay together."""
    match mission.spec.scope:
        case Scope.PERSONAL:
            yield from (players[at : at + CHUNK] for at in range(0, len(players), CHUNK))
        case Scope.TEAM | Scope.GUILD:
            yield players


def _said(session: Session, outcome: Outcome, *, quietly: bool) -> list[DomainEvent]:
    if not quietly:
        booking.tell(session, outcome.events)
        return outcome.events
    touched = {entry.player_id for entry in outcome.entries}
    touched |= {player for event in outcome.events if (player := getattr(event, "player_id", None))}
    return [
        *(PlayerChanged(player) for player in sorted(touched)),
        *(event for event in outcome.events if isinstance(event, SharedProgressed)),
    ]
