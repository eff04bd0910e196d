"""The four public git histories, lived through by the real path with the starter pack, and what came of them.

Each working day is one delivery of our own API, handed in when its last piece of work was done, and each month is
applied, closed and paid before the next begins. Whoever is new joins one of three teams and takes on the first quest.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import LiteralString
from uuid import NAMESPACE_OID, UUID, uuid5

import structlog
from sqlmodel import Session

from app import replay
from domain.errors import Refused
from domain.events import DomainEvent
from domain.services import deliveries, inbox, players, quests, setup, teams
from domain.specs import Person
from domain.store import bus, migrate, session
from domain.store.driver import connection
from domain.store.queries import checks
from domain.store.queries.players import signed_in
from tests import corpus
from tests.benchmarks import histories
from tests.benchmarks.histories import Activity, Post
from tests.servers import temporary_postgres
from workers.close import Closer

TEAMS = 3
QUEST = "finding-your-feet"
#: After the last piece of work every window has closed, also a season.
AFTERWARDS = timedelta(days=100)

Table = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """What a person can check by eye. Steps of quests count as completions of the step."""

    people: int
    activities: Table
    xp: Table
    completions: Table
    badges: Table


def activities(name: str, most: int | None = None) -> list[Activity]:
    """The first of what is in a history, each fact once, by its own people."""
    once = {activity["key"]: activity for activity in map(_by_themselves, corpus.history(name))}
    return list(once.values())[:most]


def live_through(work: Sequence[Activity]) -> None:
    """Play a history in the store's empty database."""
    for _ in months(work):
        pass


def months(work: Sequence[Activity]) -> Iterator[datetime]:
    """Play a history month by month; when the last of each was done."""
    begin = _at(work[0]) - timedelta(days=1)
    session.write(setup.seed, now=begin)
    admin = _admin(begin)
    for number in range(TEAMS):
        session.write(teams.create, _team(number), f"team-{number}", f"Team {number}", actor_id=admin, now=begin)
    for _, month in groupby(_days(work), key=lambda post: (post.at.year, post.at.month)):
        yield _live_through_month(list(month), admin)
    _close(_at(work[-1]) + AFTERWARDS)


def totals() -> Totals:
    return session.read(_totals)


def lines(name: str, found: Totals) -> Iterator[str]:
    """The table of one history."""
    yield f"{name}: {found.people:,} people"
    for title, table in (
        ("activities", found.activities),
        ("XP by rule and mission", found.xp),
        ("completions", found.completions),
        ("badges", found.badges),
    ):
        yield f"  {title}: {sum(table.values()):,}"
        yield from (f"    {what:<40} {number:>10,}" for what, number in table.items())


def tell(only: str | None) -> None:
    """Live through the histories, each in a new database; print what came of it, the invariants and the replay."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    for name in (only,) if only else corpus.histories():
        with empty_database() as url:
            began = time.perf_counter()
            live_through(activities(name))
            spent = time.perf_counter() - began
            print("\n".join(lines(name, totals())))
            broken = [check for check in session.read(checks.invariants) if not check.ok]
            print(f"  lived through in {spent:.0f} s; invariants that do not hold: {broken or 'none'}")
            is_same(url, say=lambda line: print(f"  {line}"))
            print(flush=True)


def is_same(url: str, say: Callable[[str], None]) -> bool:
    """Whether a replay finds no difference. Leaves the store on the live tables."""
    try:
        return replay.run(url, fresh=True, keep=False, say=say, progress=lambda *_: None)
    finally:
        session.configure(url)


@contextmanager
def empty_database() -> Iterator[str]:
    with temporary_postgres() as url:
        migrate.upgrade(url)
        session.configure(url)
        bus.configure(url, None)
        try:
            yield url
        finally:
            session.dispose()


def _by_themselves(event: Mapping[str, str]) -> Activity:
    login = event["login"]
    number = int(login.removeprefix("dev-"), 16)
    return histories.activity(event, {"provider": "github", "id": str(number), "login": login})


def _days(work: Iterable[Activity]) -> Iterator[Post]:
    for number, (_, day) in enumerate(groupby(work, key=lambda activity: _at(activity).date())):
        mine = list(day)
        yield Post(_at(mine[-1]), (histories.as_delivery(mine, source="history", number=number),))


def _live_through_month(days: Sequence[Post], admin: UUID) -> datetime:
    for post in days:
        session.write(deliveries.accept, post.deliveries, now=post.at)
    now = days[-1].at
    session.write(inbox.apply, now=now, limit=len(days))
    session.write(_welcome, admin, now=now + timedelta(seconds=1))
    _close(now)
    return now


def _close(now: datetime) -> None:
    closer = Closer(threading.Event(), clock=lambda: now)
    closer.pay()
    closer.settle()
    closer.pay()


def _welcome(session: Session, admin: UUID, *, now: datetime) -> list[DomainEvent]:
    """Whoever did something for the first time joins a team and takes on the first quest, if he may."""
    quest = connection(session).execute("select id from mission where slug = %s", (QUEST,)).fetchone()
    assert quest is not None
    newcomers = connection(session).execute(
        """
        select id, login from player where not is_admin
          and not exists (select from team_member where player_id = player.id) order by login
        """
    )
    for player, login in newcomers.fetchall():
        teams.join(session, _team(int(login[-1], 16) % TEAMS), player, actor_id=admin, now=now)
        with suppress(Refused):  # somebody's first week may have taken him beyond its levels
            quests.accept(session, quest[0], player_id=player, now=now)
    return []


def _team(number: int) -> UUID:
    return uuid5(NAMESPACE_OID, f"team {number}")


def _admin(now: datetime) -> UUID:
    person = Person("github", "1", "admin")
    session.write(
        players.sign_in, person, name="Admin", avatar_url=None, admin=True, token="of the past", user_agent="", now=now
    )
    admin = session.read(signed_in, "of the past", now=now)
    assert admin is not None
    return admin.player_id


def _at(activity: Activity) -> datetime:
    return datetime.fromisoformat(activity["occurred_at"])


def _totals(session: Session) -> Totals:
    def table(statement: LiteralString) -> Table:
        return dict(connection(session).execute(statement).fetchall())

    return Totals(
        people=table("select 'people', count(distinct player_id) from activity")["people"],
        activities=table("select metric, count(*) from activity group by 1 order by 2 desc, 1"),
        xp=table(
            """
            select coalesce(m.slug, e.cause_id), sum(e.amount)::bigint from xp_entry e
            left join mission m on m.id::text = split_part(e.cause_id, '/', 1) group by 1 order by 2 desc, 1
            """
        ),
        completions=table(
            """
            select m.slug || case when p.period ~ '^(bronze|silver|gold|platinum)$' then ' ' || p.period
                                  when p.period ~ '/' then ' step ' || split_part(p.period, '/', 2) else '' end,
                   count(*) from progress p join mission m on m.id = p.mission_id
            where p.completed_at is not null and p.rewarded group by 1 order by 1
            """
        ),
        badges=table("select badge_id || ' ' || tier, count(*) from badge_award group by 1 order by 1"),
    )
