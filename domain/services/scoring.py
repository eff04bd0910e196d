"""Scoring: new facts become ledger entries, each the step that its day's pay takes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from domain.rules.filters import passes
from domain.rules.scoring import pay
from domain.specs import Fact
from domain.store import holds, ledger, rule_book
from domain.store.ledger import Entry, RuleDay
from domain.store.rule_book import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule looking at one fact. `each` is what it adds to the raw sum of the day."""

    fact: Fact
    player_id: UUID
    rule: Rule
    each: int

    @property
    def day(self) -> RuleDay:
        return (self.player_id, self.rule.spec.id, self.fact.day)

    @property
    def grant_key(self) -> str:
        return f"rule:{self.rule.spec.id}:{self.fact.taken_back_by or self.fact.key}"


def score(session: Session, facts: Sequence[Fact]) -> list[Entry]:
    """The entries that the scoring rules make of these facts; the days' sums are stored."""
    rules = rule_book.rules(session, {fact.metric for fact in facts})
    steps = list(_forward(facts, rules))
    steps += _back(session, facts, rules, {step.grant_key: step.each for step in steps})
    days = _days(session, {step.day for step in steps})
    entries = [_entry(days[step.day], step) for step in steps]
    ledger.save_rule_days(session, days)
    return entries


def _forward(facts: Iterable[Fact], rules: RuleBook) -> Iterator[_Step]:
    for fact in facts:
        if fact.times < 0 or fact.player_id is None:
            continue
        for rule in rules.on(fact.metric, fact.day, fact.player_id):
            if rule.pays(fact.received_at or fact.occurred_at) and passes(rule.spec.filters, fact.dimensions):
                yield _Step(fact, fact.player_id, rule, rule.spec.xp)


def _back(session: Session, facts: Iterable[Fact], rules: RuleBook, just_paid: Mapping[str, int]) -> list[_Step]:
    """Take back exactly what each fact once added. What is held of it is not there to be taken, and stays away."""
    wanted = {
        f"rule:{rule.spec.id}:{fact.key}": (fact, fact.player_id, rule)
        for fact in facts
        if fact.times < 0 and fact.player_id is not None
        for rule in rules.on(fact.metric, fact.day, fact.player_id)
    }
    if not wanted:
        return []
    paid = {**ledger.bases(session, wanted.keys() - just_paid.keys()), **just_paid}
    held = holds.give_up(session, {fact.key for fact, _, _ in wanted.values()})
    left = {grant: paid[grant] - held.get(grant, 0) for grant in wanted if grant in paid}
    return [_Step(*wanted[grant], -each) for grant, each in left.items() if each or grant not in held]


def _days(session: Session, wanted: Collection[RuleDay]) -> dict[RuleDay, list[int]]:
    """[raw, paid] of each day, to be moved on."""
    known = ledger.rule_days(session, wanted) if wanted else {}
    return {key: list(known.get(key, (0, 0))) for key in wanted}


def _entry(day: list[int], step: _Step) -> Entry:
    spec, fact = step.rule.spec, step.fact
    day[0] += step.each
    paid = pay(spec.full_until, spec.cap, day[0])
    amount, day[1] = paid - day[1], paid
    return Entry(
        player_id=step.player_id,
        amount=amount,
        occurred_at=fact.moment,
        known_at=fact.received_at or fact.occurred_at,
        day=fact.day,
        cause="rule",
        cause_id=spec.id,
        activity_key=fact.key,
        grant_key=step.grant_key,
        factors={
            "version": step.rule.version,
            "each": step.each,
            "full_until": spec.full_until,
            "cap": spec.cap,
            "sum": day[0],
            **(step.rule.trial.said() if step.rule.trial else {}),
        },
    )
