"""Preview: a mission that is not published yet, tried on the work that is recorded."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from statistics import median
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import Refused
from domain.rules.back_test import Finish, Stretch, finishes, in_bursts, winners
from domain.rules.levels import level_at
from domain.rules.missions import Running
from domain.rules.requirements import in_order, is_counted
from domain.rules.zones import zone_at
from domain.specs import Audience, Condition, Fact, MissionSpec, PersonKind, Scope, conditions
from domain.store import people, recorded, teams
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.progress import GUILD
from domain.store.queries.game import level_curve
from domain.store.recorded import Piece
from domain.store.scene import Scene
from domain.views import Finisher, Preview, Spread

#: Names that are shown, and how many people a group must have at least to be looked at alone.
SHOWN, FEW = 50, 5


class Cancelled(Refused):
    """Whoever asked does not want to know any more."""


#: How much alike work of one day, when the first and when the last of it was done.
_Group = tuple[int, datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Human:
    name: str
    hidden: bool


@dataclass
class _Found:
    """What the walk through the history gave so far."""

    finished: list[Finish] = field(default_factory=list)
    activities: int = 0
    counted: int = 0
    hasty: int = 0
    counting: set[UUID] = field(default_factory=set)
    active: set[UUID] = field(default_factory=set)


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
    found = _Found()
    shared: dict[UUID, list[Fact]] = defaultdict(list)
    active = recorded.active_days(session, mission, stretch)
    seen: set[UUID] = set()
    walk = recorded.work(session, mission, sorted(humans), stretch)
    for at, (player, pieces) in enumerate(walk):
        if at % 50 == 0:
            tell(min(at / max(len(humans), 1), 1.0))
            _go_on(cancelled)
        if player not in humans or (spec.scope is Scope.PERSONAL and player not in invited):
            continue
        seen.add(player)
        mine = _counting(mission, scene, player, pieces, since, found)
        if spec.scope is Scope.PERSONAL:
            found.finished += finishes(mission.spec, player, mine, stretch, active.get(player, ()))
        else:
            for fact in mine:
                for subject in scene.subjects(mission, fact):
                    shared[subject].append(fact)
    for player in (active.keys() & invited) - seen:
        found.finished += finishes(mission.spec, player, (), stretch, active[player])
    for subject, together in shared.items():
        _go_on(cancelled)
        found.finished += finishes(mission.spec, subject, in_order(together), stretch)
    tell(1.0)
    return _summary(mission, scene, humans, invited, found, stretch)


def _go_on(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise Cancelled("The preview was stopped.")


def _undated(spec: MissionSpec) -> MissionSpec:
    return spec.model_copy(update={"starts_at": None, "ends_at": None})


def _invited(
    session: Session, mission: Mission, scene: Scene, humans: Mapping[UUID, _Human], now: datetime
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


def _counting(
    mission: Mission, scene: Scene, player: UUID, pieces: Sequence[Piece], since: date, found: _Found
) -> list[Fact]:
    """What counts of one player's work, and in `found` how much that is."""
    metrics, judged = mission.spec.metrics, mission.spec.audience != Audience()
    wanted = _filtered(mission)
    mine: list[Fact] = []
    groups: dict[tuple[str, date], _Group] = {}
    for fact, last in pieces:
        work = fact.day >= since and fact.metric in metrics
        if work:
            found.activities += fact.times
        if wanted and fact.metric in metrics and not is_counted(wanted, fact):
            continue
        if judged and scene.refusal(mission, fact) is not None:
            continue
        mine.append(fact)
        if work:
            key = (fact.metric, fact.day)
            number, first, latest = groups.get(key, (0, fact.occurred_at, last))
            groups[key] = (number + fact.times, min(first, fact.occurred_at), max(latest, last))
    if pieces:
        found.active.add(player)
    if groups:
        found.counting.add(player)
    counted, hasty = in_bursts(groups.values())
    found.counted += counted
    found.hasty += hasty
    return mine


