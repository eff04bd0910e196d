"""A player's streaks as he sees them, and his time off."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Spell(StrEnum):
    """What became of a period. One that is `open` is not over."""

    DONE = "done"
    GRACE = "grace"
    FREEZE = "freeze"
    REPAIR = "repair"
    OFF = "off"
    MISSED = "missed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StreakPeriod:
    """A day, or the week that begins on it; `note` says why it is off."""

    period: date
    spell: Spell
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.spell is Spell.DONE


@dataclass(frozen=True, slots=True)
class StreakCard:
    """One streak of a player. `risk` and `advice` are sentences, or None where there is nothing to say.

    `log` says what saved it lately, newest first. `repairable` is a missed period that a freeze may still be used for.
    """

    id: str
    title: str
    unit: str
    length: int
    best: int
    done: bool
    recent: tuple[StreakPeriod, ...]
    held: int
    most: int
    health: int
    why: tuple[str, ...]
    risk: str | None
    advice: str | None
    repairable: date | None
    log: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayOffView:
    """A day on which a team, or everybody (no team), is off."""

    id: UUID
    day: date
    name: str
    team: str | None


@dataclass(frozen=True, slots=True)
class PauseView:
    """Time off that a player entered, both days included."""

    id: UUID
    first: date
    last: date
