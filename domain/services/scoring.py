"""Scoring: new facts become ledger entries, each the step that its day's pay takes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from domain.rules.filters import passes
from domain.rules.scoring import pay
from domain.specs import Fact
from domain.store import ledger, progress
from domain.store.ledger import Entry, RuleDay
from domain.store.progress import Rule


@dataclass(frozen=True, slots=True)
class Effect:
    """A fact that counts now, or (sign -1) no longer. `cause` is the key of the activity that made it so."""

    player_id: UUID
    cause: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule looking at one effect. `each` is what it adds to the raw sum of the day."""

    effect: Effect
    rule: Rule
    each: int

    @property
    def day(self) -> RuleDay:
        return (self.effect.player_id, self.rule.spec.id, self.effect.fact.day)

    @property
    def grant_key(self) -> str:
        return f"rule:{self.rule.spec.id}:{self.effect.cause}"


def score(session: Session, effects: Sequence[Effect]) -> list[Entry]:
    """The entries that the scoring rules make of these effects; the days' sums are stored."""
    rules = progress.rules(session, {effect.fact.metric for effect in effects})
    steps = _forward(effects, rules)
    steps += _back(session, effects, rules, {step.grant_key: step.each for step in steps})
    days = _days(session, {step.day for step in steps})
    entries = [_entry(days[step.day], step) for step in steps]
    ledger.save_rule_days(session, days)
    return entries


def _forward(effects: Iterable[Effect], rules: Mapping[str, Sequence[Rule]]) -> list[_Step]:
    return [
        _Step(effect, rule, rule.spec.xp)
        for effect in effects
        if effect.fact.sign > 0
        for rule in rules[effect.fact.metric]
        if rule.live and passes(rule.spec.filters, effect.fact.dimensions)
    ]


def _back(
    session: Session, effects: Iterable[Effect], rules: Mapping[str, Sequence[Rule]], just_paid: Mapping[str, int]
) -> list[_Step]:
    """Take back exactly what each fact once added, by whichever version of a rule it was."""
    wanted = {
        f"rule:{rule.spec.id}:{effect.fact.key}": (effect, rule)
        for effect in effects
        if effect.fact.sign < 0
        for rule in rules[effect.fact.metric]
    }
    if not wanted:
        return []
    paid = {**ledger.bases(session, wanted.keys() - just_paid.keys()), **just_paid}
    return [_Step(effect, rule, -paid[grant]) for grant, (effect, rule) in wanted.items() if grant in paid]


def _days(session: Session, wanted: Collection[RuleDay]) -> dict[RuleDay, list[int]]:
    """[raw, paid] of each day, to be moved on."""
    known = ledger.rule_days(session, wanted) if wanted else {}
    return {key: list(known.get(key, (0, 0))) for key in wanted}


def _entry(day: list[int], step: _Step) -> Entry:
    spec = step.rule.spec
    day[0] += step.each
    paid = pay(spec.full_until, spec.cap, day[0])
    amount, day[1] = paid - day[1], paid
    return Entry(
        player_id=step.effect.player_id,
        amount=amount,
        day=step.effect.fact.day,
        cause="rule",
        cause_id=spec.id,
        activity_key=step.effect.fact.key,
        grant_key=step.grant_key,
        factors={
            "version": step.rule.version,
            "each": step.each,
            "full_until": spec.full_until,
            "cap": spec.cap,
            "sum": day[0],
        },
    )
