"""Holding: what was paid for odd work waits for a person, who gives it back or takes it for good.

A hold takes the work out of the sums of its days, as if it had been taken back, and an entry of its own says so; a
release puts it in again. So caps, balances and boards follow by the rules they always follow, and in any order.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent
from domain.rules.factors import MAY_CHANGE
from domain.rules.scoring import pay
from domain.services import booking
from domain.services.play import Outcome, as_facts, follow, xp
from domain.store import holds, ledger, people
from domain.store.holds import Pay
from domain.store.ledger import Entry
from domain.store.scene import set_scene


def take(
    session: Session, hold_id: UUID, works: Collection[str], *, sentence: str, expires_at: datetime, now: datetime
) -> list[DomainEvent]:
    """Take what was paid for this work out of the sums of its days."""
    pays = holds.paid_for(session, works)
    holds.keep(session, hold_id, pays)
    factors = {"title": "on hold", "reason": sentence, "until": expires_at.isoformat()}
    return _book(session, hold_id, "hold", pays, -1, factors, now)


def give_back(session: Session, hold_id: UUID, *, reason: str, now: datetime) -> list[DomainEvent]:
    """Put it in again, except for what was taken back meanwhile."""
    pays = [one for one in holds.held_by(session, hold_id) if one.each]
    holds.forget(session, hold_id)
    return _book(session, hold_id, "release", pays, 1, {"title": "no longer on hold", "reason": reason}, now)


def worth(session: Session, pays: Sequence[Pay]) -> int:
    """How much XP a hold of this would take, which depends on what else was done on these days."""
    steps, _ = _steps(session, pays, -1)
    return -sum(step.amount for step in steps)


@dataclass(frozen=True, slots=True)
class _Step:
    """What a day of a rule pays more, or less, after `each` more or less came to its sum, which is `raw` then.

    `own` is False for work that was paid to an account that the player carries on for.
    """

    day: ledger.RuleDay
    own: bool
    each: int
    amount: int
    raw: int
    works: int
    factors: Mapping[str, Any]


def _steps(session: Session, pays: Sequence[Pay], sign: int) -> tuple[list[_Step], dict[ledger.RuleDay, ledger.DaySum]]:
    """One for each rule and day, and for whom it was paid to; and the sums of the days after all of them."""
    days = {(one.player_id, one.rule_id, one.day): ledger.DaySum() for one in pays}
    days |= ledger.rule_days(session, list(days)) if days else {}
    steps = []
    for (day, own), group in groupby(pays, key=lambda one: ((one.player_id, one.rule_id, one.day), one.is_own)):
        mine, moved = list(group), days[day]
        rule, before = mine[0].factors, moved.paid
        for one in mine:
            moved.add(sign * one.each, one.factors)
        moved.paid = pay(rule["full_until"], rule["cap"], moved.raw)
        each = sign * sum(one.each for one in mine)
        steps.append(_Step(day, own, each, moved.paid - before, moved.raw, len(mine), rule))
    return steps, days


def _book(
    session: Session,
    hold_id: UUID,
    what: str,
    pays: Sequence[Pay],
    sign: int,
    factors: Mapping[str, str],
    now: datetime,
) -> list[DomainEvent]:
    if not pays:
        return []
    players = people.lock(session, {one.player_id for one in pays})
    steps, days = _steps(session, pays, sign)
    ledger.save_rule_days(session, days)
    entries = [_entry(step, f"{what}:{hold_id}", {"hold": str(hold_id), **factors}, now) for step in steps]
    booking.book(session, entries, now)
    outcome = Outcome(entries=entries)
    scene = set_scene(session, players, as_facts(entries), now)
    follow(session, xp(entries, scene), scene, outcome, now, revalued=players)  # lines were counted, not their sums
    booked = booking.balance(session, outcome.entries, {}, players, {}, now)
    events = [*booked, *outcome.events]
    booking.tell(session, events)
    return events


def _entry(step: _Step, grant: str, factors: Mapping[str, str], now: datetime) -> Entry:
    player, rule, day = step.day
    return Entry(
        player_id=player,
        amount=step.amount,
        occurred_at=now,
        known_at=now,
        day=day,
        cause="hold",
        cause_id=rule,
        activity_key=None,
        grant_key=f"{grant}:{rule}:{day}" if step.own else f"{grant}:{rule}:{day}:carried",
        factors={
            "version": step.factors["version"],
            "each": step.each,
            "full_until": step.factors["full_until"],
            "cap": step.factors["cap"],
            "sum": step.raw,
            "works": step.works,
            **({"by_line": True} if step.own and {*MAY_CHANGE, "hour_cap"} & step.factors.keys() else {}),
            **factors,
        },
    )
