"""Experiments for screens: the list, what came out, and in which somebody takes part."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.experiments import Compared, compare, harms, over_at, verdict
from domain.rules.missions import EASTERNMOST, WESTERNMOST
from domain.rules.phrases import NOUNS
from domain.rules.zones import day_of
from domain.specs import CONTROL, ExperimentSpec
from domain.store import experiments, people
from domain.store.driver import connection
from domain.store.experiments import UNCHANGED, Experiment
from domain.store.queries.rules import rules
from domain.views import ExperimentLine, ExperimentResult, GroupResult, MyExperiment, RuleView, Stage


def lines(session: Session, *, now: datetime) -> tuple[ExperimentLine, ...]:
    """Every experiment, the newest first."""
    known = _rules(session)
    return tuple(_line(one, known, now) for one in experiments.everything(session))


def spec(session: Session, experiment_id: str) -> ExperimentSpec:
    """The plan of one. Raises `NotFound`."""
    return _there(session, experiment_id).spec


def result(session: Session, experiment_id: str, *, now: datetime) -> ExperimentResult:
    """What came out. Before the end only how many take part, so that nobody stops when chance looks good."""
    there = _there(session, experiment_id)
    spec = there.spec
    known = _rules(session)
    line = _line(there, known, now)
    compared = compare(_outcomes(session, there), spec.groups, spec.least)
    is_final = line.stage is Stage.OVER and there.stopped_at is None
    return ExperimentResult(
        line=line,
        outcome=NOUNS.get(spec.outcome, (spec.outcome, spec.outcome))[1],
        least=spec.least,
        groups=tuple(_group(known, there, one, shown=line.stage is Stage.OVER, final=is_final) for one in compared),
        is_final=is_final,
        harm=line.stage is Stage.RUNNING and harms(compared),
        stop_reason=there.stop_reason,
    )


def of_player(session: Session, player_id: UUID, *, now: datetime) -> tuple[MyExperiment, ...]:
    """The experiments somebody takes part in today."""
    known = _rules(session)
    today = day_of(people.one(session, player_id).zones, now)
    found = [one for each in experiments.started(session).values() for one in each if one.covers(today)]
    return tuple(
        MyExperiment(
            title=one.spec.title,
            question=one.spec.question,
            rule=_rule_title(one.spec, known),
            group=_title(one.spec, one.group(player_id)),
            worth=_worth(known, one.spec, one.group(player_id)),
            first=one.spec.first,
            ends=one.ends,
        )
        for one in found
    )


def _there(session: Session, experiment_id: str) -> Experiment:
    found = experiments.experiment(session, experiment_id)
    if found is None:
        raise NotFound("There is no such experiment.")
    return found


def _line(one: Experiment, known: Mapping[str, RuleView], now: datetime) -> ExperimentLine:
    return ExperimentLine(
        one.spec.id,
        one.spec.title,
        one.spec.question,
        _rule_title(one.spec, known),
        one.spec.first,
        one.ends,
        _stage(one, now),
        one.stopped_at is not None,
    )


def _stage(one: Experiment, now: datetime) -> Stage:
    if one.started_at is None:
        return Stage.PLANNED
    if now >= over_at(one.ends):
        return Stage.OVER
    if (now - WESTERNMOST).date() > one.ends:
        return Stage.WAITING
    return Stage.RUNNING if (now + EASTERNMOST).date() >= one.spec.first else Stage.STARTED


def _outcomes(session: Session, there: Experiment) -> Mapping[str, Sequence[int]]:
    """How often each person who was paid by the rule in that time did what counts, by the group he was paid in."""
    rows = connection(session).execute(
        """
        with exposed as (
            select distinct on (player_id) player_id, factors ->> 'group' as grp from xp_entry
            where cause = 'rule' and cause_id = %(rule)s and day between %(first)s and %(ends)s
              and factors ->> 'experiment' = %(id)s order by player_id, id
        )
        select e.grp, coalesce(sum(m.count), 0)::bigint from exposed e left join metric_day m
          on m.player_id = e.player_id and m.metric = %(outcome)s and m.day between %(first)s and %(ends)s
        group by e.player_id, e.grp
        """,
        {
            "rule": there.spec.rule, "first": there.spec.first, "ends": there.ends, "id": there.spec.id,
            "outcome": there.spec.outcome,
        },
    )  # fmt: skip
    found: dict[str, list[int]] = defaultdict(list)
    for group, number in rows:
        found[group].append(number)
    return found


def _group(known: Mapping[str, RuleView], there: Experiment, one: Compared, *, shown: bool, final: bool) -> GroupResult:
    title, worth = _title(there.spec, one.group), _worth(known, there.spec, one.group)
    if not shown:
        return GroupResult(title, worth, one.people, None, None, None, "Shown when it is over.")
    said = "What the others are compared with." if one.group == CONTROL else verdict(one)
    if not final and one.low is not None:
        said = "It was stopped early: what is seen here may well be chance."
    return GroupResult(title, worth, one.people, one.mean, one.low, one.high, said)


def _title(spec: ExperimentSpec, group: str) -> str:
    return next((one.title for one in spec.variants if one.key == group), UNCHANGED)


def _worth(known: Mapping[str, RuleView], spec: ExperimentSpec, group: str) -> str:
    """“12 XP each, in full up to 60, at most 120 a day”"""
    numbers = next((one for one in spec.variants if one.key == group), known.get(spec.rule))
    if numbers is None:
        return "this rule is not in force any more"
    return f"{numbers.xp:,} XP each, in full up to {numbers.full_until:,}, at most {numbers.cap:,} a day"


def _rules(session: Session) -> Mapping[str, RuleView]:
    return {rule.id: rule for rule in rules(session)}


def _rule_title(spec: ExperimentSpec, known: Mapping[str, RuleView]) -> str:
    return known[spec.rule].title if spec.rule in known else spec.rule
