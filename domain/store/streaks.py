"""Streaks: their definitions, and what a player's streak depends on besides his work."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import Session

from domain.rules.derived import NOT_WORK
from domain.rules.streaks import NO_DAYS_OFF, NO_LIFE, DaysOff, Freeze, Life, never_there, walk
from domain.rules.zones import Zones, day_of, start_of
from domain.specs import DEFAULT_STREAK, SHIPPED_STREAKS, StreakSpec
from domain.store import mergers, people, teams
from domain.store.driver import connection
from domain.store.teams import Roster

#: So far ahead a sender's clock may be. What is said about days that have not begun holds from so long before they do,
#: so that it is there before any work of them is.
AHEAD = timedelta(hours=1)
_BEGIN = datetime.min.replace(tzinfo=UTC)


def definitions(session: Session, at: datetime | None = None) -> tuple[StreakSpec, ...]:
    """The streaks there are (at a moment), in the order of their keys behind those that come along."""
    found = {spec.id: spec for spec in SHIPPED_STREAKS}
    rows = connection(session).execute(
        """
        select distinct on (streak) spec::text from streak_version
        where %(at)s::timestamptz is null or at <= %(at)s order by streak, version desc
        """,
        {"at": at},
    )
    found |= {spec.id: spec for spec in (_spec(row[0]) for row in rows)}
    return tuple(found.values())


def definition(session: Session, streak: str) -> StreakSpec | None:
    """One of them."""
    return next((spec for spec in definitions(session) if spec.id == streak), None)


def versions(session: Session) -> list[list[tuple[datetime, StreakSpec]]]:
    """Of each streak all definitions, and since when each was in force, the first one from the beginning."""
    found = {spec.id: [(_BEGIN, spec)] for spec in SHIPPED_STREAKS}
    rows = connection(session).execute("select at, spec::text from streak_version order by streak, version")
    for at, stored in rows:
        spec = _spec(stored)
        found.setdefault(spec.id, [(_BEGIN, spec.model_copy(update={"on": False}))]).append((at, spec))
    return list(found.values())


@lru_cache(maxsize=256)
def _spec(stored: str) -> StreakSpec:
    return StreakSpec.model_validate(orjson.loads(stored))


def counts(
    session: Session, players: Collection[UUID], spec: StreakSpec, since: date | None = None
) -> dict[UUID, dict[date, int]]:
    """How often these players did on which day what a streak of work counts, as it stands."""
    rows = connection(session).execute(
        """
        select player_id, day, sum(count)::int from metric_day
        where player_id = any(%(players)s) and (%(since)s::date is null or day >= %(since)s)
          and case when %(any)s then metric <> all(%(metrics)s) else metric = any(%(metrics)s) end
        group by player_id, day having sum(count) > 0
        """,
        {
            "players": sorted(players),
            "since": since,
            "any": not spec.metrics,
            "metrics": list(spec.metrics or NOT_WORK),
        },
    )
    found: dict[UUID, dict[date, int]] = {}
    for player, day, number in rows:
        found.setdefault(player, {})[day] = number
    return found


def best(session: Session, days: Mapping[UUID, Collection[date]], last: date) -> dict[UUID, int]:
    """The longest usual streak that these players had on these days, until the last one."""
    spec = next(one for one in definitions(session) if one.id == DEFAULT_STREAK)
    said = inputs(session, {player: one.zones for player, one in people.known(session, days).items()})
    return {
        player: walk(spec, dict.fromkeys(mine, spec.least), said[player].life(spec.id), last).best
        for player, mine in days.items()
        if player in said
    }


@dataclass(frozen=True, slots=True)
class _Day:
    team_id: UUID | None
    name: str
    day: date
    at: datetime
    ended_at: datetime | None


@dataclass
class Input:
    """All that was ever said about one player's days and freezes. Most have nothing."""

    zones: Zones
    pauses: list[tuple[date, date, datetime, datetime | None]] = field(default_factory=list)
    choices: list[tuple[datetime, str]] = field(default_factory=list)
    freezes: list[tuple[str, Freeze]] = field(default_factory=list)
    repairs: list[tuple[str, date, date, datetime]] = field(default_factory=list)
    days: list[_Day] = field(default_factory=list)
    of_teams: list[tuple[datetime, UUID, str]] = field(default_factory=list)
    roster: Roster = field(default_factory=lambda: Roster({}))
    player_id: UUID = UUID(int=0)  # noqa: RUF009

    def moments(self) -> list[datetime]:
        """When something was said that may change days that were counted before, in order."""
        said = [one for _, _, at, ended_at in self.pauses for one in (at, ended_at)]
        said += [one for day in self.days for one in (day.at, day.ended_at)]
        said += [at for *_, at in self.repairs]
        return sorted({at for at in said if at is not None})

    def life(self, streak: str, at: datetime | None = None) -> Life:
        """What a streak depends on, as it was known at a moment (None: as it is known now)."""
        off = self._off(at)
        freezes = tuple(one for name, one in sorted(self.freezes, key=lambda each: each[1].day) if name == streak)
        repairs = {
            period: day for name, period, day, said in self.repairs if name == streak and (at is None or said <= at)
        }
        return NO_LIFE if off is NO_DAYS_OFF and not freezes else Life(off, freezes, repairs)

    def _off(self, at: datetime | None) -> DaysOff:
        pauses = tuple((first, last) for first, last, said, ended in self.pauses if _holds(said, ended, at))
        named = {
            one.day: one.name
            for one in self.days
            if _holds(one.at, one.ended_at, at) and (one.team_id is None or one.team_id in self._teams(one.day))
        }
        off = DaysOff(pauses, named, tuple(self._calendars()), never_there(self.zones))
        return NO_DAYS_OFF if off == NO_DAYS_OFF else off

    def _teams(self, day: date) -> set[UUID]:
        """The teams a player was in shortly before a day began: what comes later says nothing about it."""
        begin = start_of(self.zones, day, known_at=datetime.max.replace(tzinfo=UTC)) - AHEAD
        return {one.team_id for one in self.roster.teams(self.player_id, begin)}

    def _calendars(self) -> Iterator[tuple[date, tuple[str, ...]]]:
        """From which day on whose public holidays hold: his own choice, or else those of his teams."""
        moments = {at for at, _ in self.choices} | {at for at, *_ in self.of_teams}
        moments |= set(self.roster.changes(self.player_id)) if self.of_teams else set()
        for at in sorted(moments):
            mine = next((code for since, code in reversed(self.choices) if since <= at), "")
            codes = [mine] if mine else self._of_teams(at)
            yield self._day_after(at), tuple(code for code in codes if code and code != NO_HOLIDAYS)

    def _of_teams(self, at: datetime) -> list[str]:
        latest = {team: code for since, team, code in self.of_teams if since <= at}
        return sorted({latest.get(one.team_id, "") for one in self.roster.teams(self.player_id, at)})

    def _day_after(self, at: datetime) -> date:
        return day_of(self.zones, at + AHEAD, known_at=at) + timedelta(days=1)


