"""The scene of a batch: which missions are on, who plays, and whether a piece of work counts for a mission."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import BADGE_EARNED, DERIVED, STREAK_LENGTH
from domain.rules.history import value_at
from domain.rules.missions import GRACE, MISSION_COMPLETED, refusal
from domain.rules.moments import microseconds
from domain.specs import Fact, Kind, Role, Scope, StreakSpec
from domain.store import definitions, people, streaks, teams
from domain.store.definitions import Mission
from domain.store.people import Locked
from domain.store.progress import GUILD
from domain.store.quests import Run
from domain.store.teams import Roster

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Scene:
    """What facts are judged by. Players are locked, and definitions stand still."""

    def __init__(
        self,
        players: Mapping[UUID, Locked],
        missions: Sequence[Mission],
        roster: Roster,
        streaks: Sequence[StreakSpec] = (),
    ) -> None:
        self.players = players
        self.streaks = streaks
        self.missions = {mission.id: mission for mission in missions}
        self.roster = roster
        self._by_metric: dict[str, list[Mission]] = defaultdict(list)
        for mission in missions:
            for metric in mission.spec.metrics | {metric for goal in mission.goals.values() for metric in goal.metrics}:
                self._by_metric[metric].append(mission)

    @property
    def derived(self) -> frozenset[str]:
        """What the game itself produces and some mission wants to hear of."""
        found = DERIVED & self._by_metric.keys()
        return found | {BADGE_EARNED} if any(one.is_of_badges for one in self.streaks) else found

    def joined_by(self, session: Session, players: Collection[UUID]) -> "Scene":
        """The scene with further players, who are not locked."""
        if not players:
            return self
        everybody = {**self.players, **people.known(session, players)}
        missions = list(self.missions.values())
        return Scene(everybody, missions, roster_for(session, everybody, missions), self.streaks)

    def is_itself(self, mission: Mission, fact: Fact) -> bool:
        """Whether a fact is the completion of the mission that looks at it: none counts itself."""
        return fact.metric == MISSION_COMPLETED and fact.dimensions.get("mission") == mission.slug

    def counting(self, metric: str) -> Sequence[Mission]:
        """The missions that count a metric."""
        return self._by_metric.get(metric, ())

    def refusal(self, mission: Mission, fact: Fact) -> str | None:
        """Why a fact does not count for a mission, whatever its requirement, in a sentence; None when it does."""
        received_at = fact.received_at or fact.occurred_at
        return refusal(mission.spec, mission.running, fact, received_at) or (
            None if mission.is_for_everybody else self._uninvited(mission, fact, received_at)
        )

    def invited(self, mission: Mission, player_id: UUID, at: datetime) -> bool:
        """Whether somebody belongs to the audience of a mission."""
        nothing = Fact("", "", 0, at, at.date(), {}, player_id=player_id, received_at=at)
        return self._uninvited(mission, nothing, at) is None

    def is_in_run(self, mission: Mission, run: Run, fact: Fact) -> bool:
        """Whether a fact lies in the time of an accepted quest, and came in before that was decided."""
        received_at = fact.received_at or fact.occurred_at
        if min(fact.occurred_at, received_at) < run.accepted_at:
            return False
        ends_at = run.ends_at(mission.spec.time_limit)
        in_time = ends_at is None or (fact.occurred_at < ends_at and received_at <= ends_at + GRACE)
        return in_time and self.refusal(mission, fact) is None

    def subjects(self, mission: Mission, fact: Fact) -> tuple[UUID, ...]:
        """Whose progress a fact moves: its player's, that of the teams he was in, or everybody's."""
        player_id = fact.player_id or GUILD
        match mission.spec.scope:
            case Scope.PERSONAL:
                return (player_id,)
            case Scope.TEAM:
                wanted = mission.spec.audience.teams
                return tuple(m.team_id for m in self._teams(fact) if not wanted or m.slug in wanted)
            case Scope.GUILD:
                return (GUILD,)

    def _teams(self, fact: Fact) -> Iterable[teams.Membership]:
        """The teams of the player when he did it; of a sender's clock that is ahead, when it came in."""
        moment = min(fact.occurred_at, fact.received_at or fact.occurred_at)
        return self.roster.teams(fact.player_id or GUILD, moment)

    def _uninvited(self, mission: Mission, fact: Fact, received_at: datetime) -> str | None:
        audience, player = mission.spec.audience, self.players.get(fact.player_id or GUILD)
        if audience.people and fact.player_id not in audience.people:
            return "This mission is for other people."
        if audience.roles and player and Role(value_at(player.roles, received_at)) not in audience.roles:
            return f"This mission is for {' and '.join(f'{role.value}s' for role in audience.roles)}."
        if audience.teams and not any(one.slug in audience.teams for one in self._teams(fact)):
            return f"This mission is for the team {' or '.join(audience.teams)}."
        return None


def set_scene(session: Session, players: Mapping[UUID, Locked], facts: Collection[Fact], now: datetime) -> Scene:
    """The scene for these facts and for what follows from them: the missions that are published by now."""
    if not facts:
        return Scene(players, [], Roster({}))
    received = [fact.received_at or fact.occurred_at for fact in facts]
    metrics = {fact.metric for fact in facts} | DERIVED
    missions = definitions.missions(session, metrics, min(received), now)
    wanted = any(STREAK_LENGTH in mission.spec.metrics for mission in missions)
    running = [one for one in streaks.definitions(session) if one.on and not one.is_presence] if wanted else []
    return Scene(players, missions, roster_for(session, players, missions), running)


def roster_for(session: Session, players: Iterable[UUID], missions: Iterable[Mission]) -> Roster:
    """Who was in which team, where that matters."""
    if any(mission.spec.scope is Scope.TEAM or mission.spec.audience.teams for mission in missions):
        return teams.roster(session, players)
    return Roster({})


def is_quest(mission: Mission) -> bool:
    return mission.spec.kind is Kind.QUEST


class Whereabouts:
    """Whose progress a person's work moves at a moment, looked up once for each time in which that stays the same."""

    def __init__(self, scene: Scene, mission: Mission, players: Sequence[UUID]) -> None:
        self._scene = scene
        self._mission = mission
        self._known = [self._of(player_id) for player_id in players]

    def at(self, place: int, moment: int) -> tuple[UUID, ...]:
        """Whose the work of the player at that place is, nobody's while it is not for him; µs since 1970."""
        changes, subjects = self._known[place]
        return subjects[bisect_right(changes, moment)]

    def _of(self, player_id: UUID) -> tuple[list[int], list[tuple[UUID, ...]]]:
        spec = self._mission.spec
        in_teams = spec.scope is Scope.TEAM or spec.audience.teams
        changes = self._scene.roster.changes(player_id) if in_teams else []
        times = [_LONG_AGO, *changes]
        nothing = [Fact("", "", 0, at, at.date(), {}, player_id=player_id) for at in times]
        return [microseconds(at) for at in changes], [self._subjects(one) for one in nothing]

    def _subjects(self, fact: Fact) -> tuple[UUID, ...]:
        scene, mission = self._scene, self._mission
        return () if scene.refusal(mission, fact) else scene.subjects(mission, fact)
