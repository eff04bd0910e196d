"""A game in the database for tests: hand deliveries in, look at what became of them, break things by hand."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import orjson
import psycopg
from sqlmodel import Session

from app.demo import payloads
from app.demo.payloads import Account, Repo
from domain.events import DomainEvent
from domain.rules.packs import Pack, read
from domain.services import boards, deliveries, inbox, looking, missions, packs, players
from domain.specs import BoardSpec, Condition, Delivery, MissionSpec, Person
from domain.store import session
from domain.store.driver import connection
from domain.store.queries import cards, checks
from domain.store.tables import METADATA
from domain.views import Check, MissionCard
from tests import factories

NOW = factories.NOW
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
REPO = factories.REPO
ADA, BEN, CAM = factories.accounts(3)
SUBSTANCE = "Reads well, and the test covers the second case."

PACK = Path(__file__).parents[2] / "fixtures" / "game.yaml"
DEFINITIONS = ("scoring_rule", "badge", "mission", "board")

_CUT = """
    select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""

Event = TypeVar("Event")


def begin(*, now: datetime = LONG_AGO) -> None:
    """A small game with known rules, badges and missions, all in force since long ago."""
    session.write(packs.apply, pack(), actor_id=None, now=now)


@cache
def pack() -> Pack:
    return read(PACK.read_text(), PACK.name)


def accept(*sent: Delivery, now: datetime = NOW) -> None:
    session.write(deliveries.accept, sent, now=now)


def apply(*, now: datetime = NOW, limit: int = 1_000) -> list[DomainEvent]:
    return session.write(inbox.apply, now=now, limit=limit)


def play(*sent: Delivery, now: datetime = NOW) -> list[DomainEvent]:
    """Accept deliveries and apply them together."""
    accept(*sent, now=now)
    return apply(now=now)


def merged(author: Account, number: int, *, at: datetime = NOW, repo: Repo = REPO) -> Delivery:
    return factories.merged_pull(author, number=number, at=at, repo=repo)


def reviewed(
    reviewer: Account, number: int, *, at: datetime = NOW, body: str = SUBSTANCE, repo: Repo = REPO
) -> Delivery:
    payload = payloads.review(repo, number, _author_for(reviewer), reviewer, at=at, body=body)
    return factories.delivery("pull_request_review", payload)


def dismissed(reviewer: Account, number: int, *, at: datetime = NOW, repo: Repo = REPO) -> Delivery:
    """The review of the same number and time taken back."""
    author = _author_for(reviewer)
    payload = payloads.dismissed_review(repo, number, author, reviewer, author, at=at)
    return factories.delivery("pull_request_review", payload)


def issue(person: Account, number: int, *, at: datetime = NOW, repo: Repo = REPO) -> Delivery:
    return factories.delivery("issues", payloads.closed_issue(repo, number, person, title="A defect", at=at))


def released(author: Account, number: int, *, at: datetime = NOW, repo: Repo = REPO) -> Delivery:
    return factories.delivery("release", payloads.release(repo, author, f"v{number}", serial=number, at=at))


def built(actor: Account, number: int, *, at: datetime = NOW, repo: Repo = REPO) -> Delivery:
    return factories.delivery("workflow_run", payloads.workflow_run(repo, actor, serial=number, at=at))


def solve(
    *keys: str, by: Account = ADA, at: datetime = NOW, now: datetime | None = None, **fields: Any
) -> list[DomainEvent]:
    """Somebody solves tickets; they come in at once, or only `now`."""
    usual = {"person": who(by), "occurred_at": at.isoformat(), **fields}
    return play(*(batch({"key": key, **usual}) for key in keys), now=now or at)


def looked(*, now: datetime = NOW) -> list[str]:
    """The keys of what seems odd, the newest first, after somebody looked for it."""
    session.write(looking.keep, session.read(looking.look, now=now), now=now)
    return [key for (key,) in rows("select key from finding order by last_at desc, key desc")]


def unreadable(delivery_id: str = "unreadable") -> Delivery:
    return Delivery("github", delivery_id, "pull_request", "application/json", b"{")


def redelivered(delivery: Delivery) -> Delivery:
    """The same work under a new delivery id, as a redelivery by hand or a backfill would bring it."""
    return Delivery(delivery.source, str(uuid4()), delivery.event, delivery.content_type, delivery.body)


def batch(*activities: dict[str, Any]) -> Delivery:
    """One delivery of our own API. What an activity does not say is a unit of work of Ada's, now."""
    usual: dict[str, Any] = {"person": who(ADA), "metric": "ticket.solved", "occurred_at": NOW.isoformat()}
    return Delivery(
        "activities", str(uuid4()), "batch", "application/json", orjson.dumps([usual | a for a in activities])
    )


