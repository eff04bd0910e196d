"""Experiments, as they are shown."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Stage(StrEnum):
    """How far an experiment is; `waiting` is over, but something of it may still come in."""

    PLANNED = "planned"
    STARTED = "started"
    RUNNING = "running"
    WAITING = "waiting"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ExperimentLine:
    """One in the list of admins."""

    id: str
    title: str
    question: str
    rule: str
    first: date
    ends: date
    stage: Stage
    stopped: bool


@dataclass(frozen=True, slots=True)
class GroupResult:
    """What one group did. Numbers are None where they would say too much, or where it is too early."""

    title: str
    worth: str
    people: int
    mean: float | None
    low: float | None
    high: float | None
    verdict: str


@dataclass(frozen=True, slots=True)
class ExperimentResult:
    """What came out, or why that is not shown yet. `harm`: a group does so badly that one should not wait."""

    line: ExperimentLine
    outcome: str
    least: int
    groups: tuple[GroupResult, ...]
    is_final: bool
    harm: bool
    stop_reason: str | None


@dataclass(frozen=True, slots=True)
class MyExperiment:
    """An experiment somebody takes part in, and what his group gets."""

    title: str
    question: str
    rule: str
    group: str
    worth: str
    first: date
    ends: date
