"""Experiments: which there are, and which of them change what a rule is worth."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session

from domain.rules.experiments import group_of
from domain.specs import ExperimentSpec, Variant
from domain.store.driver import connection

#: What the group is called for which nothing changes.
UNCHANGED = "The rule as it is"


@dataclass(frozen=True, slots=True)
class Experiment:
    """One of them, as it is kept; `ends` is the last of its days."""

    spec: ExperimentSpec
    ends: date
    started_at: datetime | None
    stopped_at: datetime | None
    stop_reason: str | None

    def covers(self, day: date) -> bool:
        """Whether a player's day is one of its days."""
        return self.started_at is not None and self.spec.first <= day <= self.ends

    def group(self, player_id: UUID) -> str:
        """The group of a player."""
        return group_of(self.spec, player_id)

    def variant(self, player_id: UUID) -> Variant | None:
        """The numbers of a player's group; None where the rule stays as it is."""
        group = self.group(player_id)
        return next((one for one in self.spec.variants if one.key == group), None)


_COLUMNS = "select spec::text, ends, started_at, stopped_at, stop_reason from experiment"


def everything(session: Session) -> list[Experiment]:
    """All of them, the newest first."""
    return [_experiment(*row) for row in connection(session).execute(f"{_COLUMNS} order by first desc, id")]


def experiment(session: Session, experiment_id: str) -> Experiment | None:
    """One of them."""
    row = connection(session).execute(f"{_COLUMNS} where id = %s", (experiment_id,)).fetchone()
    return _experiment(*row) if row else None


def started(session: Session) -> Mapping[str, Sequence[Experiment]]:
    """Those that were ever started, by the rule they change."""
    found: dict[str, list[Experiment]] = defaultdict(list)
    for row in connection(session).execute(f"{_COLUMNS} where started_at is not null order by first"):
        one = _experiment(*row)
        found[one.spec.rule].append(one)
    return found


def _experiment(
    spec: str, ends: date, started_at: datetime | None, stopped_at: datetime | None, reason: str | None
) -> Experiment:
    return Experiment(_spec(spec), ends, started_at, stopped_at, reason)


@lru_cache(maxsize=256)
def _spec(stored: str) -> ExperimentSpec:
    return ExperimentSpec.model_validate_json(stored)
