"""Factors: what multiplies work, as it was set for each day and each moment.

Settings and memberships change from a day on that has begun nowhere yet, boosts begin and end at moments that lie
ahead: what was paid before a change was paid under what still holds for its day and moment.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session

from domain.rules import factors as rules
from domain.rules.derived import NOT_WORK
from domain.rules.factors import Worth
from domain.specs import BoostScope, BoostSpec, Fact, FactorsSpec, Membership
from domain.store import levels, teams
from domain.store.by_now import ByNow, worked
from domain.store.driver import connection
from domain.store.teams import Roster

#: The day begins first at UTC+14; a sender's clock may be an hour ahead, and one more for whoever waited for a lock.
EASTERNMOST = timedelta(hours=16)

Value = TypeVar("Value")
#: What held from which day on, oldest first.
Dated = Sequence[tuple[date, Value]]
OFF = FactorsSpec()


def next_day(now: datetime) -> date:
    """The first day that has not begun anywhere, for anybody."""
    return (now + EASTERNMOST).date() + timedelta(days=1)


def on_day(history: Dated[Value], day: date, otherwise: Value) -> Value:
    """What holds on a day."""
    return next((value for since, value in reversed(history) if since <= day), otherwise)


@dataclass(frozen=True, slots=True)
class Late:
    """The first work of a day that came in after later ones: the streaks of those become longer."""

    key: str
    lengths: Mapping[date, tuple[int, int]]


@dataclass(frozen=True)
class Stage:
    """Everything that multiplies the work of some players."""

    settings: Dated[FactorsSpec] = ()
    members: Mapping[UUID, Dated[Membership]] = field(default_factory=dict)
    boosts: Sequence[BoostSpec] = ()
    roster: Roster = field(default_factory=lambda: Roster({}))
    now: ByNow = field(default_factory=ByNow)
    late: Mapping[UUID, Late] = field(default_factory=dict)

    @property
    def adds(self) -> bool:
        """Whether levels add something on any day."""
        return any(spec.adds for _, spec in self.settings)

    def worth(self, base: int, player: UUID, fact: Fact) -> Worth:
        """What a player's work of this base is worth, but for his streak."""
        if not self.settings and not self.boosts:
            return rules.plain(base)
        member = on_day(self.members.get(player, ()), fact.day, Membership.NONE)
        boosts = [(one.title, one.factor) for one in self.boosts if self._is_for(one, player, fact)]
        return rules.worth(base, on_day(self.settings, fact.day, OFF), member, boosts)

    def _is_for(self, boost: BoostSpec, player: UUID, fact: Fact) -> bool:
        """Whether a boost was on; of a sender's clock that is ahead, when his work came in."""
        moment = min(fact.occurred_at, fact.received_at or fact.occurred_at)
        if not boost.covers(moment):
            return False
        match boost.scope:
            case BoostScope.EVERYONE:
                return True
            case BoostScope.PLAYER:
                return boost.subject_id == player
            case BoostScope.TEAM:
                return any(one.team_id == boost.subject_id for one in self.roster.teams(player, moment))


def stage(session: Session, new: Collection[Fact]) -> Stage:
    """What multiplies these facts. Asked before the roll-up knows the days of the new ones."""
    forward = [fact for fact in new if fact.times > 0 and fact.player_id is not None]
    players = {fact.player_id for fact in new if fact.player_id is not None}
    if not players:
        return Stage()
    moments = [min(fact.occurred_at, fact.received_at or fact.occurred_at) for fact in forward]
    settings, boosts = _in_force(session, moments)
    if not settings and not boosts:
        return Stage()
    in_teams = any(boost.scope is BoostScope.TEAM for boost in boosts)
    work = [fact for fact in forward if fact.metric not in NOT_WORK]
    known = worked(session, players) if any(spec.streaks for _, spec in settings) else None
    return Stage(
        settings,
        _members(session, players) if forward and any(spec.memberships for _, spec in settings) else {},
        boosts,
        teams.roster(session, players) if in_teams else Roster({}),
        ByNow({} if known is None else _with(known, work), _levels(session, settings, new, work)),
        {} if known is None else _late(known, work),
    )


def _levels(
    session: Session, settings: Dated[FactorsSpec], new: Iterable[Fact], work: Iterable[Fact]
) -> Mapping[levels.Week, int]:
    """The levels of the weeks of these facts, and of those behind them; weeks of which nothing was paid yet begin."""
    if not any(spec.adds for _, spec in settings):
        return {}
    facts = [(fact.player_id, fact.day) for fact in new if fact.player_id is not None]
    found = levels.known(session, {player for player, _ in facts}, min(day for _, day in facts))
    wanted = {
        levels.week(fact.player_id, fact.day, (spec.per_level, spec.most_bonus, *spec.curve))
        for fact in work
        if fact.player_id is not None and (spec := on_day(settings, fact.day, OFF)).adds
    }
    return {**found, **levels.begin(session, wanted - found.keys())}


def history(session: Session) -> Dated[FactorsSpec]:
    """Every setting that was made, and the day from which on it holds."""
    rows = connection(session).execute("select since, spec from factors order by since")
    return [(since, FactorsSpec.model_validate(spec)) for since, spec in rows]


def _in_force(session: Session, moments: Sequence[datetime]) -> tuple[Dated[FactorsSpec], list[BoostSpec]]:
    """All settings, and the boosts of these moments, in one question: every batch asks it."""
    row = connection(session).execute(
        """
        select (select json_agg(json_build_array(since, spec) order by since) from factors),
               (select json_agg(json_build_object('title', title, 'scope', scope, 'subject_id', subject_id,
                       'factor', factor, 'starts_at', starts_at, 'ends_at', ends_at) order by starts_at, id)
                from boost where starts_at <= %(last)s and ends_at > %(first)s and starts_at < ends_at)
        """,
        {"first": min(moments, default=None), "last": max(moments, default=None)},
    )
    settings, boosts = row.fetchone() or (None, None)
    return (
        [(date.fromisoformat(since), FactorsSpec.model_validate(spec)) for since, spec in settings or ()],
        [BoostSpec.model_validate(boost) for boost in boosts or ()],
    )


def _members(session: Session, players: Iterable[UUID]) -> Mapping[UUID, Dated[Membership]]:
    rows = connection(session).execute(
        "select player_id, since, level from membership where player_id = any(%s) order by player_id, since",
        (sorted(players),),
    )
    found: dict[UUID, list[tuple[date, Membership]]] = {}
    for player, since, level in rows:
        found.setdefault(player, []).append((since, Membership(level)))
    return found


def _with(known: Mapping[UUID, Collection[date]], new: Iterable[Fact]) -> Mapping[UUID, Collection[date]]:
    found: dict[Any, set[date]] = {player: set(days) for player, days in known.items()}
    for fact in new:
        found.setdefault(fact.player_id, set()).add(fact.day)
    return found


def _late(known: Mapping[UUID, Collection[date]], new: Iterable[Fact]) -> Mapping[UUID, Late]:
    fresh: dict[UUID, list[Fact]] = {}
    for fact in new:
        if fact.player_id is not None and fact.day not in known.get(fact.player_id, ()):
            fresh.setdefault(fact.player_id, []).append(fact)
    found: dict[UUID, Late] = {}
    for player, facts in fresh.items():
        lengths = rules.lengthened(known.get(player, ()), {fact.day for fact in facts})
        if lengths:
            found[player] = Late(min(fact.key for fact in facts), lengths)
    return found
