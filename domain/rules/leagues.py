"""Leagues: who is in a group with whom, and who moves up or down when a round is over.

Both are functions of who takes part and what he has, and of nothing else: whoever works them out gets the same.
Whoever has as much as the last one who moves up moves up too; whoever has as much as somebody who stays stays.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from domain.specs import LeagueSpec


class Outcome(StrEnum):
    UP = "up"
    STAYS = "stays"
    DOWN = "down"


def groups(players: Collection[UUID], first: date, size: int) -> list[list[UUID]]:
    """The groups of a division in the round that begins on a day, of about `size`, none much smaller than another."""
    drawn = sorted(players, key=lambda player: sha256(f"{first}:{player}".encode()).digest())
    number = max(1, round(len(drawn) / size))
    return [sorted(drawn[at::number]) for at in range(number)] if drawn else []


def bar(scores: Sequence[int], up: int) -> int | None:
    """The least score that moves up; None where a group is too small, or nobody has anything."""
    places = len(scores) * up // 100
    reached = sorted((score for score in scores if score > 0), reverse=True)[:places]
    return reached[-1] if reached else None


def outcomes(
    scores: Mapping[UUID, int], division: int, spec: LeagueSpec, away: Collection[UUID]
) -> dict[UUID, Outcome]:
    """What becomes of a group. Whoever was `away` does not move down, nor anybody from the lowest division."""
    ordered = sorted(scores.values(), reverse=True)
    least = bar(ordered, spec.up) if division < len(spec.divisions) - 1 else None
    stay = len(ordered) - len(ordered) * spec.down // 100
    kept = ordered[stay - 1] if division > 0 and 0 < stay < len(ordered) else None
    found = {}
    for player, score in scores.items():
        if least is not None and score >= least:
            found[player] = Outcome.UP
        elif kept is not None and score < kept and player not in away:
            found[player] = Outcome.DOWN
        else:
            found[player] = Outcome.STAYS
    return found
