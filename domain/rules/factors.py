"""Factors: what a piece of work is worth, from its base and what multiplies it. Exact, in whole numbers.

Each piece is rounded down by itself, so that a day's sum does not depend on what came in when. What multiplies it is
the same for a whole day (membership, streak) or belongs to the moment of the work (boosts); of these only the streak
may still change, when a day before it comes in late.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any

from domain.specs import FactorsSpec, Membership, Stacking
from domain.specs.factors import WHOLE

#: All boosts of a moment together.
MOST_BOOST = Fraction(10)
_DAY, _SATURDAY = timedelta(days=1), 5


@dataclass(frozen=True, slots=True)
class Worth:
    """What a piece of work is worth, but for the streak it stands in: (days, per mille) of its `steps`.

    `boosts` are (title, per mille), `boost` is what they come to.
    """

    base: int
    member: str = ""
    membership: int = WHOLE
    boosts: tuple[tuple[str, int], ...] = ()
    boost: Fraction = Fraction(1)
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether nothing multiplies it."""
        return self.membership == WHOLE and not self.boosts and not self.steps

    def at(self, streak: int) -> int:
        """The XP, when it was done in a streak of that length."""
        if self.is_plain:
            return self.base
        product = self.base * self.membership * step(self.steps, streak) * self.boost.numerator
        return product // (WHOLE * WHOLE * self.boost.denominator)

    def said(self) -> dict[str, Any]:
        """As factors of an entry; what multiplies nothing is left out."""
        if self.is_plain:
            return {}
        parts: dict[str, Any] = {"base": self.base}
        if self.membership != WHOLE:
            parts |= {"member": self.member, "membership": self.membership}
        if self.boosts:
            parts |= {"boosts": self.boosts, "boost": [self.boost.numerator, self.boost.denominator]}
        return {**parts, "steps": self.steps} if self.steps else parts

    @classmethod
    def read(cls, factors: Mapping[str, Any]) -> "Worth":
        """What an entry says of the work it pays for, or takes back."""
        return cls(
            base=int(factors.get("base", abs(int(factors["each"])))),
            member=str(factors.get("member", "")),
            membership=int(factors.get("membership", WHOLE)),
            boosts=tuple((str(title), int(factor)) for title, factor in factors.get("boosts", ())),
            boost=Fraction(*factors.get("boost", (1, 1))),
            steps=tuple((int(days), int(factor)) for days, factor in factors.get("steps", ())),
        )


def added(factors: Mapping[str, Any], streak: int) -> int:
    """What an entry with these factors adds to its day in a streak of a length; below zero where it takes back."""
    worth = Worth.read(factors).at(streak)
    return -worth if "back" in factors else worth


@lru_cache(maxsize=1_024)
def plain(base: int) -> Worth:
    """Work that nothing multiplies: the same value for the same base, as long as nothing is switched on."""
    return Worth(base)


def step(steps: Sequence[tuple[int, int]], streak: int) -> int:
    """What a streak of a length multiplies by, per mille."""
    return next((factor for days, factor in reversed(steps) if days <= streak), WHOLE)


def stacked(boosts: Iterable[int], stacking: Stacking) -> Fraction:
    """What boosts (per mille) come to together, at most ten times."""
    factors = [Fraction(boost, WHOLE) for boost in boosts]
    match stacking:
        case Stacking.HIGHEST:
            found = max(factors, default=Fraction(1))
        case Stacking.ADDITIVE:
            found = 1 + sum((factor - 1 for factor in factors), Fraction(0))
        case Stacking.COMPOUND:
            found = prod(factors, start=Fraction(1))
    return min(found, MOST_BOOST)


def worth(base: int, spec: FactorsSpec, member: Membership, boosts: Sequence[tuple[str, int]]) -> Worth:
    """What work of a base is worth under these settings."""
    membership = {Membership.STANDARD: spec.standard, Membership.PREMIUM: spec.premium}.get(member, WHOLE)
    return Worth(
        base=base,
        member=member.value if spec.memberships else "",
        membership=membership if spec.memberships else WHOLE,
        boosts=tuple(boosts),
        boost=stacked((factor for _, factor in boosts), spec.stacking),
        steps=tuple((one.days, one.factor) for one in spec.steps) if spec.streaks else (),
    )


def in_a_row(days: Collection[date], day: date) -> int:
    """How many working days in a row somebody worked, up to a day; on a weekend up to the Friday before.

    Days off and freezes, which keep a streak alive, multiply nothing: what work is worth follows from work alone.
    """
    run = 0
    while day.weekday() >= _SATURDAY or day in days:
        run += day.weekday() < _SATURDAY
        day -= _DAY
    return run


def lengthened(before: Collection[date], new: Iterable[date]) -> dict[date, tuple[int, int]]:
    """The active days whose streak other days that come in make longer: its old length and its new one."""
    known, after = frozenset(before), frozenset(before) | frozenset(new)
    found: dict[date, tuple[int, int]] = {}
    for first in sorted(after - known):
        day = first + _DAY
        while first.weekday() < _SATURDAY and day not in found and (day in after or day.weekday() >= _SATURDAY):
            if day in known and (lengths := (in_a_row(known, day), in_a_row(after, day))) and lengths[0] != lengths[1]:
                found[day] = lengths
            day += _DAY
    return found
