"""By now: what work is worth in the streak it stands in, and at the level with which its week began."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import NOT_WORK
from domain.rules.factors import Worth, added, in_a_row
from domain.store import levels
from domain.store.driver import connection
from domain.store.levels import Levels


@dataclass(frozen=True)
class ByNow:
    """The days on which players worked, and the levels of their weeks."""

    days: Mapping[UUID, Collection[date]] = field(default_factory=dict)
    levels: Levels = field(default_factory=dict)

    def streak(self, player: UUID, day: date) -> int:
        """How many working days in a row, up to that day; 0 while streaks multiply nothing."""
        known = self.days.get(player)
        return in_a_row(known, day) if known else 0

    def level(self, player: UUID, day: date, worth: Worth) -> int:
        """The level at which work of a day is paid."""
        return levels.at(self.levels, player, day, worth.bonus)

    def added(self, factors: Mapping[str, Any], player: UUID, day: date) -> int:
        """What an entry with these factors adds to its day."""
        level = self.level(player, day, Worth.read(factors)) if "bonus" in factors else 1
        return added(factors, self.streak(player, day) if "steps" in factors else 0, level)


def of(session: Session, players: Collection[UUID]) -> ByNow:
    """What work of these players is judged by."""
    return ByNow(worked(session, players), levels.known(session, players)) if players else ByNow()


def worked(session: Session, players: Collection[UUID]) -> dict[UUID, set[date]]:
    """The days on which these players did anything, also what was taken back: a day that counted goes on to count."""
    rows = connection(session).execute(
        """
        select player_id, array_agg(distinct day) from metric_day where player_id = any(%s) and metric <> all(%s)
        group by 1
        """,
        (sorted(players), list(NOT_WORK)),
    )
    return {row[0]: set(row[1]) for row in rows}
