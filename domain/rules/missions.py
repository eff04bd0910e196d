"""Missions: which window a fact belongs to, and what its progress is called."""

from datetime import date, datetime

from domain.rules.requirements import Progress
from domain.specs import Aggregate, Filter, MissionSpec, RequirementSpec, Window

NOUNS = {
    "pull_request.merged": ("merged pull request", "merged pull requests"),
    "review.submitted": ("review", "reviews"),
    "issue.completed": ("completed issue", "completed issues"),
    "release.published": ("release", "releases"),
    "workflow_run.succeeded": ("green build", "green builds"),
    "commit.landed": ("landed commit", "landed commits"),
}


def period(window: Window, day: date) -> str:
    """The name of the window that `day` lies in: `once`, `2026-11-20` or `2026-W47` (ISO)."""
    match window:
        case Window.ONCE:
            return "once"
        case Window.DAILY:
            return day.isoformat()
        case Window.WEEKLY:
            year, week, _ = day.isocalendar()
            return f"{year}-W{week:02}"


def counts(spec: MissionSpec, published_at: datetime, occurred_at: datetime) -> bool:
    """Whether a fact of that time lies in the mission's span. Without a start it begins when it is published."""
    start = spec.starts_at or published_at
    return start <= occurred_at and (spec.ends_at is None or occurred_at < spec.ends_at)


def line(requirement: RequirementSpec, progress: Progress) -> str:
    """The progress in words: "7 of 10 reviews · in acme/app"."""
    goal = progress.threshold
    parts = [f"{min(progress.value, goal)} of {goal} {_noun(requirement, goal)}"]
    return " · ".join([*parts, *(_condition(wanted) for wanted in requirement.filters)])


def _noun(requirement: RequirementSpec, number: int) -> str:
    one, many = NOUNS.get(requirement.metric, (requirement.metric, requirement.metric))
    match requirement.aggregate:
        case Aggregate.COUNT:
            return one if number == 1 else many
        case Aggregate.SUM:
            return f"in total from {many}"
        case Aggregate.MAX:
            return f"in one {one}"
        case Aggregate.DISTINCT_DAYS:
            return f"{'day' if number == 1 else 'days'} with {many}"
        case Aggregate.DISTINCT:
            return f"{_plural(requirement.dimension or '', number)} in {many}"


def _condition(wanted: Filter) -> str:
    values = " or ".join(wanted.values)
    match wanted.dimension, wanted.values:
        case "repository", _:
            return f"in {values}"
        case "substance", ("yes",):
            return "with substance"
        case "substance", ("no",):
            return "without substance"
        case "merged_by_other", ("yes",):
            return "merged by somebody else"
        case "merged_by_other", ("no",):
            return "merged by oneself"
        case dimension, _:
            return f"{dimension.replace('_', ' ')} {values}"


def _plural(dimension: str, number: int) -> str:
    word = dimension.replace("_", " ")
    if number == 1:
        return word
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"
