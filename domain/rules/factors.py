"""Factors: what a piece of work is worth, from its base, what multiplies it and what a level adds. In whole numbers.

Each piece is rounded down by itself, so that a day's sum does not depend on what came in when. What multiplies it is
the same for a whole day (membership, streak) or belongs to the moment of the work (boosts). The level is the one with
which the week of the work began. Only streak and level may still change, when something from before comes in late.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import Any

from domain.rules.levels import level_at
from domain.specs import FactorsSpec, LevelCurve, Membership, Stacking
from domain.specs.factors import WHOLE

#: All boosts of a moment together.
MOST_BOOST = Fraction(10)
#: What levels add: XP for each above the first, the most of them, and the two numbers of the curve.
Bonus = tuple[int, int, int, int]
#: An entry with one of these may be worth something else by now.
MAY_CHANGE = ("steps", "bonus")
_DAY, _SATURDAY = timedelta(days=1), 5


@dataclass(frozen=True, slots=True)
class Worth:
    """What a piece of work is worth, but for the streak it stands in, (days, per mille) of its `steps`, and the level.

    `boosts` are (title, per mille), `boost` is what they come to. `bonus` is what a level adds: XP for each above the
    first, the most of them, and the two numbers of the curve.
    """

    base: int
    member: str = ""
    membership: int = WHOLE
    boosts: tuple[tuple[str, int], ...] = ()
    boost: Fraction = Fraction(1)
    steps: tuple[tuple[int, int], ...] = ()
    bonus: Bonus | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing multiplies it, and nothing is added."""
        return self.membership == WHOLE and not self.boosts and not self.steps and self.bonus is None

    def at(self, streak: int, level: int = 1) -> int:
        """The XP, when it was done in a streak of that length, in a week that began at that level."""
        if self.is_plain:
            return self.base
        product = self.base * self.membership * step(self.steps, streak) * self.boost.numerator
        return product // (WHOLE * WHOLE * self.boost.denominator) + self.added_by(level)

    def added_by(self, level: int) -> int:
        """What a level adds to it; nothing to work that is worth nothing."""
        if self.bonus is None or self.base == 0:
            return 0
        per_level, most, *_ = self.bonus
        return min(most, per_level * (level - 1))

    def said(self) -> dict[str, Any]:
        """As factors of an entry; what multiplies nothing is left out."""
        if self.is_plain:
            return {}
        parts: dict[str, Any] = {"base": self.base}
        if self.membership != WHOLE:
            parts |= {"member": self.member, "membership": self.membership}
        if self.boosts:
            parts |= {"boosts": self.boosts, "boost": [self.boost.numerator, self.boost.denominator]}
        parts |= {"steps": self.steps} if self.steps else {}
        return {**parts, "bonus": self.bonus} if self.bonus else parts

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
            bonus=tuple(factors["bonus"]) if "bonus" in factors else None,
        )


def added(factors: Mapping[str, Any], streak: int, level: int = 1) -> int:
    """What an entry with these factors adds to its day in a streak of a length, in a week that began at a level; below
    zero where it takes back.
    """
    worth = Worth.read(factors).at(streak, level)
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
        bonus=(spec.per_level, spec.most_bonus, *spec.curve) if spec.adds else None,
    )


def monday(day: date) -> date:
    """The first day of its week."""
    return day - _DAY * day.weekday()


def level_of(xp: int, curve: tuple[int, int]) -> int:
    """The level that so much XP comes to on a curve of these two numbers."""
    first, increase = curve
    return level_at(xp, LevelCurve(first=first, increase=increase)).number


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
