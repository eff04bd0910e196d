"""Definitions in force: missions and scoring rules, and the lock that keeps them still during a batch."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import starmap
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.missions import Goal, Running, goals
from domain.rules.seasons import in_season
from domain.rules.zones import Zones, start_of
from domain.specs import MissionSpec
from domain.store import locks
from domain.store.driver import connection

#: The day begins first at UTC+14.
EASTERNMOST = timedelta(hours=14)


def share(session: Session) -> None:
    """Let nobody publish or retire a definition until this transaction ends."""
    connection(session).execute("select pg_advisory_xact_lock_shared(%s)", (locks.DEFINITIONS,))


def after_the_last(session: Session, now: datetime) -> datetime:
    """`now`, or where a clock was read before it waited for whoever published, the moment after that publication.

    A replay puts deliveries, publications, the ends of seasons and what is said about streaks into the
    order of their times.
    """
    row = connection(session).execute(
        """
        select greatest(
            (select max(published_at) from mission
             where state in ('published', 'retired') and (retired_at is null or retired_at > published_at)),
            (select max(at) from season_phase), (select max(at) from season_mark),
            (select max(at) from season_payment),
            (select max(greatest(at, ended_at)) from pause), (select max(greatest(at, ended_at)) from day_off),
            (select max(at) from streak_version), (select max(at) from streak_repair),
            (select max(at) from streak_freeze)
        ) + interval '1 microsecond'
        """
    )
    found = row.fetchone()
    return max(now, found[0]) if found and found[0] else now


def after_all(session: Session, now: datetime) -> datetime:
    """`now`, or the moment after the last batch that was applied, whichever is later: none is under way."""
    row = connection(session).execute(
        """
        select max(done_at) + interval '1 microsecond' from
            (select done_at from delivery order by id desc limit 2000) newest
        """
    )
    found = row.fetchone()
    return after_the_last(session, max(now, found[0]) if found and found[0] else now)


def own(session: Session) -> None:
    """Wait until no batch is under way, and let none begin until this transaction ends."""
    connection(session).execute("select pg_advisory_xact_lock(%s)", (locks.DEFINITIONS,))


@dataclass(frozen=True)
class Mission:
    """A version of a mission that counts, or did."""

    id: UUID
    family_id: UUID
    slug: str
    version: int
    spec: MissionSpec
    running: Running

    @cached_property
    def goals(self) -> dict[str, Goal]:
        """What has to be reached in each of its windows, by the name of the tier where it has tiers."""
        return dict(goals(self.spec))

    @cached_property
    def goal(self) -> Goal:
        """Any of them: tiers differ in nothing but their thresholds."""
        return next(iter(self.goals.values()))

    @cached_property
    def looks_back(self) -> bool:
        """Whether it counts what lies before its windows."""
        return any(goal.looks_back for goal in self.goals.values())

    @cached_property
    def is_for_everybody(self) -> bool:
        """Whether neither team, nor role, nor name decides who may take part."""
        audience = self.spec.audience
        return not (audience.people or audience.roles or audience.teams)

    def is_on(self, now: datetime) -> bool:
        """Whether its own start has come, and its end has not."""
        spec = self.spec
        return (spec.starts_at is None or spec.starts_at <= now) and (spec.ends_at is None or now < spec.ends_at)

    def ends_for(self, zones: Zones) -> datetime | None:
        """Its own end for a player: of a season's mission when his last day is over; None of one without."""
        if self.running.days is None or self.spec.ends_at is None:
            return self.spec.ends_at
        return start_of(zones, self.running.days[1] + timedelta(days=1), known_at=self.spec.ends_at)

    @property
    def ends_at(self) -> datetime | None:
        """When it is over for everybody: retired, or at its own end; None while that is open."""
        return min(filter(None, (self.running.retired_at, self.spec.ends_at)), default=None)


_COLUMNS: LiteralString = """
    select id, family_id, slug, version, spec::text, published_at, counts_from, retired_at,
           (select first from season where season.id = mission.spec ->> 'season'),
           (select last from season where season.id = mission.spec ->> 'season')
    from mission
"""


def missions(session: Session, metrics: Collection[str], first: datetime, last: datetime) -> list[Mission]:
    """The missions that count one of these metrics and were running at some time from `first` to `last`.

    Of each the newest version, whatever that counts: it goes on with what the ones before counted. A quest is run to
    its end. What was called off before its time never ran.
    """
    rows = connection(session).execute(
        _COLUMNS
        + """
        where metrics && %(metrics)s and published_at is not null and published_at <= %(last)s
          and (retired_at is null or retired_at > greatest(%(first)s, published_at))
          and (spec ->> 'kind' = 'quest' or not exists (
              select from mission next where next.family_id = mission.family_id and next.version > mission.version
                and next.published_at <= %(last)s
                and (next.retired_at is null or next.retired_at > next.published_at)
          ))
        order by published_at, id
        """,
        {"metrics": sorted(metrics), "first": first, "last": last},
    )
    return [_mission(*row) for row in rows]


def mission(session: Session, mission_id: UUID) -> Mission:
    """One version of a mission that was published."""
    row = connection(session).execute(_COLUMNS + "where id = %s", (mission_id,)).fetchone()
    assert row is not None, "the caller has the row"  # noqa: S101
    return _mission(*row)


def on_offer(session: Session, now: datetime) -> list[Mission]:
    """The missions that can be worked on now, those of a season while it lasts anywhere."""
    rows = connection(session).execute(
        _COLUMNS
        + """
        where published_at <= %(now)s and (retired_at is null or retired_at > %(now)s)
          and (spec ->> 'starts_at' is null or (spec ->> 'starts_at')::timestamptz <= %(now)s)
          and (spec ->> 'ends_at' is null or (spec ->> 'ends_at')::timestamptz > %(now)s)
        order by published_at, id
        """,
        {"now": now},
    )
    return [found for found in starmap(_mission, rows) if found.is_on(now)]


def settling(session: Session) -> list[Mission]:
    """Missions with windows that are decided only at their close: running ones, and retired ones."""
    rows = connection(session).execute(_COLUMNS + "where published_at is not null order by published_at, id")
    return [found for found in starmap(_mission, rows) if found.spec.settles]


def is_due(session: Session, now: datetime) -> bool:
    """Whether a scheduled mission, or the end of one, is due."""
    row = connection(session).execute(
        """
        select true from mission where (state = 'scheduled' and published_at <= %s)
            or (state = 'published' and retired_at <= %s) limit 1
        """,
        (now, now),
    )
    return row.fetchone() is not None


@lru_cache(maxsize=2_048)
def _mission(
    mission_id: UUID,
    family_id: UUID,
    slug: str,
    version: int,
    spec: str,
    published_at: datetime,
    counts_from: datetime | None,
    retired_at: datetime | None,
    first: date | None,
    last: date | None,
) -> Mission:
    """The same object for the same row: what it works out once serves every batch."""
    parsed = MissionSpec.model_validate_json(spec)
    span = (first, last) if first and last else None
    running = Running(published_at, counts_from, retired_at, span)
    return Mission(mission_id, family_id, slug, version, in_season(parsed, span), running)
