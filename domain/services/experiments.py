"""Experiments: planned by admins, fixed when they start, and ended by the calendar or with a reason."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, ExperimentChanged
from domain.rules.experiments import earliest_first_day
from domain.services.rights import require_admin
from domain.specs import ExperimentSpec
from domain.store import audit, definitions, experiments
from domain.store.experiments import Experiment
from domain.store.queries.rules import rules
from domain.store.tables import ExperimentRow

CHECK = "Please check the input."
MAX_REASON = 300


def put(
    session: Session, spec: ExperimentSpec, *, is_new: bool = False, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Plan an experiment, or change the plan. Nothing happens before it is started."""
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    there = experiments.experiment(session, spec.id)
    if there is not None and is_new:
        raise Invalid(CHECK, {"id": "Another experiment has this key."})
    if there is not None and there.started_at is not None:
        raise Refused("This experiment has been started. It stays as it is, or nobody could believe what comes out.")
    if spec.rule not in {rule.id for rule in rules(session)}:
        raise Invalid(CHECK, {"rule": "There is no such scoring rule."})
    wanted = spec.model_dump(mode="json")
    session.merge(
        ExperimentRow(id=spec.id, rule_id=spec.rule, spec=wanted, first=spec.first, ends=spec.last, actor_id=actor_id)
    )
    session.flush()
    _note(session, "experiment.planned", spec.id, actor_id, now, wanted)
    return [ExperimentChanged(spec.id)]


def start(session: Session, experiment_id: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Fix an experiment: its groups, its numbers, its outcome. It begins with its first day, which lies ahead.

    So no day of anybody's ever mixes two ways of being paid. One rule is in one experiment at a time.
    """
    require_admin(session, actor_id)
    definitions.own(session)
    there = _there(session, experiment_id)
    if there.started_at is not None:
        raise Refused("This experiment has been started already.")
    if there.spec.rule not in {rule.id for rule in rules(session)}:
        raise Refused("The rule that it changes is no longer in force.")
    if there.spec.first < (first := earliest_first_day(now)):
        raise Refused(f"Its first day has to lie ahead everywhere on Earth: {first:%-d %B %Y} or later.")
    for other in experiments.started(session).get(there.spec.rule, ()):
        if there.spec.first <= other.ends and other.spec.first <= there.spec.last:
            raise Refused(f"“{other.spec.title}” changes the same rule on some of these days.")
    session.get_one(ExperimentRow, experiment_id).started_at = now
    _note(session, "experiment.started", experiment_id, actor_id, now, {"title": there.spec.title})
    return [ExperimentChanged(experiment_id)]


def stop(session: Session, experiment_id: str, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """End an experiment before its time: from the next day that begins everywhere, the rule is the same for all."""
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid(CHECK, {"reason": "Please say why. Whoever reads the result will want to know."})
    definitions.own(session)
    there = _there(session, experiment_id)
    if there.started_at is None:
        raise Refused("This experiment has not been started.")
    ends = earliest_first_day(now) - timedelta(days=1)
    if there.stopped_at is not None or there.ends <= ends:
        raise Refused("This experiment is over already.")
    row = session.get_one(ExperimentRow, experiment_id)
    row.ends, row.stopped_at, row.stop_reason = ends, now, reason.strip()[:MAX_REASON]
    _note(session, "experiment.stopped", experiment_id, actor_id, now, {"reason": row.stop_reason})
    return [ExperimentChanged(experiment_id)]


def discard(session: Session, experiment_id: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Throw a plan away."""
    require_admin(session, actor_id)
    definitions.own(session)
    there = _there(session, experiment_id)
    if there.started_at is not None:
        raise Refused("This experiment has been started. It can be stopped, but stays on record.")
    session.delete(session.get_one(ExperimentRow, experiment_id))
    _note(session, "experiment.discarded", experiment_id, actor_id, now, {"title": there.spec.title})
    return [ExperimentChanged(experiment_id)]


def _there(session: Session, experiment_id: str) -> Experiment:
    found = experiments.experiment(session, experiment_id)
    if found is None:
        raise NotFound("There is no such experiment.")
    return found


def _note(
    session: Session,
    action: str,
    experiment_id: str,
    actor_id: UUID | None,
    now: datetime,
    details: Mapping[str, object],
) -> None:
    audit.note(session, at=now, actor_id=actor_id, action=action, subject=experiment_id, details=details)