def who(account: Account) -> dict[str, str]:
    return {"provider": "github", "id": str(account.number), "login": account.login}


def joined(account: Account = ADA, *, admin: bool = False, token: str | None = None, now: datetime = NOW) -> UUID:
    """The player of an account that has just signed in."""
    session.write(
        players.sign_in,
        Person("github", str(account.number), account.login),
        name=account.login.title(),
        avatar_url=None,
        admin=admin,
        token=token or str(uuid4()),
        user_agent="a browser",
        now=now,
    )
    return player(account)


def an_admin() -> UUID:
    return joined(Account(2_000_000, "boss"), admin=True)


def mission(threshold: int = 2, *, metric: str = "ticket.solved", xp: int = 40, **fields: Any) -> MissionSpec:
    """A mission for that many tickets. Fields of a requirement may be given as well."""
    of_requirement = {name: fields.pop(name) for name in [*fields] if name in Condition.model_fields}
    requirement = Condition(metric=metric, threshold=threshold, **of_requirement)
    return MissionSpec(title="Tidy up", requirement=requirement, xp=xp, **fields)


def on_board(key: str, *, admin: UUID | None = None, now: datetime = NOW, **fields: Any) -> str:
    """The key of a board that is on, made or changed by an admin."""
    spec = BoardSpec.model_validate({"key": key, "title": key.title(), **fields})
    session.write(boards.put, spec, actor_id=admin or an_admin(), now=now)
    return key


def published(spec: MissionSpec, *, admin: UUID | None = None, now: datetime = LONG_AGO) -> UUID:
    """The id of a mission that was drafted and published."""
    actor, mission_id = admin or an_admin(), uuid4()
    session.write(missions.draft, mission_id, spec, actor_id=actor, now=now)
    session.write(missions.publish, mission_id, actor_id=actor, now=now)
    return mission_id


def revised(mission_id: UUID, spec: MissionSpec, *, admin: UUID, now: datetime = NOW) -> UUID:
    """The id of the next version of a mission, published."""
    new_id = uuid4()
    session.write(missions.revise, mission_id, new_id, spec, actor_id=admin, now=now)
    session.write(missions.publish, new_id, actor_id=admin, now=now)
    return new_id


def card(mission_id: UUID, account: Account = ADA, *, at: datetime = NOW) -> MissionCard:
    return session.read(cards.mission_card, player(account), mission_id, now=at)


def counted(mission_id: UUID, account: Account = ADA, *, at: datetime = NOW) -> int:
    """The first number on the card: how far the player is."""
    return int(card(mission_id, account, at=at).line.split()[0])


def player(account: Account) -> UUID:
    found: UUID = rows("select player_id from identity where subject = %s", str(account.number))[0][0]
    return found


def xp(account: Account) -> int:
    found: int = rows("select xp from player where id = %s", player(account))[0][0]
    return found


def rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    def query(reading: Session) -> list[tuple[Any, ...]]:
        return connection(reading).execute(statement.encode(), parameters).fetchall()

    return session.read(query)


def by_hand(url: str, *statements: str) -> None:
    """What only somebody with the database in his hands can do: triggers are off."""
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        db.execute("set session_replication_role = replica")
        for statement in statements:
            db.execute(statement.encode())


def keep(url: str) -> None:
    """Lay the definitions of a game that has just begun aside, for `sweep`."""
    by_hand(url, "create schema kept", *(f"create table kept.{table} as table {table}" for table in DEFINITIONS))


def sweep(url: str) -> None:
    """Back to the beginning. Deleting a few rows is much quicker than truncating, or than a new database.

    Nobody is connected afterwards, and the schemas of the queue and of a replay are gone.
    """
    away = (f"delete from {table}" for table in METADATA.tables)
    again = (f"insert into {table} select * from kept.{table}" for table in DEFINITIONS)
    by_hand(url, "; ".join([_CUT, "drop schema if exists queue, replay cascade", *away, *again]))


def broken() -> list[Check]:
    """The invariants that do not hold."""
    return [check for check in session.read(checks.invariants) if not check.ok]


def only(kind: type[Event], events: Iterable[DomainEvent]) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


def later(**time: float) -> datetime:
    return NOW + timedelta(**time)


def _author_for(reviewer: Account) -> Account:
    """Somebody else, so that it is no review of one's own work."""
    return Account(reviewer.number + 500_000, f"author-for-{reviewer.login}")


def states(*delivery_ids: str) -> Sequence[str]:
    found = dict(rows("select delivery_id, state from delivery"))
    return [found[delivery_id] for delivery_id in delivery_ids]
