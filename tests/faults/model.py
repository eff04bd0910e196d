"""A second, naive opinion: what a set of accepted deliveries must have led to.

It shares the sources with the game and nothing else: sums are sums, caps are applied at the end, missions are counted
from the list of all activities. The game does all of this step by step, in batches, in whatever order things arrive.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from domain import sources
from domain.services.setup import MISSIONS, RULES
from domain.specs import ActivitySpec, Aggregate, Delivery, Filter, MissionSpec, PersonKind, ScoringRuleSpec, Window

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass
class Truth:
    """What everybody has, people by the number of their account."""

    keys: set[str] = field(default_factory=set)
    xp: dict[str, int] = field(default_factory=dict)
    completions: set[tuple[str, str, str]] = field(default_factory=set)
    badges: Counter[tuple[str, str]] = field(default_factory=Counter)
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
    for rule in RULES:
        _score(truth, rule, counted)
    for mission in MISSIONS:
        _complete(truth, mission, counted)
    for spec in counted:
        truth.days.setdefault(spec.person.subject, set()).add(_day(spec))
    return truth


def _score(truth: Truth, rule: ScoringRuleSpec, counted: Iterable[ActivitySpec]) -> None:
    raw: Counter[tuple[str, date]] = Counter()
    for spec in counted:
        if spec.metric == rule.metric and _passes(rule.filters, spec.dimensions):
            raw[spec.person.subject, _day(spec)] += rule.xp
    for (subject, _), total in raw.items():
        beyond = max(0, total - rule.full_until)
        truth.xp[subject] += min(rule.cap, min(total, rule.full_until) + beyond // 2)


def _complete(truth: Truth, mission: MissionSpec, counted: Iterable[ActivitySpec]) -> None:
    needed = mission.requirement
    windows: dict[tuple[str, str], list[ActivitySpec]] = defaultdict(list)
    for spec in counted:
        if spec.metric == needed.metric and _passes(needed.filters, spec.dimensions):
            windows[spec.person.subject, _period(mission.window, _day(spec))].append(spec)
    for (subject, period), facts in windows.items():
        if _amount(mission, facts) >= needed.threshold:
            truth.completions.add((subject, mission.title, period))
            truth.xp[subject] += mission.xp
            if mission.badge_id:
                truth.badges[subject, mission.badge_id] += 1


def _amount(mission: MissionSpec, facts: list[ActivitySpec]) -> int:
    match mission.requirement.aggregate:
        case Aggregate.COUNT:
            return len(facts)
        case Aggregate.SUM:
            return sum(spec.value for spec in facts)
        case Aggregate.MAX:
            return max(spec.value for spec in facts)
        case Aggregate.DISTINCT_DAYS:
            return len({_day(spec) for spec in facts})
        case Aggregate.DISTINCT:
            name = mission.requirement.dimension or ""
            return len({value for spec in facts for value in _values(spec.dimensions, name)})


def _period(window: Window, day: date) -> str:
    year, week, _ = day.isocalendar()
    return {Window.ONCE: "once", Window.DAILY: day.isoformat(), Window.WEEKLY: f"{year}-W{week:02}"}[window]


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
                f"""
                select {subject}, m.spec ->> 'title', period from progress x join mission m on m.id = x.mission_id
                where completed_at is not null
                """.encode()
            )
        },
        badges=Counter(
            {
                (who, badge): count
                for who, badge, count in db.execute(
                    f"select {subject}, badge_id, count(*) from badge_award x group by 1, 2".encode()
                )
            }
        ),
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
