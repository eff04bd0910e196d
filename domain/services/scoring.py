"""Scoring: new facts become ledger entries, each the step that its day's pay takes."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.factors import Worth
from domain.rules.filters import passes
from domain.rules.scoring import hour_of, pay
from domain.specs import Fact
from domain.store import holds, ledger, rule_book
from domain.store.by_now import ByNow
from domain.store.factors import Late, Stage
from domain.store.ledger import CARRIED, DaySum, Entry, Paid, RuleDay
from domain.store.rule_book import Rule, RuleBook


@dataclass(frozen=True, slots=True)
class _Step:
    """One rule looking at one fact. `each` is what it adds to the raw sum of the day."""

    fact: Fact
    player_id: UUID
    rule: Rule
    worth: Worth
    streak: int
    level: int
    each: int

    @property
    def day(self) -> RuleDay:
        return (self.player_id, self.rule.spec.id, self.fact.day)

    @property
    def grant_key(self) -> str:
        return f"rule:{self.rule.spec.id}:{self.fact.taken_back_by or self.fact.key}"


@dataclass(frozen=True, slots=True)
class Move:
    """A line that added `before` to its day, and adds `after` by now."""

    line: Paid
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Anew:
    """A day of a rule that is paid anew, and `why`, as factors of the entry.

    It is known since its work is: what that is worth by now counts wherever the work does, however late the reason.
    """

    day: RuleDay
    moves: Sequence[Move]
    grant_key: str
    why: Mapping[str, Any]


def score(session: Session, facts: Sequence[Fact], stage: Stage) -> list[Entry]:
    """The entries that the scoring rules make of these facts; the days' sums are stored.

    Days whose streak became longer are paid anew first: their entries come before those of the new facts.
    """
    again = score_again(session, stage.late, stage.now) if stage.late else []
    rules = rule_book.rules(session, {fact.metric for fact in facts})
    steps = list(_forward(facts, rules, stage))
    steps += _back(session, facts, rules, stage, {step.grant_key: step.worth for step in steps})
    days = _days(session, {step.day for step in steps})
    entries = [_entry(days[step.day], step) for step in steps]
    ledger.save_rule_days(session, days)
    return [*again, *entries, *_carried(zip(steps, entries, strict=True))]


def score_again(session: Session, late: Mapping[UUID, Late], now: ByNow) -> list[Entry]:
    """The differences of days whose streak became longer, because of a day that was not known before."""
    wanted = {day for one in late.values() for day in one.lengths}
    lines = ledger.changeable(session, late.keys(), wanted, "steps")
    moves = [
        _in_longer_streak(key, paid, late[key[0]], now) for key, paid in lines.items() if key[2] in late[key[0]].lengths
    ]
    return pay_anew(session, moves)


def _in_longer_streak(key: RuleDay, paid: Sequence[Paid], late: Late, now: ByNow) -> Anew:
    player, rule, day = key
    before, streak = late.lengths[day]
    worths = [
        Move(line, line.at(before, level), line.at(streak, level))
        for line in paid
        for level in (now.level(player, day, Worth.read(line.factors)),)
    ]
    grant = f"again:{rule}:{player}:{day}:{late.key}"
    return Anew(key, worths, grant, {"again": [before, streak]})


def pay_anew(session: Session, days: Sequence[Anew]) -> list[Entry]:
    """The differences of days of which some work is worth something else by now. What is held moves with it."""
    sums = _days(session, {one.day for one in days})
    entries = [_difference(one, sums[one.day]) for one in days]
    ledger.save_rule_days(session, sums)
    held = [(move.line.activity_key, one.day[1], move.after) for one in days for move in one.moves if move.line.held]
    holds.keep_as_much(session, held)
    return [entry for entry in entries if entry.amount]


def _forward(facts: Iterable[Fact], rules: RuleBook, stage: Stage) -> Iterator[_Step]:
    for fact in facts:
        if fact.times < 0 or fact.player_id is None:
            continue
        for rule in rules.on(fact.metric, fact.day, fact.player_id):
            if rule.pays(fact.received_at or fact.occurred_at) and passes(rule.spec.filters, fact.dimensions):
                worth = stage.worth(rule.spec.xp, fact.player_id, fact)
                streak = stage.now.streak(fact.player_id, fact.day)
                level = stage.now.level(fact.player_id, fact.day, worth)
                yield _Step(fact, fact.player_id, rule, worth, streak, level, worth.at(streak, level))


def _back(
    session: Session, facts: Iterable[Fact], rules: RuleBook, stage: Stage, just_paid: Mapping[str, Worth]
) -> list[_Step]:
    """Take back exactly what each fact adds. What is held of it is not there to be taken, and stays away."""
    wanted = {
        f"rule:{rule.spec.id}:{fact.key}": (fact, fact.player_id, rule)
        for fact in facts
        if fact.times < 0 and fact.player_id is not None
        for rule in rules.on(fact.metric, fact.day, fact.player_id)
    }
    if not wanted:
        return []
    booked = ledger.grants(session, wanted.keys() - just_paid.keys())
    paid = {**{grant: Worth.read(factors) for grant, (_, factors) in booked.items()}, **just_paid}
    held = holds.give_up(session, {fact.key for fact, _, _ in wanted.values()})
    found = []
    for grant, (fact, player, rule) in wanted.items():
        if (worth := paid.get(grant)) is None:
            continue
        payee, factors = booked.get(grant, (player, {}))
        if payee == player:
            streak, level = stage.now.streak(player, fact.day), stage.now.level(player, fact.day, worth)
            each = worth.at(streak, level)
        else:  # an account that was merged: its days stay as they were paid
            streak, level, each = int(factors.get("streak", 0)), int(factors.get("level", 1)), int(factors["each"])
        each -= held.get(grant, 0)
        found += [_Step(fact, payee, rule, worth, streak, level, -each)] if each or grant not in held else []
    return found


def _carried(booked: Iterable[tuple[_Step, Entry]]) -> Iterator[Entry]:
    """What is taken from a merged account is taken from whoever carries on for it, who got all that it had."""
    for step, entry in booked:
        heir = step.fact.player_id
        if heir is None or heir == entry.player_id or not entry.amount:
            continue
        for player, amount in ((entry.player_id, -entry.amount), (heir, entry.amount)):
            yield replace(
                entry,
                player_id=player,
                amount=amount,
                cause="correction",
                cause_id=str(entry.player_id),
                activity_key=None,
                grant_key=f"merger:{player}:{entry.grant_key}",
                factors={
                    "title": "merged accounts",
                    "reason": "Work of an account that was merged was withdrawn.",
                    **({CARRIED: str(heir)} if player != heir else {}),
                },
            )


def _days(session: Session, wanted: Collection[RuleDay]) -> dict[RuleDay, DaySum]:
    known = ledger.rule_days(session, wanted) if wanted else {}
    return {key: known.get(key) or DaySum() for key in wanted}


def _entry(day: DaySum, step: _Step) -> Entry:
    spec, fact = step.rule.spec, step.fact
    factors: dict[str, Any] = {
        "version": step.rule.version,
        "each": step.each,
        "full_until": spec.full_until,
        "cap": spec.cap,
    }
    if said := step.worth.said():
        factors |= {**said, "streak": step.streak} if step.worth.steps else said
        factors |= {"level": step.level} if step.worth.bonus else {}
        factors |= {"back": True} if step.fact.times < 0 else {}
    if step.rule.trial:
        factors |= step.rule.trial.said()
    if step.player_id != fact.player_id:
        factors |= {CARRIED: str(fact.player_id)}
    if spec.hour_cap is not None:
        factors |= {"hour": hour_of(fact.occurred_at), "hour_cap": spec.hour_cap}
    day.add(step.each, factors)
    if spec.hour_cap is not None:
        factors["hour_sum"] = day.hours[factors["hour"]]
    return Entry(
        player_id=step.player_id,
        amount=_paid(day, spec.full_until, spec.cap),
        occurred_at=fact.moment,
        known_at=fact.received_at or fact.occurred_at,
        day=fact.day,
        cause="rule",
        cause_id=spec.id,
        activity_key=fact.key,
        grant_key=step.grant_key,
        factors={**factors, "sum": day.raw},
    )


def _paid(day: DaySum, full_until: int, cap: int) -> int:
    """What a day pays more, or less, than before."""
    before, day.paid = day.paid, pay(full_until, cap, day.raw)
    return day.paid - before


def _difference(one: Anew, day: DaySum) -> Entry:
    """What the work of a day is worth beyond what it was. Entry 0: the day is at its cap."""
    player, rule, date = one.day
    newest = one.moves[-1].line
    for move in one.moves:
        if move.line.held is None:
            day.add(move.after - move.before, move.line.factors)
    full_until, cap = int(newest.factors["full_until"]), int(newest.factors["cap"])
    return Entry(
        player_id=player,
        amount=_paid(day, full_until, cap),
        occurred_at=max(move.line.occurred_at for move in one.moves),
        known_at=max(move.line.known_at for move in one.moves),
        day=date,
        cause="rule",
        cause_id=rule,
        activity_key=newest.activity_key,
        grant_key=one.grant_key,
        factors={
            "version": newest.factors["version"],
            **one.why,
            "each": 0,
            "full_until": full_until,
            "cap": cap,
            "sum": day.raw,
        },
    )
