"""The look back at a season, of a player and of a team. Nothing here compares anybody with anybody else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.errors import Forbidden, NotFound, Refused
from domain.rules import recap as rules
from domain.rules import seasons as season_rules
from domain.rules.derived import NOT_WORK, XP_EARNED
from domain.rules.levels import level_at
from domain.rules.seasons import Result
from domain.rules.zones import day_of
from domain.store import people
from domain.store import seasons as stored
from domain.store.driver import connection
from domain.store.queries import seasons
from domain.store.queries.game import level_curve
from domain.store.season_ends import TEAM_FLOOR
from domain.store.seasons import Season
from domain.store.teams import MEMBERS
from domain.views import Highlight, Recap, RecapBadge, TeamRecap

REVIEW = "review.submitted"
THANKS = 3
DAY = timedelta(days=1)


def recap(session: Session, player_id: UUID, season_id: str, *, preview: bool = False, now: datetime) -> Recap:
    """A player's look back. Raises `Refused` before the season is closed, but for an admin's `preview` of his own."""
    one = _ready(session, season_id, preview=preview)
    spec = one.spec
    mine = seasons.result(session, one, player_id)
    days = _days(session, player_id, XP_EARNED, spec.first, spec.last)
    reviews = _days(session, player_id, REVIEW, spec.first, spec.last)
    thanks, texts = _thanks(session, player_id, spec.first, spec.last)
    before = _before(session, one, player_id)
    player = people.one(session, player_id)
    name = connection(session).execute("select name from player where id = %s", (player_id,)).fetchone()
    return Recap(
        season=seasons.view(one, now),
        player_id=player_id,
        name=name[0] if name else "",
        xp=mine.xp,
        missions=mine.missions,
        streak=mine.streak,
        badges=_badges(session, player_id, player.zones, spec.first, spec.last),
        highlights=tuple(_highlights(days, reviews, thanks, mine, _levels(session, player_id, spec.first, spec.last))),
        firsts=rules.firsts(_first_days(session, player_id), spec.first, spec.last),
        titles=_titles(session, player_id, player.zones, spec.first, spec.last),
        weeks=rules.by_week(days, spec.first, spec.last),
        thanks=texts,
        prizes=tuple(prize for prize in seasons.prizes(session, spec, mine) if prize.reached),
        growth=rules.growth(mine, *before) if before else "",
    )


def team_recap(
    session: Session,
    team_id: UUID,
    season_id: str,
    *,
    player_id: UUID,
    is_admin: bool,
    preview: bool = False,
    now: datetime,
) -> TeamRecap:
    """A team's look back, for its members and for admins: sums alone, from five members on who may be seen."""
    one = _ready(session, season_id, preview=preview)
    end = min(now, season_rules.over_at(one.spec.last))
    row = connection(session).execute("select name from team where id = %s", (team_id,)).fetchone()
    if row is None:
        raise NotFound("There is no such team.")
    members, seen = _members(session, team_id, end)
    if player_id not in members and not is_admin:
        raise Forbidden("Only its members look back at a team’s season.")
    found = TeamRecap(seasons.view(one, now), row[0], len(seen), large_enough=len(seen) >= TEAM_FLOOR)
    return _team(session, found, team_id, seen, one) if found.large_enough else found


