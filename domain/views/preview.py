"""What a mission would have given on recorded work."""

from dataclasses import dataclass
from datetime import date

from domain.views.fairness import ComparisonView


@dataclass(frozen=True, slots=True)
class Finisher:
    """Somebody who would have finished, first on `day`, `times` times in all."""

    name: str
    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mission would have given on recorded work.

    `people` were in the game, `finished` of them would have completed it at least once, `completions` times in all.
    `median_days` is the time from the first work that counts to the last. `out_of_reach` says why somebody could not
    possibly have finished, and how many that are. `hasty` is the share of the counted work that was done in bursts, at
    less than a minute apiece: how much of it could be farmed. `groups` says who would finish, by groups that are large
    enough to be told.
    """

    since: date
    until: date
    activities: int
    people: int
    finished: int
    completions: int
    median_days: float | None
    xp: int
    coins: int
    finishers: tuple[Finisher, ...]
    out_of_reach: tuple[tuple[str, int], ...]
    hasty: float
    groups: tuple[ComparisonView, ...] = ()

    @property
    def rate(self) -> float:
        """The share of the people who would have finished, from 0 to 1."""
        return self.finished / self.people if self.people else 0.0
