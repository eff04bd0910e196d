"""Scoring rules: an admin says what work is worth, from the next day that begins everywhere."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent
from domain.rules import unfit
from domain.rules.derived import DERIVED
from domain.rules.experiments import earliest_first_day
from domain.services.rights import require_admin
from domain.specs import ScoringRuleSpec
from domain.store import audit, definitions, experiments
from domain.store.tables import ScoringRuleRow


def put(
    session: Session, spec: ScoringRuleSpec, *, is_new: bool = False, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    """Bring a rule, or its next version, into force. A version never changes; one that says the same is not made."""
    require_admin(session, actor_id)
    definitions.own(session)
    newest = _newest(session, spec.id)
    if newest is not None and is_new:
        raise Invalid("Please check the input.", {"id": "Another rule has this id."})
    if newest is not None and newest.retired_at is None and ScoringRuleSpec.model_validate(newest.spec) == spec:
        return []
    add_version(session, spec, now)
    wanted: dict[str, object] = {"to": spec.model_dump(mode="json"), "from": newest.spec if newest else None}
    if doubt := unfit.in_rule(spec):
        wanted["warning"] = doubt
    action = "scoring_rule.added" if newest is None else "scoring_rule.changed"
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=spec.id, details=wanted)
    return []


def retire(session: Session, rule_id: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let a rule pay for nothing that arrives from now on. What it paid stays."""
    require_admin(session, actor_id)
    definitions.own(session)
    newest = _newest(session, rule_id)
    if newest is None or newest.retired_at is not None:
        raise NotFound("There is no such scoring rule in force.")
    _refuse_while_tried(session, rule_id, now)
    in_force = select(ScoringRuleRow).where(ScoringRuleRow.id == rule_id, col(ScoringRuleRow.retired_at).is_(None))
    for version in session.exec(in_force):
        version.retired_at = now
    details = {"version": newest.version}
    audit.note(session, at=now, actor_id=actor_id, action="scoring_rule.retired", subject=rule_id, details=details)
    return []


def add_version(session: Session, spec: ScoringRuleSpec, now: datetime) -> None:
    """Let the next version of a rule come into force; the caller owns the definitions.

    The version before is not retired: it pays until the days begin that the new one is for.
    Unless the new one is for another kind of work: then no day would come that takes over from it.
    """
    if spec.metric in DERIVED:
        raise Invalid("Please check the input.", {"metric": "The game’s own facts earn nothing: it would pay itself."})
    _refuse_while_tried(session, spec.id, now)
    newest = _newest(session, spec.id)
    if newest is not None and newest.spec["metric"] != spec.metric:
        newest.retired_at = newest.retired_at or now
    version = newest.version + 1 if newest is not None else 1
    session.add(ScoringRuleRow(id=spec.id, version=version, spec=spec.model_dump(mode="json"), published_at=now))


def _newest(session: Session, rule_id: str) -> ScoringRuleRow | None:
    versions = select(ScoringRuleRow).where(ScoringRuleRow.id == rule_id)
    return session.exec(versions.order_by(col(ScoringRuleRow.version).desc())).first()


def _refuse_while_tried(session: Session, rule_id: str, now: datetime) -> None:
    """Half of the people would be compared with a rule that is no longer the same."""
    for one in experiments.started(session).get(rule_id, ()):
        if one.ends >= earliest_first_day(now):
            raise Refused(f"The experiment “{one.spec.title}” tries this rule until {one.ends:%-d %B}. Stop it first.")
