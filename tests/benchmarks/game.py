"""A game in full swing: 1,000 players, 20 live missions, on a PostgreSQL with the settings of an installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice, product
from uuid import UUID, uuid4

from domain.services import missions, players, setup
from domain.specs import Aggregate, MissionSpec, Person, RequirementSpec, Window
from domain.store import bus, migrate, session
from domain.store.queries.players import signed_in
from tests.servers import temporary_postgres

#: Before the histories begin, so that every mission counts all of them.
BEGINNING = datetime(2009, 1, 1, tzinfo=UTC)
MISSIONS = 20


@contextmanager
def running() -> Iterator[str]:
    """The URL of its database."""
    with temporary_postgres({}) as url:
        migrate.upgrade(url)
        session.configure(url, pool_size=4)
        bus.configure(url, None)
        try:
            session.write(setup.seed, now=BEGINNING)
            _publish_more()
            yield url
        finally:
            session.dispose()


def _publish_more() -> None:
    admin = _admin()
    for spec in islice(_specs(), MISSIONS - len(setup.MISSIONS)):
        mission = uuid4()
        session.write(missions.draft, mission, spec, actor_id=admin, now=BEGINNING)
        session.write(missions.publish, mission, actor_id=admin, now=BEGINNING)


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


def _specs() -> Iterator[MissionSpec]:
    metrics = ("commit.landed", "pull_request.merged", "review.submitted")
    for metric, window, threshold in product(metrics, Window, (3, 25)):
        yield MissionSpec(
            title=f"{threshold} {metric} {window}",
            requirement=RequirementSpec(metric=metric, threshold=threshold),
            window=window,
            xp=20,
        )
    yield MissionSpec(
        title="Two repositories",
        requirement=RequirementSpec(
            metric="commit.landed", aggregate=Aggregate.DISTINCT, dimension="repository", threshold=2
        ),
        xp=20,
    )
