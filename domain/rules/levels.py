"""Levels: a pure function of XP.

Level n is reached with `first·(n−1) + increase·(n−1)(n−2)/2` XP, the sum of an arithmetic series; with the default
curve (100, 50) that is 0, 100, 250, 450, 700, … The inverse is solved in integers, so no XP is ever between levels.
"""

from math import isqrt

from domain.specs import LevelCurve
from domain.views import Level


def xp_for(level: int, curve: LevelCurve) -> int:
    """The XP at which `level` (from 1) begins."""
    steps = level - 1
    return curve.first * steps + curve.increase * steps * (steps - 1) // 2


def level_at(xp: int, curve: LevelCurve) -> Level:
    """The level that `xp` (from 0) stands in."""
    number = _steps(max(xp, 0), curve) + 1
    start = xp_for(number, curve)
    into, span = max(xp, 0) - start, xp_for(number + 1, curve) - start
    return Level(number=number, into=into, span=span, title=title_at(number, curve))


def title_at(level: int, curve: LevelCurve) -> str:
    """What players of a level are called; nothing before the first title."""
    return next((one.title for one in reversed(curve.titles) if one.level <= level), "")


def _steps(xp: int, curve: LevelCurve) -> int:
    """The greatest s with first·s + increase·s(s−1)/2 ≤ xp, from the root of the quadratic in s."""
    if curve.increase == 0:
        return xp // curve.first
    b = 2 * curve.first - curve.increase
    return (isqrt(b * b + 8 * curve.increase * xp) - b) // (2 * curve.increase)
