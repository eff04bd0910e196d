"""Preview: a mission that is not published yet, tried on the work that is recorded."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.back_test import Stretch
from domain.rules.levels import level_at
from domain.rules.missions import Running
from domain.specs import MissionSpec, PersonKind, Scope
from domain.store import people, teams
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.progress import GUILD
from domain.store.queries.game import level_curve
from domain.store.queries.preview_summary import summary
from domain.store.queries.preview_walk import Human, Walk
from domain.store.scene import Scene
from domain.views import Preview


def preview(
    session: Session,
    spec: MissionSpec,
    *,
    since: date,
    until: date,
    now: datetime,
    tell: Callable[[float], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Preview:
    """What the mission would have given on the days from `since` to `until`, both included, to the people there are.

    `tell` hears the share that is done; `cancelled` is asked at every step, and ends it with `Cancelled`. Memory does
    not grow with the number of activities, but for what a team or everybody did together. Work that was taken back is
    left out, and nothing is too late. The mission's own start and end play no part: it is tried as if it ran all that
    time, for those whom it is for now; what a team did was done by those who were in it then.
    """
    mission = Mission(GUILD, GUILD, "preview", 1, _undated(spec), Running(now, None))
    humans = _humans(session)
    scene = Scene(people.known(session, humans), [mission], teams.roster(session, humans))
    invited = _invited(session, mission, scene, humans, now)
    stretch = Stretch(since, until, now)
    found = Walk(session, mission, scene, humans, invited, stretch, tell, cancelled).found()
    tell(1.0)
    return summary(session, mission, scene, humans, invited, found, stretch)


def _undated(spec: MissionSpec) -> MissionSpec:
    return spec.model_copy(update={"starts_at": None, "ends_at": None, "season": None})


def _invited(
    session: Session, mission: Mission, scene: Scene, humans: Mapping[UUID, Human], now: datetime
) -> set[UUID]:
    """Who may take part now."""
    audience, curve = mission.spec.audience, level_curve(session)
    invited: set[UUID] = set()
    for player in humans:
        level = level_at(scene.players[player].xp, curve).number
        fits = (audience.min_level or 1) <= level <= (audience.max_level or level)
        alone = mission.spec.scope is Scope.TEAM and not scene.roster.teams(player, now)
        if fits and not alone and scene.invited(mission, player, now):
            invited.add(player)
    return invited


def _humans(session: Session) -> Mapping[UUID, Human]:
    rows = connection(session).execute("select id, name, hidden from player where kind = %s", (PersonKind.HUMAN.value,))
    return {row[0]: Human(*row[1:]) for row in rows}
