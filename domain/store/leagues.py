"""The league as it is stored: who is in it, its rounds, and who is in a group with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.leagues import Outcome
from domain.specs import LeagueSpec
from domain.store import mergers
from domain.store.driver import connection, with_rows

#: Who may be seen in the league, and takes no break, by his place or his membership `m`.
SEEN: LiteralString = """
    m.left_at is null and p.kind = 'human' and not (p.hidden or p.paused)
    and not exists (select from merger g where g.from_id = p.id)
"""


@dataclass(frozen=True, slots=True)
class Round:
    """A round, by what the league was when its groups were drawn."""

    first: date
    last: date
    spec: LeagueSpec


def spec(session: Session) -> LeagueSpec | None:
    """What the league is, on or off; None while there is none."""
    row = connection(session).execute("select spec::text from league").fetchone()
    return LeagueSpec.model_validate_json(row[0]) if row else None


def under_way(session: Session) -> Round | None:
    """The round that is not settled."""
    row = (
        connection(session)
        .execute("select first, last, spec::text from league_round where settled_at is null")
        .fetchone()
    )
    return Round(row[0], row[1], LeagueSpec.model_validate_json(row[2])) if row else None


def is_drawn(session: Session, first: date) -> bool:
    """Whether there was a round that began on a day."""
    return connection(session).execute("select from league_round where first = %s", (first,)).fetchone() is not None


def members(session: Session) -> list[tuple[UUID, int]]:
    """(player, division) of everybody who takes part and may be seen."""
    rows = connection(session).execute(
        "select m.player_id, m.division from league_member m join player p on p.id = m.player_id where "
        + SEEN
        + " order by 1"
    )
    return rows.fetchall()


def draw(session: Session, one: Round, places: Sequence[tuple[UUID, int, int]], now: datetime) -> None:
    """Begin a round with these (player, division, group)."""
    connection(session).execute(
        "insert into league_round (first, last, spec, drawn_at) values (%s, %s, %s::jsonb, %s)",
        (one.first, one.last, one.spec.model_dump_json(), now),
    )
    put(session, one.first, places)


def put(session: Session, first: date, places: Sequence[tuple[UUID, int, int]]) -> None:
    """Put (player, division, group) into a round, unless he is in it."""
    if places:
        with_rows(
            session,
            """
            insert into league_place (first, player_id, division, part, score)
            select first, player_id, division, part, 0 from {rows} on conflict do nothing
            """,
            {"first": "date", "player_id": "uuid", "division": "smallint", "part": "int"},
            [(first, *place) for place in places],
        )


def smallest(session: Session, first: date, division: int) -> int:
    """The group of a division that has the fewest people."""
    row = (
        connection(session)
        .execute(
            """
            select part from league_place where (first, division) = (%s, %s)
            group by part order by count(*), part limit 1
            """,
            (first, division),
        )
        .fetchone()
    )
    return row[0] if row else 0


def scores(session: Session, one: Round) -> dict[tuple[int, int], dict[UUID, int]]:
    """What everybody who may be seen has in a round, by division and group."""
    rows = connection(session).execute(
        """
        select l.division, l.part, l.player_id, coalesce((
            select sum(d.sum) from metric_day d
            where d.player_id = l.player_id and d.metric = 'xp.earned' and d.day between %(first)s and %(last)s
        ), 0)::bigint
        from league_place l join league_member m using (player_id) join player p on p.id = l.player_id
        where l.first = %(first)s and """
        + SEEN,
        {"first": one.first, "last": one.last},
    )
    found: dict[tuple[int, int], dict[UUID, int]] = {}
    for division, part, player, score in rows:
        found.setdefault((division, part), {})[player] = max(score, 0)
    return found


def away(session: Session, one: Round) -> set[UUID]:
    """Who had time off in a round; what an account said that was merged is said by whoever carries on for it."""
    rows = connection(session).execute(
        "select distinct player_id from pause where ended_at is null and first <= %s and last >= %s",
        (one.last, one.first),
    )
    return {mergers.carries_on(session, row[0]) for row in rows.fetchall()}


def settle(session: Session, one: Round, found: Mapping[UUID, tuple[int, Outcome]], now: datetime) -> None:
    """Keep what everybody had, and move those who move."""
    driver = connection(session)
    driver.execute("update league_round set settled_at = %s where first = %s", (now, one.first))
    if not found:
        return
    with_rows(
        session,
        """
        with given as (select * from {rows}),
        kept as (
            update league_place l set score = given.score, outcome = given.outcome from given
            where (l.first, l.player_id) = (given.first, given.player_id) returning l.player_id, l.division, l.outcome
        )
        update league_member m set division = kept.division + case kept.outcome when 'up' then 1 else -1 end
        from kept where m.player_id = kept.player_id and kept.outcome <> 'stays'
        """,
        {"first": "date", "player_id": "uuid", "score": "bigint", "outcome": "text"},
        [(one.first, player, score, outcome.value) for player, (score, outcome) in found.items()],
    )