def my_teams(session: Session, player_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """The teams a player is in, by name."""
    rows = connection(session).execute(
        "select distinct t.id, t.name from ("
        + MEMBERS
        + ") m join team t on t.id = m.team_id where m.player_id = %s and m.until is null order by t.name",
        (player_id,),
    )
    return tuple((row[0], row[1]) for row in rows)


def _ready(session: Session, season_id: str, *, preview: bool) -> Season:
    one = seasons.named(session, season_id)
    if one.closed_at is None and not preview:
        raise Refused("The look back comes when the season is over and everything in it is decided.")
    return one


def _highlights(
    days: dict[date, int], reviews: dict[date, int], thanks: int, mine: Result, levels: tuple[int, int]
) -> list[Highlight]:
    """What there is, and nothing about what there is not."""
    found = []
    if day := rules.best(days):
        found.append(Highlight("sunrise", "Best day", f"{day[0]:%A}, {day[0]:%-d %B}", f"{day[1]:,} XP"))
    if mine.streak > 1:
        found.append(Highlight("flame", "Longest streak", f"{mine.streak} days", "working days in a row"))
    if thanks:
        found.append(Highlight("heart", "Thanks", f"{thanks:,}×", "somebody said thank you"))
    if week := rules.best_week(reviews):
        number = "review" if week[1] == 1 else "reviews"
        text = f"in the week of {week[0]:%-d %B}"
        found.append(Highlight("eye", "Most helpful week", f"{week[1]:,} {number}", text))
    if levels[1] > levels[0]:
        found.append(Highlight("mountain", "Level", f"{levels[0]} → {levels[1]}", "on the way up"))
    return found


def _team(session: Session, found: TeamRecap, team_id: UUID, members: Sequence[UUID], one: Season) -> TeamRecap:
    first, last = one.spec.first, one.spec.last
    days = _team_days(session, members, XP_EARNED, first, last)
    reviews = sum(_team_days(session, members, REVIEW, first, last).values())
    done = _team_missions(session, team_id, first, last)
    thanks = _thanks_within(session, members, first, last)
    best = rules.best_week(days)
    highlights = [
        Highlight("bolt", "Together", f"{max(0, sum(days.values())):,} XP", f"by {found.members} people"),
        *([Highlight("sunrise", "Best week", f"{best[0]:%-d %B}", f"{best[1]:,} XP")] if best else []),
        *([Highlight("eye", "Looked at", f"{reviews:,}", "reviews for each other and others")] if reviews else []),
        *([Highlight("heart", "Thanks", f"{thanks:,}×", "inside the team")] if thanks else []),
        *([Highlight("target", "Missions", f"{len(done)}", "completed as a team")] if done else []),
    ]
    return TeamRecap(
        found.season,
        found.team,
        found.members,
        large_enough=True,
        highlights=tuple(highlights),
        weeks=rules.by_week(days, first, last),
        titles=tuple(done[: rules.TITLES]),
    )


def _days(session: Session, player_id: UUID, metric: str, first: date, last: date) -> dict[date, int]:
    return _team_days(session, [player_id], metric, first, last)


def _team_days(session: Session, members: Sequence[UUID], metric: str, first: date, last: date) -> dict[date, int]:
    """XP by its sum, anything else by how often."""
    rows = connection(session).execute(
        """
        select day, sum(case when metric = %(xp)s then sum else count end)::bigint from metric_day
        where player_id = any(%(players)s) and metric = %(metric)s and day between %(first)s and %(last)s group by day
        """,
        {"xp": XP_EARNED, "players": list(members), "metric": metric, "first": first, "last": last},
    )
    return dict(rows.fetchall())


def _thanks(session: Session, player_id: UUID, first: date, last: date) -> tuple[int, tuple[str, ...]]:
    answer = connection(session).execute(
        "select text from kudos where to_id = %s and day between %s and %s order by at", (player_id, first, last)
    )
    rows = answer.fetchall()
    return len(rows), tuple(row[0] for row in rows[-THANKS:])


def _thanks_within(session: Session, members: Sequence[UUID], first: date, last: date) -> int:
    row = connection(session).execute(
        "select count(*) from kudos where from_id = any(%(m)s) and to_id = any(%(m)s) and day between %(f)s and %(l)s",
        {"m": list(members), "f": first, "l": last},
    )
    found = row.fetchone()
    return int(found[0]) if found else 0


def _first_days(session: Session, player_id: UUID) -> dict[str, date]:
    rows = connection(session).execute(
        "select metric, min(day) from metric_day where player_id = %s and count > 0 and metric <> all(%s) group by 1",
        (player_id, list(NOT_WORK)),
    )
    return dict(rows.fetchall())


def _levels(session: Session, player_id: UUID, first: date, last: date) -> tuple[int, int]:
    """The levels in which a player began and ended."""
    row = connection(session).execute(
        """
        select coalesce(sum(sum) filter (where day < %s), 0)::bigint, coalesce(sum(sum), 0)::bigint
        from metric_day where player_id = %s and metric = %s and day <= %s
        """,
        (first, player_id, XP_EARNED, last),
    )
    before, after = row.fetchone() or (0, 0)
    curve = level_curve(session)
    return level_at(before, curve).number, level_at(after, curve).number


def _badges(session: Session, player_id: UUID, zones: Any, first: date, last: date) -> tuple[RecapBadge, ...]:
    begin, end = _around(first, last)
    rows = connection(session).execute(
        """
        select b.spec ->> 'name', b.spec ->> 'art', a.tier, a.at from badge_award a join badge b on b.id = a.badge_id
        where a.player_id = %s and a.at between %s and %s order by a.at
        """,
        (player_id, begin, end),
    )
    return tuple(RecapBadge(name, art, tier) for name, art, tier, at in rows if first <= day_of(zones, at) <= last)


def _titles(session: Session, player_id: UUID, zones: Any, first: date, last: date) -> tuple[str, ...]:
    begin, end = _around(first, last)
    rows = connection(session).execute(
        """
        select m.spec ->> 'title', p.completed_at from progress p join mission m on m.id = p.mission_id
        where p.subject_id = %s and p.rewarded and position('/' in p.period) = 0
          and p.completed_at between %s and %s order by p.completed_at
        """,
        (player_id, begin, end),
    )
    done = [title for title, at in rows if first <= day_of(zones, at) <= last]
    return tuple(dict.fromkeys(done))[: rules.TITLES]


def _team_missions(session: Session, team_id: UUID, first: date, last: date) -> list[str]:
    begin, end = _around(first, last)
    rows = connection(session).execute(
        """
        select m.spec ->> 'title' from progress p join mission m on m.id = p.mission_id
        where p.subject_id = %s and p.completed_at between %s and %s order by p.completed_at
        """,
        (team_id, begin + 2 * DAY, end - DAY),
    )
    return list(dict.fromkeys(row[0] for row in rows))


def _members(session: Session, team_id: UUID, end: datetime) -> tuple[set[UUID], list[UUID]]:
    """Everybody who was in the team at the end, and those of them who may be seen."""
    rows = connection(session).execute(
        "select distinct p.id, p.hidden from ("
        + MEMBERS
        + """) m join player p on p.id = m.player_id where m.team_id = %(team)s and p.kind = 'human'
              and m.since <= %(end)s and (m.until is null or m.until > %(end)s)""",
        {"team": team_id, "end": end},
    )
    found = rows.fetchall()
    return {player for player, _ in found}, [player for player, hidden in found if not hidden]


def _before(session: Session, one: Season, player_id: UUID) -> tuple[Result, str] | None:
    """The season before, if the player had one."""
    past = [each for each in stored.seasons(session) if each.closed_at is not None and each.spec.last < one.spec.first]
    return (seasons.result(session, past[0], player_id), past[0].spec.name) if past else None


def _around(first: date, last: date) -> tuple[datetime, datetime]:
    return (datetime.combine(first, time(), UTC) - 2 * DAY, datetime.combine(last, time(), UTC) + 2 * DAY)