#: A player's choice that none hold for him, whatever his teams have.
NO_HOLIDAYS = "-"


def _holds(said: datetime, ended: datetime | None, at: datetime | None) -> bool:
    if at is None:
        return ended is None
    return said <= at and (ended is None or ended > at)


def inputs(session: Session, players: Mapping[UUID, Zones]) -> dict[UUID, Input]:
    """What was said about the days of these players, with the zones they lived in.

    Time off, freezes and repairs of an account that was merged are those of whoever carries on for it, as its work is.
    """
    found = {player: Input(zones, player_id=player) for player, zones in players.items()}
    heirs = mergers.heirs(session, found)
    for kind, player, *row in _said(session, found, heirs):
        _take_in(found, kind, (heirs.get(player, player), *row))
    if any(one.of_teams or any(day.team_id for day in one.days) for one in found.values()):
        roster = teams.roster(session, found)
        for one in found.values():
            one.roster = roster
    return found


def _said(session: Session, players: Collection[UUID], merged: Collection[UUID]) -> Iterator[Sequence[Any]]:
    """Everything in one query, in the order in which it was said: there is next to nothing for most players."""
    yield from connection(session).execute(
        """
        select 'pause', player_id, null::uuid, null, first, last, at, ended_at from pause where player_id = any(%(who)s)
        union all
        select 'day', null, team_id, name, day, null, at, ended_at from day_off
        union all
        select 'choice', player_id, team_id, code, null, null, at, null from holiday_choice
        where player_id is null or player_id = any(%(themselves)s)
        union all
        select 'freeze', player_id, null, streak || ':' || count, day, null, at, null from streak_freeze
        where player_id = any(%(who)s)
        union all
        select 'repair', player_id, null, streak, period, day, at, null from streak_repair
        where player_id = any(%(who)s)
        order by 7
        """,
        {"who": sorted({*players, *merged}), "themselves": sorted(players)},
    )


def _take_in(found: Mapping[UUID, Input], kind: str, row: Sequence[Any]) -> None:
    player, team, name, first, last, at, ended_at = row
    match kind:
        case "pause":
            found[player].pauses.append((first, last, at, ended_at))
        case "day":
            for one in found.values():
                one.days.append(_Day(team, name, first, at, ended_at))
        case "choice" if player is not None:
            found[player].choices.append((at, name))
        case "choice":
            for one in found.values():
                one.of_teams.append((at, team, name))
        case "freeze":
            streak, _, count = name.rpartition(":")
            found[player].freezes.append((streak, Freeze(first, int(count))))
        case "repair":
            found[player].repairs.append((name, first, last, at))
