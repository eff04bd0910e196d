"""Mission cards: what a player can work on now, and how far he is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules import needs
from domain.rules.levels import level_at
from domain.rules.missions import Goal, period
from domain.rules.requirements import Progress, Verdict
from domain.rules.rewards import name_of
from domain.rules.wording import lines_of, summary
from domain.rules.zones import day_of
from domain.specs import BadgeTier, Scope
from domain.store import awards, definitions, history, people, progress
from domain.store.definitions import Mission
from domain.store.history import Wanted
from domain.store.people import Locked
from domain.store.progress import GUILD, UNTOUCHED, Pair, State
from domain.store.queries.game import level_curve
from domain.store.queries.quests import quest_cards
from domain.store.scene import Scene, is_quest, roster_for
from domain.views import MissionCard, Standing


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
    player = people.one(session, player_id)
    on_offer = definitions.on_offer(session, now)
    scene = Scene({player_id: player}, on_offer, roster_for(session, [player_id], on_offer))
    invited = [mission for mission in on_offer if scene.invited(mission, player_id, now)]
    plain = [mission for mission in invited if not is_quest(mission)]
    cards = [
        *_mission_cards(session, [c for m in plain for c in _chances(m, player, scene, now)], player),
        *quest_cards(session, [mission for mission in invited if is_quest(mission)], player, scene, now),
    ]
    shown = [card for card in cards if card is not None]
    return tuple(sorted(shown, key=lambda card: (card.completed_at is not None, -card.progress, card.title)))


def mission_card(session: Session, player_id: UUID, mission_id: UUID, *, now: datetime) -> MissionCard:
    """One mission as a player sees it. Raises `NotFound` when it is not on offer."""
    for card in mission_cards(session, player_id, now=now):
        if card.id == mission_id:
            return card
    raise NotFound("There is no such mission now.")


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
    badges = awards.names(session, [chance.mission.spec for chance in chances])
    best: dict[UUID, tuple[_Chance, State]] = {}
    for chance in chances:
        state = states.get(chance.pair, UNTOUCHED)
        if fits[chance.pair] and _is_better(chance, state, best.get(chance.mission.id)):
            best[chance.mission.id] = (chance, state)
    return [_card(chance, state, badges, player) for chance, state in best.values()]


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


def _card(chance: _Chance, state: State, badges: Mapping[str, str], player: Locked) -> MissionCard | None:
    mission, spec = chance.mission, chance.mission.spec
    reached = chance.goal.measure(state.tallies)
    standing = _standing(spec.scope is not Scope.PERSONAL, state, reached)
    if spec.secret and standing is not Standing.COMPLETED:
        return None
    done = state.completed_at is not None
    requirement = chance.goal.requirement
    gives = next((tier for tier in spec.tiers if tier.tier is chance.tier), spec)
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
        xp=gives.xp,
        coins=gives.coins,
        more=tuple(name_of(one, badges) for one in gives.rewards),
        badge_name=badges.get(spec.badge_id or ""),
        ends_at=mission.ends_for(player.zones),
        completed_at=state.completed_at if standing is Standing.COMPLETED else None,
        needs=() if done else needs.of_mission(spec, requirement, reached),
        season=spec.season,
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
