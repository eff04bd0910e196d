"""Who reaches a mission or a season: aggregates of five people or more, and never a name."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.derived import BOOKED
from domain.rules.fairness import FEW, Comparison, compare, is_part_time
from domain.store.driver import connection
from domain.views.fairness import ComparisonView, FairnessView, ShareView

#: So far back a mission is looked at.
SPAN = timedelta(days=90)
#: In less time everybody works on a few days.
SHORT = timedelta(days=21)
WEEK = "Days of the week"

_REACHED: LiteralString = """
    select distinct who.player_id from progress p join mission m on m.id = p.mission_id
    cross join lateral (
        select p.subject_id as player_id where coalesce(m.spec ->> 'scope', 'personal') = 'personal'
        union all
        select helper.key::uuid from jsonb_object_keys(p.tallies -> -1) helper(key)
        where m.spec ->> 'scope' in ('team', 'guild')
    ) who
    where p.completed_at is not null and p.rewarded and position('/' in p.period) = 0
      and p.completed_at::date between %(since)s and %(until)s
      and not exists (select from reversal r
                      where (r.mission_id, r.player_id, r.period) = (p.mission_id, who.player_id, p.period))
"""


def of_mission(session: Session, mission_id: UUID, *, now: datetime) -> FairnessView:
    """Who completed a mission, whatever version, in the last `SPAN`. Raises `NotFound`."""
    row = (
        connection(session)
        .execute("select slug, spec ->> 'title', published_at from mission where id = %s", (mission_id,))
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such mission.")
    slug, title, published_at = row
    until = now.date()
    since = max(until - SPAN, published_at.date()) if published_at else until - SPAN
    reached = _players(session, _REACHED + "and m.slug = %(which)s", since, until, slug)
    return _report(session, title, since, until, reached)


def of_season(session: Session, season_id: str, *, now: datetime) -> FairnessView:
    """Who completed a mission of a season, or got a prize when it was closed. Raises `NotFound`."""
    row = (
        connection(session)
        .execute("select spec ->> 'name', first, last from season where id = %s", (season_id,))
        .fetchone()
    )
    if row is None:
        raise NotFound("There is no such season.")
    name, first, last = row
    until = max(first, min(last, now.date()))
    reached = _players(session, _REACHED + "and m.spec ->> 'season' = %(which)s", first, until, season_id)
    reached |= _players(
        session,
        "select player_id from season_result where season_id = %(which)s and jsonb_array_length(prizes) > 0",
        first,
        until,
        season_id,
    )
    return _report(session, name, first, until, reached)


def _players(session: Session, query: LiteralString, since: date, until: date, which: str) -> set[UUID]:
    rows = connection(session).execute(query, {"since": since, "until": until, "which": which})
    return {row[0] for row in rows}


def _report(session: Session, title: str, since: date, until: date, reached: set[UUID]) -> FairnessView:
    people = _active(session, since, until)
    reached &= people.keys()
    zones = {player: zone for player, (zone, _) in people.items()}
    few = len(people) < FEW
    groups = by_groups(session, zones, reached, since=since, until=until)
    return FairnessView(title, since, until, len(people), None if few else len(reached), groups)


def by_groups(
    session: Session, zones: Mapping[UUID, str], reached: Collection[UUID], *, since: date, until: date
) -> tuple[ComparisonView, ...]:
    """Who of these people (each with his time zone) reached a thing, by groups that are large enough to be told."""
    everybody = {*zones}
    in_zones: dict[str, list[UUID]] = defaultdict(list)
    for player, zone in zones.items():
        in_zones[f"in {zone}"].append(player)
    reviewers = _reviewers(session, since, until) & everybody
    teams = {f"in {name}": mine for name, mine in _teams(session, everybody).items()}
    found = [compare("Teams", teams, reached), compare("Time zones", in_zones, reached)]
    if until - since >= SHORT:
        found.append(compare(WEEK, _by_days(session, everybody, since, until), reached))
    found.append(compare("Who reviews", {"who review": reviewers, "who do not": everybody - reviewers}, reached))
    return tuple(map(_view, found))


def _by_days(session: Session, people: set[UUID], since: date, until: date) -> Mapping[str, set[UUID]]:
    """Those of them who did anything, by the days of the week on which they usually do."""
    busy = {player: is_part_time(days) for player, (_, days) in _active(session, since, until).items()}
    part_time = {player for player in busy.keys() & people if busy[player]}
    return {"who work up to three days a week": part_time, "who work on more": (busy.keys() & people) - part_time}


def _view(one: Comparison) -> ComparisonView:
    shares = tuple(ShareView(share.name, share.reached, share.people, share.low) for share in one.shares)
    return ComparisonView(one.title, shares, one.left_out, one.sentence, one.warns)


def _active(session: Session, since: date, until: date) -> Mapping[UUID, tuple[str, list[date]]]:
    """People who did anything, with their time zone and the days on which they did."""
    rows: Iterable[Any] = connection(session).execute(
        """
        select p.id, p.zones -> -1 ->> 1, array_agg(distinct m.day)
        from metric_day m join player p on p.id = m.player_id and p.kind = 'human'
        where m.day between %s and %s and m.count > 0 and not m.metric = any(%s) group by p.id
        """,
        (since, until, list(BOOKED)),
    )
    return {player: (zone, days) for player, zone, days in rows}


def _teams(session: Session, people: set[UUID]) -> Mapping[str, list[UUID]]:
    rows = connection(session).execute(
        """
        select t.name, array_agg(m.player_id) from team_member m join team t on t.id = m.team_id
        where m.until is null and m.player_id = any(%s) group by t.id
        """,
        (list(people),),
    )
    return dict(rows.fetchall())


def _reviewers(session: Session, since: date, until: date) -> set[UUID]:
    rows = connection(session).execute(
        """
        select distinct player_id from metric_day
        where metric = 'review.submitted' and day between %s and %s and count > 0
        """,
        (since, until),
    )
    return {row[0] for row in rows}
