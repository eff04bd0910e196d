"""Preview: a mission that is not published yet, tried on the work that is recorded."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from statistics import median
from typing import Any
from uuid import UUID

from psycopg import sql
from sqlmodel import Session

from domain.errors import Refused
from domain.rules.back_test import Finish, finishes, in_bursts, winners
from domain.rules.derived import DERIVED
from domain.rules.missions import Running
from domain.rules.requirements import concerns
from domain.rules.zones import zone_at
from domain.specs import Aggregate, Condition, Fact, MissionSpec, PersonKind, Scope, conditions
from domain.store import history, people, teams
from domain.store.definitions import Mission
from domain.store.driver import connection
from domain.store.history import Wanted
from domain.store.progress import GUILD
from domain.store.scene import Scene
from domain.views import Finisher, Preview, Spread

#: Rows that are on their way at once, and players whose whole work is in memory at once.
ROWS, CHUNK = 10_000, 100
#: Names that are shown, and how many people a group must have at least to be looked at alone.
SHOWN, FEW = 50, 5


class Cancelled(Refused):
    """Whoever asked does not want to know any more."""


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
    left out. Limited places, teams and audiences are those the mission would have now.
    """
    mission = Mission(GUILD, GUILD, "preview", 1, spec, Running(now, None))
    humans = _humans(session)
    scene = Scene(people.known(session, humans), [mission], teams.roster(session, humans))
    found = _Found()
    steps = _rows(session, spec, since, until) if _is_plain(spec) else _exact(session, spec, humans, since, until)
    subjects: dict[UUID, list[Fact]] = defaultdict(list)
    for at, (player, facts, work, hasty) in enumerate(steps):
        if at % 50 == 0:
            tell(min(at / max(len(humans), 1), 1.0))
            if cancelled():
                raise Cancelled("The preview was stopped.")
        if player not in humans:
            continue
        mine = _counting(mission, scene, player, facts, found)
        found.activities += work
        found.hasty += hasty if mine else 0
        found.counted += sum(fact.times for fact in mine)
        if spec.scope is Scope.PERSONAL:
            found.finished += finishes(spec, player, mine, now)
        else:
            for fact in mine:
                for subject in scene.subjects(mission, fact):
                    subjects[subject].append(fact)
    for subject, shared in subjects.items():
        shared.sort(key=lambda fact: (fact.moment, fact.key))
        found.finished += finishes(spec, subject, shared, now)
    tell(1.0)
    return _summary(spec, scene, humans, found, since, until, now)


def _counting(mission: Mission, scene: Scene, player: UUID, facts: Sequence[Fact], found: _Found) -> list[Fact]:
    found.active.add(player)
    first, *others = mission.spec.goals
    mine = [fact for fact in facts if concerns(first, fact) or any(concerns(goal, fact) for goal in others)]
    if not _is_for_all(mission.spec):
        mine = [fact for fact in mine if scene.refusal(mission, fact) is None]
    if mine:
        found.counting.add(player)
    return mine


def _is_for_all(spec: MissionSpec) -> bool:
    audience = spec.audience
    return not (audience.people or audience.roles or audience.teams or spec.starts_at or spec.ends_at)


def _is_plain(spec: MissionSpec) -> bool:
    """Whether alike work of one day may be counted together: no moment within the day matters."""
    wanted = [condition for goal in spec.goals for condition in conditions(goal)]
    exact = any(one.within or one.ever or one.metric in DERIVED for one in wanted)
    return not (exact or spec.steps or spec.after or spec.starts_at or spec.ends_at)


Step = tuple[UUID, list[Fact], int, int]


def _rows(session: Session, spec: MissionSpec, since: date, until: date) -> Iterator[Step]:
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
            (sorted(spec.metrics), since, until),
        )
        for player, rows in groupby(cursor, key=lambda row: row[0]):
            facts: list[Fact] = []
            groups: list[tuple[int, datetime, datetime]] = []
            for _, metric, day, value, times, first, last, *values in rows:
                found = {name: one for name, one in zip(names, values, strict=False) if one is not None}
                facts.append(Fact(f"{day}:{metric}", metric, value, first, day, found, times, None, player))
                groups.append((times, first, last))
            yield player, facts, *in_bursts(groups)