def _filtered(mission: Mission) -> Sequence[Condition]:
    """What a fact has to pass; nothing where every fact of its metrics does. Tiers differ in their thresholds alone."""
    wanted = [condition for goal in mission.spec.goals for condition in conditions(goal)]
    return wanted if any(condition.filters for condition in wanted) else ()


def _humans(session: Session) -> Mapping[UUID, _Human]:
    rows = connection(session).execute("select id, name, hidden from player where kind = %s", (PersonKind.HUMAN.value,))
    return {row[0]: _Human(*row[1:]) for row in rows}


def _summary(
    mission: Mission,
    scene: Scene,
    humans: Mapping[UUID, _Human],
    invited: Collection[UUID],
    found: _Found,
    stretch: Stretch,
) -> Preview:
    won = winners(mission.spec, found.finished)
    whole = [finish for finish in won if finish.whole]
    who: dict[UUID, list[Finish]] = defaultdict(list)
    for finish in whole:
        for player in finish.helpers:
            who[player].append(finish)
    people = {*invited, *who}
    return Preview(
        since=stretch.since,
        until=stretch.until,
        activities=found.activities,
        people=len(people),
        finished=len(who),
        completions=len(whole),
        median_days=median([finish.days for finish in whole]) if whole else None,
        xp=_minted(won),
        finishers=_finishers(who, humans),
        zones=_spread(_zone_of(scene, stretch.now), who, people),
        teams=_spread(_team_of(scene, stretch.now), who, people),
        out_of_reach=_out_of_reach(humans, people, who, found),
        hasty=found.hasty / found.counted if found.counted else 0.0,
    )


def _minted(won: Iterable[Finish]) -> int:
    """Everybody is paid once for a window, also in two teams that completed it."""
    return sum({(player, finish.window): finish.xp for finish in won for player in finish.helpers}.values())


def _finishers(who: Mapping[UUID, list[Finish]], humans: Mapping[UUID, _Human]) -> tuple[Finisher, ...]:
    """The first to finish first, without those who are hidden."""
    shown = [
        Finisher(humans[player].name, min(one.day for one in mine), len(mine))
        for player, mine in who.items()
        if not humans[player].hidden
    ]
    return tuple(sorted(shown, key=lambda one: (one.day, one.name)))[:SHOWN]


def _spread(
    names_of: Callable[[UUID], Iterable[str]], who: Mapping[UUID, Any], invited: Iterable[UUID]
) -> tuple[Spread, ...]:
    everybody: Counter[str] = Counter()
    finished: Counter[str] = Counter()
    for player in invited:
        for name in names_of(player):
            everybody[name] += 1
            finished[name] += player in who
    shown = [Spread(name, finished[name], number) for name, number in everybody.most_common() if number >= FEW]
    small = [name for name, number in everybody.items() if number < FEW]
    if small:
        people_in_small = sum(everybody[name] for name in small)
        shown.append(Spread(f"fewer than {FEW} people each", sum(finished[name] for name in small), people_in_small))
    return tuple(shown)


def _zone_of(scene: Scene, now: datetime) -> Callable[[UUID], Iterable[str]]:
    return lambda player: (zone_at(scene.players[player].zones, now).key,)


def _team_of(scene: Scene, now: datetime) -> Callable[[UUID], Iterable[str]]:
    return lambda player: (one.name for one in scene.roster.teams(player, now))


def _out_of_reach(
    humans: Collection[UUID], people: Collection[UUID], who: Collection[UUID], found: _Found
) -> tuple[tuple[str, int], ...]:
    """Why somebody could not possibly have finished."""
    left = {player for player in people if player not in who}
    reasons = (
        ("not among those it is for", len(humans) - len(people)),
        ("did nothing of the kind in that time", len(left - found.active)),
        ("did nothing that passes the conditions", len((left & found.active) - found.counting)),
    )
    return tuple((reason, number) for reason, number in reasons if number)
