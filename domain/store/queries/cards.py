"""Mission cards: what a player can work on now, and how far he is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import quests as rules
from domain.rules.levels import level_at
from domain.rules.missions import Goal, period
from domain.rules.requirements import Progress, Verdict
from domain.rules.wording import lines_of, span, summary
from domain.rules.zones import day_of
from domain.specs import BadgeTier, MissionSpec, Scope
from domain.store import awards, definitions, history, people, progress, quests
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.people import Locked
from domain.store.progress import GUILD, UNTOUCHED, Pair, State
from domain.store.queries.game import level_curve
from domain.store.quests import Run
from domain.store.scene import Scene, is_quest, roster_for
from domain.views import MissionCard, QuestRun, Standing, StepLine


@dataclass(frozen=True, slots=True)
class _Chance:
    """A mission in the window that is open for a player now, alone or with one of his teams."""

    mission: Mission
    pair: Pair
    goal: Goal
    tier: BadgeTier | None = None
    team: str | None = None


def mission_cards(session: Session, player_id: UUID, *, now: datetime) -> tuple[MissionCard, ...]:
    """The missions a player can work on now: the closest to done first, completed ones last."""
    player = _player(session, player_id)
    on_offer = definitions.on_offer(session, now)
    scene = Scene({player_id: player}, on_offer, roster_for(session, [player_id], on_offer))
    invited = [mission for mission in on_offer if scene.invited(mission, player_id, now)]
    plain = [mission for mission in invited if not is_quest(mission)]
    cards = [
        *_mission_cards(session, [c for m in plain for c in _chances(m, player, scene, now)], player),
        *_quest_cards(session, [mission for mission in invited if is_quest(mission)], player, scene, now),
    ]
    shown = [card for card in cards if card is not None]
    return tuple(sorted(shown, key=lambda card: (card.completed_at is not None, -card.progress, card.title)))


def mission_card(session: Session, player_id: UUID, mission_id: UUID, *, now: datetime) -> MissionCard:
    """One mission as a player sees it. Raises `NotFound` when it is not on offer."""
    for card in mission_cards(session, player_id, now=now):
        if card.id == mission_id:
            return card
    raise NotFound("There is no such mission now.")


def quest_history(session: Session, player_id: UUID, *, now: datetime) -> tuple[QuestRun, ...]:
    """Every quest a player ever took on, the newest first, with what became of it."""
    player = _player(session, player_id)
    runs = quests.of_player(session, player_id)
    missions = {run.mission_id: definitions.mission(session, run.mission_id) for run in runs}
    scene = Scene({player_id: player}, [*missions.values()], roster_for(session, [player_id], missions.values()))
    badges = _badge_names(session, missions.values())
    return tuple(
        _run(missions[run.mission_id], run, walked, badges, now)
        for run, walked in zip(runs, _walks(session, runs, scene), strict=True)
    )


def _player(session: Session, player_id: UUID) -> Locked:
    player = people.known(session, [player_id]).get(player_id)
    if player is None:
        raise NotFound("There is no such player.")
    return player


def _chances(mission: Mission, player: Locked, scene: Scene, now: datetime) -> Iterable[_Chance]:
    name = period(mission.spec.window, day_of(player.zones, now))
    match mission.spec.scope:
        case Scope.TEAM:
            wanted = mission.spec.audience.teams
            for team in scene.roster.teams(player.id, now):
                if not wanted or team.slug in wanted:
                    yield _Chance(mission, (mission.id, team.team_id, name), mission.goals[""], team=team.name)
        case Scope.GUILD:
            yield _Chance(mission, (mission.id, GUILD, name), mission.goals[""])
        case Scope.PERSONAL:
            for tier, goal in mission.goals.items():
                found = BadgeTier(tier) if tier else None
                yield _Chance(mission, (mission.id, player.id, tier or name), goal, found)


def _mission_cards(session: Session, chances: Sequence[_Chance], player: Locked) -> Iterable[MissionCard | None]:
    states = progress.states(session, [chance.pair for chance in chances])
    states |= progress.done_before(session, [c.pair for c in chances if c.mission.version > 1])
    states |= _looking_back(session, [c for c in chances if c.pair not in states and c.goal.looks_back], player)
    fits = _level_fits(session, chances, player)
    badges = _badge_names(session, [chance.mission for chance in chances])
    best: dict[UUID, tuple[_Chance, State]] = {}
    for chance in chances:
        state = states.get(chance.pair, UNTOUCHED)
        if fits[chance.pair] and _is_better(chance, state, best.get(chance.mission.id)):
            best[chance.mission.id] = (chance, state)
    return [_card(chance, state, badges) for chance, state in best.values()]


def _is_better(chance: _Chance, state: State, other: tuple[_Chance, State] | None) -> bool:
    """Of tiers the lowest that is not done, or the highest; of teams the one that is closest."""
    if other is None:
        return True
    if chance.tier is not None:
        return other[1].completed_at is not None
    return _share(chance, state) > _share(*other)


def _share(chance: _Chance, state: State) -> float:
    return 1.0 if state.completed_at else chance.goal.measure(state.tallies).share


def _looking_back(session: Session, chances: Sequence[_Chance], player: Locked) -> Mapping[Pair, State]:
    """What counts for ever is there before anything is done in the window."""
    found = history.read(session, [Wanted((player.id,), chance.goal.metrics) for chance in chances])
    return {
        chance.pair: State(chance.goal.fold((), facts, inside=lambda _: False))
        for chance, facts in zip(chances, found, strict=True)
    }


def _level_fits(session: Session, chances: Iterable[_Chance], player: Locked) -> Mapping[Pair, bool]:
    pairs = [chance.pair for chance in chances]
    known = progress.levels_at_start(session, pairs)
    level = level_at(player.xp, level_curve(session)).number
    fits: dict[Pair, bool] = {}
    for chance in chances:
        audience, mine = chance.mission.spec.audience, known.get(chance.pair, level)
        fits[chance.pair] = (audience.min_level or 1) <= mine <= (audience.max_level or mine)
    return fits


def _badge_names(session: Session, missions: Iterable[Mission]) -> Mapping[str, str]:
    wanted = {badge for mission in missions for badge in _badges_of(mission)}
    return {badge: spec.name for badge, spec in awards.badges(session, wanted).items()}


def _badges_of(mission: Mission) -> Iterable[str]:
    spec = mission.spec
    return [badge for badge in (spec.badge_id, *(step.badge_id for step in spec.steps)) if badge]


def _card(chance: _Chance, state: State, badges: Mapping[str, str]) -> MissionCard | None:
    mission, spec = chance.mission, chance.mission.spec
    reached = chance.goal.measure(state.tallies)
    standing = _standing(spec.scope is not Scope.PERSONAL, state, reached)
    if spec.secret and standing is not Standing.COMPLETED:
        return None
    done = state.completed_at is not None
    requirement = chance.goal.requirement
    xp = next((tier.xp for tier in spec.tiers if tier.tier is chance.tier), spec.xp)
    return MissionCard(
        id=mission.id,
        title=spec.title,
        description=spec.description,
        kind=spec.kind,
        window=spec.window,
        scope=spec.scope,
        progress=1.0 if done else reached.share,
        line=_line(chance, reached, done=done),
        conditions=() if done else lines_of(requirement, reached),
        steps=(),
        standing=standing,
        tier=chance.tier,
        team=chance.team,
        places=spec.places,
        xp=xp,
        badge_name=badges.get(spec.badge_id or ""),
        ends_at=spec.ends_at,
        completed_at=state.completed_at if standing is Standing.COMPLETED else None,
    )


def _line(chance: _Chance, reached: Progress, *, done: bool) -> str:
    if done:
        return "Completed"
    helpers = chance.goal.contributors
    text = summary(chance.goal.requirement, reached)
    return f"{text} · by at least {helpers} people" if helpers > 1 else text


def _standing(shared: bool, state: State, reached: Progress) -> Standing:  # noqa: FBT001
    if state.completed_at is not None:
        return Standing.COMPLETED if state.rewarded or shared else Standing.WAITING
    if reached.verdict is Verdict.MET_NOW:
        return Standing.WAITING
    return Standing.IN_PROGRESS if state is not UNTOUCHED else Standing.NOT_STARTED


def _quest_cards(
    session: Session, missions: Sequence[Mission], player: Locked, scene: Scene, now: datetime
) -> Iterable[MissionCard | None]:
    latest = {run.mission_id: run for run in quests.runs(session, [(mission.id, player.id) for mission in missions])}
    runs = list(latest.values())
    walks = dict(zip(latest, _walks(session, runs, scene), strict=True))
    badges = _badge_names(session, missions)
    return [_quest_card(mission, latest.get(mission.id), walks.get(mission.id), badges, now) for mission in missions]


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
        badge_name=badges.get(spec.badge_id or ""),
        ends_at=min(filter(None, (ends_at, spec.ends_at)), default=None),
        completed_at=done,
    )


def _quest_line(spec: MissionSpec, steps: int, ready: int, *, accepted: bool) -> str:
    if accepted:
        return f"{ready} of {steps} steps"
    return f"{steps} steps in {span(spec.time_limit)}" if spec.time_limit else f"{steps} steps"


def _quest_standing(mission: Mission, run: Run | None, steps: Sequence[rules.Walked], now: datetime) -> Standing:
    """Failed: given up, or not done in time. Expired: the quest itself ended before."""
    if run is None:
        return Standing.NOT_STARTED
    if rules.completed_at(steps) is not None:
        return Standing.COMPLETED
    over = run.ends_at(mission.spec.time_limit)
    ended = _ended(mission)
    if over is not None and over <= now and (ended is None or over <= ended):
        return Standing.FAILED
    return Standing.EXPIRED if ended is not None and ended <= now else Standing.IN_PROGRESS


def _ended(mission: Mission) -> datetime | None:
    return min(filter(None, (mission.running.retired_at, mission.spec.ends_at)), default=None)


def _steps(steps: Sequence[rules.Walked], badges: Mapping[str, str], *, started: bool) -> tuple[StepLine, ...]:
    return tuple(
        StepLine(
            title=one.step.title,
            line=summary(one.step.requirement, one.progress),
            share=one.progress.share,
            optional=one.step.optional,
            open=one.open and started,
            xp=one.step.xp,
            badge_name=badges.get(one.step.badge_id or ""),
            completed_at=one.completed_at,
        )
        for one in steps
    )


def _run(
    mission: Mission, run: Run, steps: Sequence[rules.Walked], badges: Mapping[str, str], now: datetime
) -> QuestRun:
    standing = _quest_standing(mission, run, steps, now)
    over = min(filter(None, (run.ends_at(mission.spec.time_limit), _ended(mission))), default=None)
    return QuestRun(
        mission_id=mission.id,
        title=mission.spec.title,
        standing=standing,
        accepted_at=run.accepted_at,
        ended_at=None if standing is Standing.IN_PROGRESS else rules.completed_at(steps) or over,
        steps=_steps(steps, badges, started=standing is Standing.IN_PROGRESS),
    )