def _dimensions(wanted: Iterable[Condition]) -> list[str]:
    names = {one.dimension for one in wanted if one.dimension}
    return sorted(names | {each.dimension for one in wanted for each in one.filters})


def _needs_value(wanted: Iterable[Condition]) -> bool:
    return any(one.aggregate in {Aggregate.SUM, Aggregate.MAX} for one in wanted)


def _exact(session: Session, spec: MissionSpec, humans: Mapping[UUID, str], since: date, until: date) -> Iterator[Step]:
    """Each player's work, fact by fact, where moments within a day matter."""
    everybody = sorted(humans)
    begin = datetime.combine(since - timedelta(days=1), time(), UTC)
    for at in range(0, len(everybody), CHUNK):
        chunk = everybody[at : at + CHUNK]
        wanted = [Wanted((player,), spec.metrics, begin) for player in chunk]
        for player, facts in zip(chunk, history.read(session, wanted), strict=True):
            back = {fact.key for fact in facts if fact.times < 0 and fact.metric not in DERIVED}
            mine = [fact for fact in facts if since <= fact.day <= until and fact.key not in back]
            yield player, mine, *in_bursts(_groups(mine))


def _groups(facts: Iterable[Fact]) -> Iterator[tuple[int, datetime, datetime]]:
    days: dict[tuple[str, date], list[datetime]] = defaultdict(list)
    for fact in facts:
        days[fact.metric, fact.day].append(fact.occurred_at)
    return ((len(moments), min(moments), max(moments)) for moments in days.values())


def _humans(session: Session) -> Mapping[UUID, str]:
    rows = connection(session).execute("select id, name from player where kind = %s", (PersonKind.HUMAN.value,))
    return dict(rows.fetchall())


def _summary(
    spec: MissionSpec,
    scene: Scene,
    humans: Mapping[UUID, str],
    found: _Found,
    since: date,
    until: date,
    now: datetime,
) -> Preview:
    won = winners(spec, found.finished)
    who = _people_behind(spec, scene, won, humans, now)
    invited = [player for player in humans if scene.invited(next(iter(scene.missions.values())), player, now)]
    return Preview(
        since=since,
        until=until,
        activities=found.activities,
        people=len(invited),
        finished=len(who),
        completions=len(won),
        median_days=median([finish.days for finish in won]) if won else None,
        xp=sum(finish.xp * (1 if spec.scope is Scope.PERSONAL else len(who)) for finish in won),
        finishers=_finishers(who, humans),
        zones=_spread(_zone_of(scene, now), who, invited),
        teams=_spread(_team_of(scene, now), who, invited),
        out_of_reach=_out_of_reach(humans, invited, found),
        hasty=found.hasty / found.counted if found.counted else 0.0,
    )


def _people_behind(
    spec: MissionSpec, scene: Scene, won: Iterable[Finish], humans: Mapping[UUID, str], now: datetime
) -> Mapping[UUID, list[Finish]]:
    """Who would have finished what; what a team does is done by everybody in it now."""
    who: dict[UUID, list[Finish]] = defaultdict(list)
    for finish in won:
        match spec.scope:
            case Scope.PERSONAL:
                who[finish.subject].append(finish)
            case Scope.TEAM:
                for player in humans:
                    if any(one.team_id == finish.subject for one in scene.roster.teams(player, now)):
                        who[player].append(finish)
            case Scope.GUILD:
                for player in humans:
                    who[player].append(finish)
    return who


def _finishers(who: Mapping[UUID, list[Finish]], humans: Mapping[UUID, str]) -> tuple[Finisher, ...]:
    """The first to finish first."""
    shown = [Finisher(humans[player], min(one.day for one in mine), len(mine)) for player, mine in who.items()]
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


def _out_of_reach(humans: Mapping[UUID, str], invited: Iterable[UUID], found: _Found) -> tuple[tuple[str, int], ...]:
    """Why somebody could not possibly have finished."""
    asked = set(invited)
    reasons = (
        ("not among those it is for", len(humans) - len(asked)),
        ("did nothing of the kind in that time", len(asked - found.active)),
        ("did nothing that passes the conditions", len((asked & found.active) - found.counting)),
    )
    return tuple((reason, number) for reason, number in reasons if number)
