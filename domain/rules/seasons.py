"""Seasons: when one begins and ends for everybody, and who reached which prize.

A season's days are those of each player's own time zone. It opens when its first day begins anywhere, it is over when
its last day is over everywhere, and what it gives is decided after the same grace as that of missions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from domain.rules.missions import EASTERNMOST, GRACE, WESTERNMOST
from domain.rules.rewards import name_of
from domain.specs import Bar, MissionSpec, SeasonPrize, SeasonSpec

DAY = timedelta(days=1)


def begins_at(first: date) -> datetime:
    """When the first day begins where days begin first."""
    return datetime.combine(first, time(), UTC) - EASTERNMOST


def over_at(last: date) -> datetime:
    """When the last day is over where days end last."""
    return datetime.combine(last + DAY, time(), UTC) + WESTERNMOST


def decided_at(last: date) -> datetime:
    """From when on nothing more is taken in for what a season gives."""
    return over_at(last) + GRACE


def in_season(spec: MissionSpec, days: tuple[date, date] | None) -> MissionSpec:
    """A mission with the start and the end that follow from the days of its season."""
    if days is None:
        return spec
    return spec.model_copy(update={"starts_at": begins_at(days[0]), "ends_at": over_at(days[1])})


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody had at the end of a season. A rank has only who may be seen and earned something."""

    xp: int = 0
    missions: int = 0
    badges: int = 0
    streak: int = 0

    def of(self, bar: Bar) -> int:
        """What counts towards prizes of a kind."""
        match bar:
            case Bar.XP:
                return self.xp
            case Bar.MISSIONS:
                return self.missions
            case Bar.STREAK:
                return self.streak

    @property
    def took_part(self) -> bool:
        """Whether there is anything to tell."""
        return self.xp > 0 or self.missions > 0 or self.badges > 0 or self.streak > 0


def reached(prizes: Sequence[SeasonPrize], result: Result) -> list[int]:
    """The places, counted from 0, of the prizes whose bar somebody reached."""
    return [place for place, prize in enumerate(prizes) if result.of(prize.bar) >= prize.at_least]


def bar_in_words(prize: SeasonPrize) -> str:
    """“500 XP”, “3 missions”, “5 working days in a row”."""
    one = prize.at_least == 1
    match prize.bar:
        case Bar.XP:
            return f"{prize.at_least:,} XP"
        case Bar.MISSIONS:
            return f"{prize.at_least:,} mission{'' if one else 's'}"
        case Bar.STREAK:
            return f"{prize.at_least:,} working day{'' if one else 's'} in a row"


def prize_in_words(prize: SeasonPrize) -> str:
    """“500 XP: +50 XP, +20 coins, the badge polyglot”."""
    gives = (
        f"+{prize.xp:,} XP" if prize.xp else "",
        f"+{prize.coins:,} coins" if prize.coins else "",
        f"the badge {prize.badge_id}" if prize.badge_id else "",
        *(name_of(reward, {}) for reward in prize.rewards),
    )
    return f"{bar_in_words(prize)}: {', '.join(filter(None, gives))}"


def passed(spec: SeasonSpec, today: date) -> float:
    """The share of a season's days that lie behind `today`, which counts half."""
    length = (spec.last - spec.first).days + 1
    return min(1.0, max(0.0, ((today - spec.first).days + 0.5) / length))


def days_left(spec: SeasonSpec, today: date) -> int:
    """How many days are left, today included; 0 once it is over."""
    return max(0, (spec.last - max(today, spec.first)).days + 1)
