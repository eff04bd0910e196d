"""A game in full swing: 1,000 players in 50 teams, missions of every kind, a PostgreSQL as installations have."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from sqlmodel import Session

from domain.events import DomainEvent
from domain.rules.packs import Pack
from domain.services import missions, packs, players, quests, setup, teams
from domain.specs import Kind, MissionSpec, Person
from domain.store import bus, migrate, people, session
from domain.store.queries.players import signed_in
from tests.benchmarks import histories
from tests.benchmarks.everything import switch_on
from tests.benchmarks.kinds import absent, mixed
from tests.servers import temporary_postgres

#: Before the histories begin, so that every mission counts all of them.
BEGINNING = histories.BEGINNING - timedelta(days=1)
TEAMS = 50


@contextmanager
def running(*, further: int = 0, everything: bool = False) -> Iterator[str]:
    """The URL of its database. `further` missions wait for things that never happen; `everything` there is is on."""
    with temporary_postgres({}) as url:
        migrate.upgrade(url)
        session.configure(url, pool_size=4)
        bus.configure(url, None)
        try:
            session.write(packs.apply, _definitions(), actor_id=None, now=BEGINNING)
            admin = _admin()
            session.write(_populate, admin=admin, specs=[*mixed(), *absent(further)])
            if everything:
                session.write(_switch_on, admin=admin)
            yield url
        finally:
            session.dispose()


def _definitions() -> Pack:
    """Scoring rules and badges of the starter pack; the missions are the benchmark's own."""
    return setup.starter().model_copy(update={"missions": ()})


def _admin() -> UUID:
    session.write(
        players.sign_in,
        Person("github", "999999999", "admin"),
        name="Admin",
        avatar_url=None,
        admin=True,
        token="of the benchmark",
        user_agent="",
        now=BEGINNING,
    )
    admin = session.read(signed_in, "of the benchmark", now=BEGINNING)
    assert admin is not None
    return admin.player_id


def _populate(session: Session, *, admin: UUID, specs: Iterable[MissionSpec]) -> list[DomainEvent]:
    everybody = _everybody(session)
    for number in range(TEAMS):
        team = uuid5(NAMESPACE_OID, f"team {number}")
        teams.create(session, team, f"team-{number}", f"Team {number}", actor_id=admin, now=BEGINNING)
        for player in everybody[number::TEAMS]:
            teams.join(session, team, player, actor_id=admin, now=BEGINNING)
    for spec in specs:
        mission = uuid4()
        missions.draft(session, mission, spec, actor_id=admin, now=BEGINNING)
        missions.publish(session, mission, actor_id=admin, now=BEGINNING)
        if spec.kind is Kind.QUEST:
            for player in everybody:
                quests.accept(session, mission, player_id=player, now=BEGINNING)
    return []


def _switch_on(session: Session, *, admin: UUID) -> list[DomainEvent]:
    return switch_on(session, admin=admin, everybody=_everybody(session))


def _everybody(session: Session) -> list[UUID]:
    numbers = range(1, histories.PEOPLE + 1)
    found, _ = people.identify(session, [Person("github", str(n), f"person-{n}") for n in numbers], BEGINNING)
    return sorted(found.values())
