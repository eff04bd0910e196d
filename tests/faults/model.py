"""A second, naive opinion: what a set of accepted deliveries must have led to.

It shares the sources with the game and nothing else: sums are sums, caps are applied at the end, missions are counted
from the list of all activities, and a tree of conditions is asked by recursion. The game does all of this step by step,
in batches, in whatever order things arrive.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from domain import sources
from domain.rules.packs import Pack, read
from domain.services import packs as services
from domain.specs import (
    ActivitySpec,
    Aggregate,
    AllOf,
    AnyOf,
    Condition,
    Delivery,
    Filter,
    MissionSpec,
    PersonKind,
    Requirement,
    ScoringRuleSpec,
    Window,
)
from domain.store import session

#: The game of the faults: that of the tests, with a tree, a season and tiers besides.
HERE = Path(__file__).parent
GAME = (HERE.parent / "fixtures" / "game.yaml", HERE / "more_missions.yaml")

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Truth:
    """What everybody has, people by the number of their account."""

    keys: set[str] = field(default_factory=set)
    xp: dict[str, int] = field(default_factory=dict)
    completions: set[tuple[str, str, str]] = field(default_factory=set)
    badges: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)
    days: dict[str, set[date]] = field(default_factory=dict)


def expected(deliveries: Iterable[Delivery]) -> Truth:
    """From the deliveries alone. Everybody's zone is UTC, every mission is older than every activity."""
    heard = {spec.key: spec for each in deliveries for spec in sources.read(each).activities}
    heard = {key: spec for key, spec in heard.items() if spec.person.kind is PersonKind.HUMAN}
    gone = {spec.reverses for spec in heard.values()}
    counted = [spec for spec in heard.values() if spec.reverses is None and spec.key not in gone]
    truth = Truth(keys=set(heard), xp=defaultdict(int))
    for spec in heard.values():
        truth.xp[spec.person.subject] += 0
    for pack in packs():
        for rule in pack.scoring_rules:
            _score(truth, rule, counted)
        for mission in pack.missions:
            _complete(truth, mission.spec, counted)
    for spec in counted:
        truth.days.setdefault(spec.person.subject, set()).add(_day(spec))
    return truth


def packs() -> list[Pack]:
    """What is defined in the game."""
    return [read(path.read_text(), path.name) for path in GAME]


def begin() -> None:
    """Define it in the store, in force since long ago."""
    for pack in packs():
        session.write(services.apply, pack, actor_id=None, now=LONG_AGO)


