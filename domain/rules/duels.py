"""Duels: who may challenge whom how often, and how one ends. A team stands for its average."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

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
    """What one side did together, and by how many people; one for a player."""

    sum: int
    people: int = 1


@dataclass(frozen=True, slots=True)
class Known:
    """A duel of two sides that was asked for on a day. Open is one that waits for an answer, or is under way."""

    first: UUID
    second: UUID
    day: date
    open: bool
    accepted: bool
    pays: bool = False

    @property
    def pair(self) -> frozenset[UUID]:
        return frozenset({self.first, self.second})


def may_count(metric: str) -> bool:
    """Whether a duel may be about a metric: never about lines, commits, prompts, tokens or hours."""
    return not any(word in metric.casefold() for word in _NEVER)


def outcome(first: Side, second: Side, target: int | None, *, floor: int = 1) -> Outcome:
    """How a duel ends. With a `target` both can reach it; without one more is more, by average."""
    if min(first.people, second.people) < floor:
        return Outcome.VOID
    if target is not None:
        return _BY_GOAL[first.sum >= target * first.people, second.sum >= target * second.people]
    left, right = first.sum * second.people, second.sum * first.people
    if left == right:
        return Outcome.DRAW if left else Outcome.NEITHER
    return Outcome.FIRST if left > right else Outcome.SECOND


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
