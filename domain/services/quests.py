"""Quests: taken on and given up by players themselves."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, QuestAbandoned, QuestAccepted
from domain.rules.levels import level_at
from domain.rules.missions import MISSION_COMPLETED
from domain.store import definitions, history, people, progress, quests
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.queries.game import level_curve
from domain.store.quests import Run
from domain.store.scene import Scene, is_quest, roster_for
from domain.store.tables import MissionRow, QuestRunRow


def accept(session: Session, mission_id: UUID, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take on a quest: what is done from now on counts. It may be tried again if it was not done."""
    definitions.share(session)
    player = people.lock(session, [player_id]).get(player_id)
    mission = _offered(session, mission_id, now)
    if player is None:
        raise NotFound("There is no such player.")
    _invited(session, mission, player, now)
    runs = quests.runs(session, [(mission_id, player_id)])
    if any(_completed(session, run) for run in runs):
        raise Refused("You have completed this quest.")
    if any(_is_open(mission, run, now) for run in runs):
        raise Refused("You have accepted this quest already.")
    now = now.replace(microsecond=0)  # tools tell times in whole seconds: what is done in this one counts
    session.add(QuestRunRow(mission_id=mission_id, player_id=player_id, number=len(runs) + 1, accepted_at=now))
    return [QuestAccepted(player_id, mission_id)]


def abandon(session: Session, mission_id: UUID, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Give up a quest. Steps that were done stay done; it can be accepted again."""
    people.lock(session, [player_id])
    mission = _quest(session, mission_id)
    runs = [run for run in quests.runs(session, [(mission_id, player_id)]) if _is_open(mission, run, now)]
    if not runs or _completed(session, runs[-1]):
        raise Refused("This quest is not under way.")
    row = session.get_one(QuestRunRow, (mission_id, player_id, runs[-1].number))
    row.abandoned_at = now
    return [QuestAbandoned(player_id, mission_id)]


def _quest(session: Session, mission_id: UUID) -> Mission:
    row = session.exec(
        select(MissionRow.id).where(MissionRow.id == mission_id, col(MissionRow.published_at).is_not(None))
    ).first()
    if row is None or not is_quest(mission := definitions.mission(session, mission_id)):
        raise NotFound("There is no such quest.")
    return mission


def _offered(session: Session, mission_id: UUID, now: datetime) -> Mission:
    mission = _quest(session, mission_id)
    spec, running = mission.spec, mission.running
    begins = max(running.published_at, spec.starts_at or running.published_at)
    if now < begins or (mission.ends_at is not None and mission.ends_at <= now):
        raise Refused("This quest is not on offer now.")
    return mission


def _invited(session: Session, mission: Mission, player: people.Locked, now: datetime) -> None:
    """The audience, and the missions that come before it."""
    scene = Scene({player.id: player}, [mission], roster_for(session, [player.id], [mission]))
    if not scene.invited(mission, player.id, now):
        raise Refused("This quest is for other people.")
    audience, level = mission.spec.audience, level_at(player.xp, level_curve(session)).number
    if level < (audience.min_level or level):
        raise Refused(f"This quest begins at level {audience.min_level}. You are at level {level}.")
    if level > (audience.max_level or level):
        raise Refused(f"This quest is for up to level {audience.max_level}. You are at level {level}.")
    if not mission.spec.after:
        return
    done = {
        fact.dimensions.get("mission")
        for fact in history.read(session, [Wanted((player.id,), frozenset({MISSION_COMPLETED}))])[0]
    }
    for slug in mission.spec.after:
        if slug not in done:
            raise Refused(f"This quest comes after the mission “{slug.replace('-', ' ').capitalize()}”.")


def _is_open(mission: Mission, run: Run, now: datetime) -> bool:
    ends_at = run.ends_at(mission.spec.time_limit)
    return ends_at is None or now < ends_at


def _completed(session: Session, run: Run) -> bool:
    pair = (run.mission_id, run.player_id, str(run.number))
    return pair in progress.states(session, [pair])