def _score(truth: Truth, rule: ScoringRuleSpec, counted: Iterable[ActivitySpec]) -> None:
    raw: Counter[tuple[str, date]] = Counter()
    for spec in counted:
        if spec.metric == rule.metric and _passes(rule.filters, spec.dimensions):
            raw[spec.person.subject, _day(spec)] += rule.xp
    for (subject, _), total in raw.items():
        beyond = max(0, total - rule.full_until)
        truth.xp[subject] += min(rule.cap, min(total, rule.full_until) + beyond // 2)


def _complete(truth: Truth, mission: MissionSpec, counted: Iterable[ActivitySpec]) -> None:
    windows: dict[tuple[str, str], list[ActivitySpec]] = defaultdict(list)
    for spec in counted:
        windows[spec.person.subject, _period(mission.window, _day(spec))].append(spec)
    for (subject, period), facts in windows.items():
        for name, needed, xp, tier in _goals(mission, period):
            if _holds(needed, facts):
                truth.completions.add((subject, mission.title, name))
                truth.xp[subject] += xp
                if mission.badge_id:
                    truth.badges[subject, mission.badge_id, tier] += 1


def _goals(mission: MissionSpec, period: str) -> list[tuple[str, Requirement, int, str | None]]:
    """What there is to reach in a window: its name, what it takes and gives, and the tier where there is one."""
    needed = mission.requirement
    assert needed is not None, "there are no quests in this game"
    if not isinstance(needed, Condition) or not mission.tiers:
        return [(period, needed, mission.xp, None)]
    return [
        (one.tier.value, needed.model_copy(update={"threshold": one.threshold}), one.xp, one.tier.value)
        for one in mission.tiers
    ]


def _holds(needed: Requirement, facts: list[ActivitySpec]) -> bool:
    match needed:
        case AllOf(all=inner):
            return all(_holds(one, facts) for one in inner)
        case AnyOf(any=inner):
            return any(_holds(one, facts) for one in inner)
        case Condition():
            mine = [one for one in facts if one.metric == needed.metric and _passes(needed.filters, one.dimensions)]
            return _amount(needed, mine) >= needed.threshold
        case _:
            raise AssertionError("nothing in this game can be lost again")


def _amount(needed: Condition, facts: list[ActivitySpec]) -> int:
    match needed.aggregate:
        case Aggregate.COUNT:
            return len(facts)
        case Aggregate.SUM:
            return sum(spec.value for spec in facts)
        case Aggregate.MAX:
            return max((spec.value for spec in facts), default=0)
        case Aggregate.DISTINCT_DAYS:
            return len({_day(spec) for spec in facts})
        case Aggregate.DISTINCT:
            return len({value for spec in facts for value in _values(spec.dimensions, needed.dimension or "")})


def _period(window: Window, day: date) -> str:
    year, week, _ = day.isocalendar()
    return {
        Window.ONCE: "once",
        Window.DAILY: day.isoformat(),
        Window.WEEKLY: f"{year}-W{week:02}",
        Window.MONTHLY: f"{day:%Y-%m}",
        Window.SEASON: f"{day.year}-Q{(day.month - 1) // 3 + 1}",
    }[window]


def _passes(filters: Iterable[Filter], dimensions: Mapping[str, str | list[str]]) -> bool:
    return all(set(_values(dimensions, each.dimension)) & set(each.values) for each in filters)


def _values(dimensions: Mapping[str, str | list[str]], name: str) -> list[str]:
    value = dimensions.get(name, [])
    return [value] if isinstance(value, str) else list(value)


def _day(spec: ActivitySpec) -> date:
    return spec.occurred_at.astimezone(UTC).date()


def found(db: Connection) -> Truth:
    """What the database says."""
    subject = "(select subject from identity i where i.player_id = x.player_id)"
    return Truth(
        keys={key for (key,) in db.execute("select key from activity")},
        xp=dict(db.execute("select subject, xp from player p join identity i on i.player_id = p.id").fetchall()),
        completions={
            (who, title, period)
            for who, title, period in db.execute(
                """
                select (select subject from identity i where i.player_id = x.subject_id), m.spec ->> 'title', period
                from progress x join mission m on m.id = x.mission_id
                where completed_at is not null
                """
            )
        },
        badges=Counter({(who, badge, tier): count for who, badge, tier, count in db.execute(_BADGES.encode())}),
        days={
            who: set(days)
            for who, days in db.execute(
                f"""
                select {subject}, array_agg(distinct day) from metric_day x
                where metric <> 'xp.earned' and count > 0 group by 1
                """.encode()
            )
        },
    )


#: A tier is told of achievements only: other badges have the one they have.
_BADGES = """
    select (select subject from identity i where i.player_id = x.player_id), badge_id,
           case when cause like '%:' || tier then tier end, count(*) from badge_award x group by 1, 2, 3
"""


def compare(db: Connection, accepted: Iterable[Delivery]) -> None:
    """0 lost, 0 doubled: assert that the database holds what the accepted deliveries lead to, and nothing else."""
    accepted = list(accepted)
    wanted, is_there = expected(accepted), found(db)
    done = set(db.execute("select source, delivery_id from delivery where state = 'done'"))
    assert done >= {(each.source, each.delivery_id) for each in accepted}, "deliveries lost"
    assert is_there.keys == wanted.keys, _difference("activities", wanted.keys, is_there.keys)
    assert is_there.days == wanted.days, "active days differ, so streaks do"
    assert is_there.completions == wanted.completions, _difference("missions", wanted.completions, is_there.completions)
    assert is_there.badges == wanted.badges, "badges differ"
    unequal = db.execute(
        """
        select count(*) from player p
        where xp <> (select coalesce(sum(amount), 0) from xp_entry e where e.player_id = p.id)
        """
    )
    assert unequal.fetchone() == (0,), "xp is not the sum of the ledger"
    assert is_there.xp == dict(wanted.xp), "xp differs"


def _difference(what: str, wanted: set[Any], is_there: set[Any]) -> str:
    return f"{what}: {len(wanted - is_there)} lost, {len(is_there - wanted)} too many"


LONG_AGO = datetime.now(UTC) - timedelta(days=60)
