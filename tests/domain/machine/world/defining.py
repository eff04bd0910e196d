"""What admins define."""

from datetime import timedelta
from uuid import UUID

from domain.services import (
    boards,
    boosts,
    factors,
    leagues,
    missions,
    packs,
    seasons,
    streaks,
)
from domain.specs import (
    Award,
    BoardSpec,
    BoostScope,
    BoostSpec,
    Cadence,
    FactorsSpec,
    LeagueSpec,
    Measure,
    MissionSpec,
    Operator,
    Period,
    SeasonSpec,
)
from domain.store import session
from domain.store import streaks as stored
from tests.domain.machine.world.stage import TEAMS, Stage
from tests.domain.services import game


class Defining(Stage):
    """Missions, boards, seasons, streaks, factors and boosts."""

    def publish(self, spec: MissionSpec, award: Award = Award.FROM_NOW, after: int = 0) -> UUID | None:
        """Draft and publish, perhaps `after` minutes."""
        mission_id = UUID(int=1_000 + self.number())
        self.do(missions.draft, mission_id, spec, actor_id=self.admin)
        return mission_id if self._publish(mission_id, award, after) else None

    def revise(self, place: int, spec: MissionSpec, award: Award = Award.FROM_NOW, after: int = 0) -> UUID | None:
        new_id = UUID(int=1_000 + self.number())
        self.do(missions.revise, self.missions[place % len(self.missions)], new_id, spec, actor_id=self.admin)
        return new_id if self._publish(new_id, award, after) else None

    def _publish(self, mission_id: UUID, award: Award, after: int) -> bool:
        at = self.now + timedelta(minutes=after) if after else None
        done = self.do(missions.publish, mission_id, award=award, at=at, actor_id=self.admin)
        self.missions += [mission_id] if done else []
        return done

    def retire(self, place: int) -> None:
        self.do(missions.retire, self.missions[place % len(self.missions)], actor_id=self.admin)

    def slugs(self) -> list[str]:
        return [slug for (slug,) in game.rows("select slug from mission where version = 1 order by slug")]

    def apply_pack(self) -> None:
        self.do(packs.apply, game.pack(), actor_id=self.admin)

    def multiply(self, spec: FactorsSpec) -> None:
        self.do(factors.put, spec, actor_id=self.admin)

    def boost(self, scope: BoostScope, person: int, factor: int, hours: int) -> None:
        """Work of the next hours is worth more, for everybody, the red team or one person."""
        subjects = {BoostScope.TEAM: TEAMS["red"], BoostScope.PLAYER: self.players[person]}
        begin = self.now + timedelta(minutes=5)
        spec = BoostSpec(
            title="A boost",
            scope=scope,
            subject_id=subjects.get(scope),
            factor=factor,
            starts_at=begin,
            ends_at=begin + timedelta(hours=hours),
        )
        self.do(boosts.schedule, UUID(int=2_000_000 + self.number()), spec, actor_id=self.admin)

    def call_off(self) -> None:
        for (boost_id,) in game.rows("select id from boost order by id limit 1"):
            self.do(boosts.call_off, boost_id, actor_id=self.admin)

    def rank(self, measure: Measure, period: Period, *, on: bool) -> None:
        """One more board ranks by that, or is switched off."""
        metric = "review.submitted" if measure in {Measure.METRIC_COUNT, Measure.METRIC_SUM} else None
        prizes = [{"best": 1, "rewards": [{"kind": "xp", "amount": 9}]}, {"bar": 2, "rewards": [{"kind": "coins"}]}]
        values = {"measure": measure, "metric": metric, "period": period, "on": on, "title": "Another board"}
        spec = BoardSpec.model_validate({"key": "other", **values, "prizes": () if period is Period.ALL else prizes})
        self.do(boards.put, spec, actor_id=self.admin)

    def define_league(self, up: int, down: int, period: Period, *, on: bool) -> None:
        """There is a league of two divisions, or other shares of it move, or it is switched off."""
        spec = LeagueSpec(divisions=("Bronze", "Silver"), size=5, up=up, down=down, period=period, on=on)
        self.do(leagues.define, spec, actor_id=self.admin)

    def begin_season(self, ahead: int, days: int) -> None:
        """A season of some days is announced, which may have begun already."""
        first = (self.now + timedelta(days=ahead)).date()
        prizes = [{"at_least": 30, "xp": 9}, {"bar": "streak", "at_least": 1, "badge_id": "polyglot"}]
        values = {"name": "Season", "first": first, "last": first + timedelta(days=days), "prizes": prizes}
        spec = SeasonSpec.model_validate({"id": f"season-{self.number()}", **values})
        self.do(seasons.put, spec, actor_id=self.admin)
        if self.do(seasons.announce, spec.id, actor_id=self.admin):
            few = Operator.LTE if days % 2 else Operator.GTE
            self.publish(game.mission(2, season=spec.id, operator=few))

    def define_streak(self, streak: str, *, grace: int, on: bool, weekly: bool) -> None:
        """A streak is switched on or off, or forgives more or less."""
        found = session.read(stored.definition, streak)
        assert found is not None
        cadence = Cadence.WEEKLY if weekly else found.cadence
        spec = found.model_copy(update={"grace": grace, "on": on, "cadence": cadence})
        self.do(streaks.define, spec, actor_id=self.admin)

    def name_day(self, ahead: int, team: str | None) -> None:
        day = self.now.date() + timedelta(days=ahead)
        self.do(
            streaks.name_day, UUID(int=self.number()), day, "A day", team_id=TEAMS.get(team or ""), actor_id=self.admin
        )

    def drop_day(self) -> None:
        for (day_id,) in game.rows("select id from day_off where ended_at is null order by at desc limit 1"):
            self.do(streaks.drop_day, day_id, actor_id=self.admin)
