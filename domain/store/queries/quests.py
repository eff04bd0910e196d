"""Quests as a player sees them: those on offer, and every one he took on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules import needs
from domain.rules import quests as rules
from domain.rules.levels import level_at
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.rewards import name_of
from domain.rules.wording import span, summary
from domain.specs import MissionSpec
from domain.store import awards, definitions, history, people, quests
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.people import Locked
from domain.store.queries.game import level_curve
from domain.store.quests import Run
from domain.store.scene import Scene, roster_for
from domain.views import MissionCard, QuestRun, Standing, StepLine

_LOST = {Standing.FAILED, Standing.EXPIRED}


def quest_history(session: Session, player_id: UUID, *, now: datetime) -> tuple[QuestRun, ...]:
    """Every quest a player ever took on, the newest first, with what became of it."""
    player = people.one(session, player_id)
    runs = quests.of_player(session, player_id)
    missions = {run.mission_id: definitions.mission(session, run.mission_id) for run in runs}
    scene = Scene({player_id: player}, [*missions.values()], roster_for(session, [player_id], missions.values()))
    badges = awards.names(session, [mission.spec for mission in missions.values()])
    latest = {run.mission_id: run for run in reversed(runs)}
    open_runs = [run for run in latest.values() if _is_offered(missions[run.mission_id], player, scene, now)]
    return tuple(
        _run(missions[run.mission_id], run, walked, badges, now, offered=run in open_runs)
        for run, walked in zip(runs, _walks(session, runs, scene), strict=True)
    )


def quest_cards(
    session: Session, missions: Sequence[Mission], player: Locked, scene: Scene, now: datetime
) -> Iterable[MissionCard | None]:
    """A card for each of these quests; None for a secret one that was not found yet."""
    latest = {run.mission_id: run for run in quests.runs(session, [(mission.id, player.id) for mission in missions])}
    runs = list(latest.values())
    walks = dict(zip(latest, _walks(session, runs, scene), strict=True))
    badges = awards.names(session, [mission.spec for mission in missions])
    closed = _closed(session, [mission for mission in missions if mission.id not in latest], player)
    return [
        _quest_card(mission, latest.get(mission.id), walks.get(mission.id), badges, closed, now) for mission in missions
    ]


def _closed(session: Session, missions: Iterable[Mission], player: Locked) -> set[UUID]:
    """Those of these quests that come after a mission the player has not completed, or are for other levels."""
    asking = [one for one in missions if one.spec.after or one.spec.audience.min_level or one.spec.audience.max_level]
    if not asking:
        return set()
    (facts,) = history.read(session, [Wanted((player.id,), frozenset({MISSION_COMPLETED}))])
    done = {fact.dimensions["mission"] for fact in facts}
    level = level_at(player.xp, level_curve(session)).number
    return {
        mission.id
        for mission in asking
        for audience in (mission.spec.audience,)
        if not done.issuperset(mission.spec.after)
        or not (audience.min_level or 1) <= level <= (audience.max_level or level)
    }


def _walks(session: Session, runs: Sequence[Run], scene: Scene) -> list[Sequence[rules.Walked]]:
    wanted = [Wanted((run.player_id,), scene.missions[run.mission_id].spec.metrics, run.accepted_at) for run in runs]
    return [
        rules.walk(mission.spec.steps, [fact for fact in facts if scene.is_in_run(mission, run, fact)])
        for run, facts in zip(runs, history.read(session, wanted), strict=True)
        for mission in (scene.missions[run.mission_id],)
    ]


def _quest_card(
    mission: Mission,
    run: Run | None,
    walked: Sequence[rules.Walked] | None,
    badges: Mapping[str, str],
    closed: Collection[UUID],
    now: datetime,
) -> MissionCard | None:
    spec = mission.spec
    steps = walked if walked is not None else rules.walk(spec.steps, ())
    standing = _quest_standing(mission, run, steps, now)
    done = rules.completed_at(steps)
    if spec.secret and run is None:
        return None
    ends_at = run.ends_at(spec.time_limit) if run and standing is Standing.IN_PROGRESS else None
    ready = sum(one.completed_at is not None for one in steps)
    return MissionCard(
        id=mission.id,
        title=spec.title,
        description=spec.description,
        kind=spec.kind,
        window=spec.window,
        scope=spec.scope,
        progress=1.0 if done else rules.share(steps),
        line="Completed" if done else _quest_line(spec, len(steps), ready, accepted=run is not None),
        conditions=(),
        steps=_steps(steps, badges, started=standing is Standing.IN_PROGRESS),
        standing=standing,
        tier=None,
        team=None,
        places=None,
        xp=spec.xp,
        coins=spec.coins,
        more=tuple(name_of(one, badges) for one in spec.rewards),
        badge_name=badges.get(spec.badge_id or ""),
        ends_at=min(filter(None, (ends_at, spec.ends_at)), default=None),
        completed_at=done,
        needs=() if mission.id in closed else needs.of_quest(spec, steps),
        season=spec.season,
    )


def _quest_line(spec: MissionSpec, steps: int, ready: int, *, accepted: bool) -> str:
    if accepted:
        return f"{ready} of {steps} steps"
    return f"{steps} steps in {span(spec.time_limit)}" if spec.time_limit else f"{steps} steps"


def _quest_standing(mission: Mission, run: Run | None, steps: Sequence[rules.Walked], now: datetime) -> Standing:
    """Failed: given up. Expired: its time ran out, or the quest itself ended before."""
    if run is None:
        return Standing.NOT_STARTED
    if rules.completed_at(steps) is not None:
        return Standing.COMPLETED
    over = _over(mission, run)
    if over is None or now < over:
        return Standing.IN_PROGRESS
    return Standing.FAILED if run.abandoned_at == over else Standing.EXPIRED


def _over(mission: Mission, run: Run) -> datetime | None:
    return min(filter(None, (run.ends_at(mission.spec.time_limit), mission.ends_at)), default=None)


def _is_offered(mission: Mission, player: Locked, scene: Scene, now: datetime) -> bool:
    return (mission.ends_at is None or now < mission.ends_at) and scene.invited(mission, player.id, now)


def _steps(steps: Sequence[rules.Walked], badges: Mapping[str, str], *, started: bool) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            title=one.step.title,
            line=summary(one.step.requirement, one.progress),
            share=one.progress.share,
            optional=one.step.optional,
            open=one.open and started,
            xp=one.step.xp,
            coins=one.step.coins,
            more=tuple(name_of(given, badges) for given in one.step.rewards),
            badge_name=badges.get(one.step.badge_id or ""),
            completed_at=one.completed_at,
        )
        for one in steps
    )


def _run(
    mission: Mission,
    run: Run,
    steps: Sequence[rules.Walked],
    badges: Mapping[str, str],
    now: datetime,
    *,
    offered: bool,
) -> QuestRun:
    standing = _quest_standing(mission, run, steps, now)
    over = _over(mission, run)
    return QuestRun(
        mission_id=mission.id,
        title=mission.spec.title,
        standing=standing,
        accepted_at=run.accepted_at,
        ended_at=None if standing is Standing.IN_PROGRESS else rules.completed_at(steps) or over,
        closed=standing is Standing.EXPIRED and over == mission.ends_at,
        again=offered and standing in _LOST,
        steps=_steps(steps, badges, started=standing is Standing.IN_PROGRESS),
    )
