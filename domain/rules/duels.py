"""Duels: what they may be about, who may challenge whom how often, and how one ends.

A team stands for its average: of each condition, what each of its people did alone is summed up and compared with so
many times the goal.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from domain.rules.requirements import Progress, amounts, evaluate, fold, measured
from domain.specs import AllOf, AnyOf, Contest, DuelGoal, Fact, NotOf, Requirement, conditions, metrics

#: A duel lasts so many days at most.
LONGEST = 14
#: Days after which an invitation that nobody answered is gone, without a word.
ANSWER_WITHIN = 3
#: Duels that the same two may begin within `RECENT` days; of these the first alone pays.
A_PAIR = 2
RECENT = 30
#: Duels that somebody may have open at once, invitations that he sent included.
AT_ONCE = 3
#: A team of fewer would be about persons.
TEAM_FLOOR = 3
#: What comes in late counts so long after the last day is over everywhere on Earth.
GRACE = timedelta(hours=48)
#: Parts of a metric's name that say that it counts how much was typed, asked or sat through.
_NEVER = ("line", "commit", "prompt", "token", "hour", "minute", "copilot", "keystroke")


class Outcome(StrEnum):
    FIRST = "first"
    SECOND = "second"
    DRAW = "draw"
    BOTH = "both"  # reached the goal
    NEITHER = "neither"
    VOID = "void"  # a team became too small


@dataclass(frozen=True, slots=True)
class Side:
    """What one side did: of each condition, what its people did, each counted alone, in sum."""

    values: tuple[int, ...]
    people: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A duel of two sides that was asked for on a day. Open is one that waits for an answer, or is under way."""

    first: UUID
    second: UUID
    day: date
    open: bool
    accepted: bool
    pays: bool

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset({self.first, self.second})


def may_count(metric: str) -> bool:
    """Whether a duel may be about a metric: never about lines, commits, prompts, tokens or hours."""
    return not any(word in metric.casefold() for word in _NEVER)


def problem(goal: DuelGoal, known: Collection[str]) -> str | None:
    """What is wrong with a goal, in a sentence. It is about work that is `known`, and not reached by doing nothing."""
    asked = metrics(goal.requirement)
    if any(not may_count(metric) or metric not in known for metric in asked):
        return "Please choose what counts from the list."
    if goal.contest is Contest.REACH and evaluate(goal.requirement, ()).done(closed=True):
        return "Whoever does nothing would reach this."
    return None


def side(goal: DuelGoal, work: Iterable[Iterable[Fact]]) -> Side:
    """One side, from the work of each of its people."""
    wanted = tuple(conditions(goal.requirement))
    each = [amounts(wanted, fold(goal.requirement, (), facts)) for facts in work]
    return Side(tuple(map(sum, zip(*each, strict=True))) if each else (0,) * len(wanted), len(each))


def progress(goal: DuelGoal, one: Side) -> Progress:
    """How far a side is, on average."""
    return measured(_times(goal.requirement, max(one.people, 1)), one.values)


def outcome(goal: DuelGoal, first: Side, second: Side, *, floor: int = 1) -> Outcome:
    """How a duel ends. Both can reach a goal; where more is more, the average decides."""
    if min(first.people, second.people) < floor:
        return Outcome.VOID
    if goal.contest is Contest.REACH:
        return _BY_GOAL[progress(goal, first).done(closed=True), progress(goal, second).done(closed=True)]
    left, right = first.values[0] * second.people, second.values[0] * first.people
    if left == right:
        return Outcome.DRAW if left else Outcome.NEITHER
    return Outcome.FIRST if left > right else Outcome.SECOND


def _times(requirement: Requirement, people: int) -> Requirement:
    """The same goal for so many people together."""
    match requirement:
        case AllOf(all=inner):
            return requirement.model_copy(update={"all": tuple(_times(branch, people) for branch in inner)})
        case AnyOf(any=inner):
            return requirement.model_copy(update={"any": tuple(_times(branch, people) for branch in inner)})
        case NotOf(not_=branch):
            return requirement.model_copy(update={"not_": _times(branch, people)})
        case _:
            return requirement.model_copy(update={"threshold": requirement.threshold * people})


def rewarded(result: Outcome) -> tuple[bool, bool]:
    """Whether the first, and the second, gets what the duel pays."""
    both = result in {Outcome.BOTH, Outcome.DRAW}
    return both or result is Outcome.FIRST, both or result is Outcome.SECOND


def refusal(known: Collection[Known], first: UUID, second: UUID, today: date) -> str | None:
    """Why another duel of these two is one too many, in a sentence; None when it is welcome.

    `known` holds at least all open ones of either, and all of the two of the last `RECENT` days.
    """
    between = [one for one in known if one.pair == {first, second}]
    if any(one.open for one in between):
        return "There is one between you already."
    begun = sum(one.accepted and today - one.day < timedelta(days=RECENT) for one in between)
    if begun >= A_PAIR:
        return f"You two had {A_PAIR} within {RECENT} days. Is there somebody else who would like one?"
    for side, sentence in ((first, "You have"), (second, "The other side has")):
        if sum(one.open and side in one.pair for one in known) >= AT_ONCE:
            return f"{sentence} {AT_ONCE} open already."
    return None


def pays(known: Collection[Known], first: UUID, second: UUID, today: date) -> bool:
    """Whether a duel that begins now pays: of the same two the first within `RECENT` days does."""
    return not any(
        one.pair == {first, second} and one.pays and today - one.day < timedelta(days=RECENT) for one in known
    )


def span(accepted: date, days: int) -> tuple[date, date]:
    """The first and the last day: it begins on the morning after, so that nobody has a head start."""
    first = accepted + timedelta(days=1)
    return first, first + timedelta(days=days - 1)


def over_at(last: date) -> datetime:
    """When the last day is over everywhere on Earth."""
    return datetime.combine(last + timedelta(days=1), time(12), UTC)


def decided_at(last: date) -> datetime:
    return over_at(last) + GRACE


_BY_GOAL = {
    (True, True): Outcome.BOTH,
    (True, False): Outcome.FIRST,
    (False, True): Outcome.SECOND,
    (False, False): Outcome.NEITHER,
}
