"""Preview: a mission that is not published yet, tried on the work that is recorded."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from statistics import median
from typing import Any
from uuid import UUID

from psycopg import sql
from sqlmodel import Session

from domain.errors import Refused
from domain.rules.back_test import Finish, Stretch, finishes, in_bursts, winners
from domain.rules.derived import DERIVED, XP_EARNED
from domain.rules.levels import level_at
from domain.rules.missions import MISSION_COMPLETED, Running
from domain.rules.requirements import concerns, in_order
from domain.rules.zones import zone_at
from domain.specs import Aggregate, Audience, Condition, Fact, MissionSpec, PersonKind, Requirement, Scope, conditions
from domain.store import history, people, teams
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.history import Wanted
from domain.store.progress import GUILD
from domain.store.queries.game import level_curve
from domain.store.scene import Scene
from domain.views import Finisher, Preview, Spread

#: Rows that are on their way at once, and players whose whole work is in memory at once.
ROWS, CHUNK = 10_000, 100
#: Names that are shown, and how many people a group must have at least to be looked at alone.
SHOWN, FEW = 50, 5


class Cancelled(Refused):
    """Whoever asked does not want to know any more."""


Piece = tuple[Fact, datetime]
"""Alike work of one day, or one fact, and when the last of it was done."""
_Group = tuple[int, datetime, datetime]
"""How much alike work of one day, when the first and when the last of it was done."""


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
    active = _active_days(session, mission, stretch)
    seen: set[UUID] = set()
    walk = _walk(session, mission, humans, stretch)
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
    goals = _filtered(mission)
    mine: list[Fact] = []
    groups: dict[tuple[str, date], _Group] = {}
    for fact, last in pieces:
        work = fact.day >= since and fact.metric in metrics
        if work:
            found.activities += fact.times
        if goals and fact.metric in metrics and not any(concerns(goal, fact) for goal in goals):
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


def _filtered(mission: Mission) -> Sequence[Requirement]:
    """What a fact has to pass; nothing where every fact of its metrics does. Tiers differ in their thresholds alone."""
    wanted = [condition for goal in mission.spec.goals for condition in conditions(goal)]
    return mission.spec.goals if any(condition.filters for condition in wanted) else ()


def _walk(
    session: Session, mission: Mission, humans: Mapping[UUID, _Human], stretch: Stretch
) -> Iterator[tuple[UUID, list[Piece]]]:
    if _is_plain(mission.spec):
        return _by_day(session, mission.spec, stretch)
    return _one_by_one(session, mission, humans, stretch)


def _is_plain(spec: MissionSpec) -> bool:
    """Whether alike work of one day may be counted together: no moment within the day matters."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    exact = any(one.within or one.ever or one.metric in DERIVED for one in wanted)
    return not (exact or spec.steps or spec.after or spec.places or spec.audience != Audience())


def _by_day(session: Session, spec: MissionSpec, stretch: Stretch) -> Iterator[tuple[UUID, list[Piece]]]:
    """Each player's work, what is alike on one day counted together by the database."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    names = _dimensions(wanted)
    with connection(session).cursor("preview", binary=True) as cursor:
        cursor.itersize = ROWS
        cursor.execute(
            sql.SQL(
                """
                select player_id, metric, day, {value}, count(*), min(occurred_at), max(occurred_at), {dimensions}
                from activity a
                where metric = any(%s) and day between %s and %s and reverses is null
                  and not exists (select from activity r where r.reverses = a.key and r.player_id = a.player_id)
                group by player_id, metric, day, {value}, {dimensions} order by player_id, day
                """
            ).format(
                value=sql.SQL("value" if _needs_value(wanted) else "1"),
                dimensions=sql.SQL(", ").join(
                    [sql.SQL("dimensions -> {}").format(sql.Literal(name)) for name in (*names, "")]
                ),
            ),
            (sorted(spec.metrics), stretch.since, stretch.until),
        )
        for player, rows in groupby(cursor, key=lambda row: row[0]):
            pieces: list[Piece] = []
            for _, metric, day, value, times, first, last, *values in rows:
                found = (
                    {name: one for name, one in zip(names, values, strict=False) if one is not None} if names else {}
                )
                pieces.append((Fact(f"{day}:{metric}", metric, value, first, day, found, times, None, player), last))
            yield player, pieces


def _dimensions(wanted: Iterable[Condition]) -> list[str]:
    names = {one.dimension for one in wanted if one.dimension}
    return sorted(names | {each.dimension for one in wanted for each in one.filters})


def _needs_value(wanted: Iterable[Condition]) -> bool:
    return any(one.aggregate in {Aggregate.SUM, Aggregate.MAX} for one in wanted)


def _one_by_one(
    session: Session, mission: Mission, humans: Mapping[UUID, _Human], stretch: Stretch
) -> Iterator[tuple[UUID, list[Piece]]]:
    """Each player's work, fact by fact, where moments within a day matter; of conditions of ever all there is."""
    everybody, spec = sorted(humans), mission.spec
    metrics = spec.metrics.union(*(goal.metrics for goal in mission.goals.values()))
    metrics |= {MISSION_COMPLETED} if spec.after else set()
    ever = bool(spec.after) or any(goal.looks_back for goal in mission.goals.values())
    begin = None if ever else datetime.combine(stretch.since - timedelta(days=1), time(), UTC)
    for at in range(0, len(everybody), CHUNK):
        chunk = everybody[at : at + CHUNK]
        for player, facts in zip(
            chunk, history.read(session, [Wanted((p,), metrics, begin) for p in chunk]), strict=True
        ):
            back = {fact.key for fact in facts if fact.times < 0 and fact.metric not in DERIVED}
            mine = [fact for fact in facts if fact.day <= stretch.until and fact.key not in back]
            yield player, [(fact, fact.occurred_at) for fact in mine if ever or stretch.since <= fact.day]


def _active_days(session: Session, mission: Mission, stretch: Stretch) -> Mapping[UUID, list[date]]:
    """Where doing nothing may be enough: who did anything at all, and on which days. Nobody else takes part."""
    spec = mission.spec
    levels = spec.audience.min_level or spec.audience.max_level
    if spec.scope is not Scope.PERSONAL or not spec.settles or levels:
        return {}
    if not any(goal.measure(goal.fold((), ())).done(closed=True) for goal in mission.goals.values()):
        return {}
    rows = connection(session).execute(
        """
        select player_id, array_agg(distinct day) from metric_day
        where day between %s and %s and metric <> %s and count > 0 group by player_id
        """,
        (stretch.since, stretch.until, XP_EARNED),
    )
    return dict(rows.fetchall())


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
