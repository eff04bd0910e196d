"""Bots and agents by their logins: who is on the list, and which accounts that were met already go by such a login."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.specs import BotSpec, Person, PersonKind
from domain.store import locks
from domain.store.driver import connection


@dataclass(frozen=True, slots=True)
class Met:
    """A player who goes by a login. `accounts`: how many he has in all tools."""

    id: UUID
    name: str
    kind: PersonKind
    is_admin: bool
    accounts: int


def share(session: Session) -> None:
    """Let nobody change the list until this transaction ends. Comes before any account is inserted."""
    connection(session).execute("select pg_advisory_xact_lock_shared(%s)", (locks.BOTS,))


def own(session: Session) -> None:
    """Wait until nobody meets anybody new, and let nobody begin to until this transaction ends."""
    connection(session).execute("select pg_advisory_xact_lock(%s)", (locks.BOTS,))


def kind_of(session: Session, provider: str, login: str) -> PersonKind | None:
    """As what a login is listed."""
    row = connection(session).execute(
        "select kind from bot_login where provider = %s and login = %s", (provider, login)
    )
    found = row.fetchone()
    return PersonKind(found[0]) if found else None


def kinds(session: Session, people: Collection[Person]) -> dict[tuple[str, str], PersonKind]:
    """What the accounts of these people are, as far as their logins are listed."""
    rows = connection(session).execute(
        """
        select provider, login, kind from bot_login
        join unnest(%s::text[], %s::text[]) as wanted (provider, login) using (provider, login)
        """,
        ([one.provider for one in people], [one.login.lower() for one in people]),
    )
    listed = {(provider, login): PersonKind(kind) for provider, login, kind in rows}
    logins = {(one.provider, one.subject): (one.provider, one.login.lower()) for one in people}
    return {account: listed[login] for account, login in logins.items() if login in listed}


def met(session: Session, provider: str, login: str) -> list[Met]:
    """Who goes by this login and is a person, a bot or an agent."""
    rows = connection(session).execute(
        """
        select p.id, p.name, p.kind, p.is_admin,
               (select count(*) from identity i where i.player_id = p.id and i.provider <> 'questboard')
        from player p
        where lower(p.login) = %s and p.kind in ('human', 'bot', 'agent')
          and exists (select from identity i where i.player_id = p.id and i.provider = %s)
        order by p.id
        """,
        (login, provider),
    )
    return [Met(player, name, PersonKind(kind), admin, accounts) for player, name, kind, admin, accounts in rows]


def put(session: Session, spec: BotSpec, actor_id: UUID, now: datetime) -> None:
    """List a login, or say that it is something else."""
    connection(session).execute(
        """
        insert into bot_login (provider, login, kind, actor_id, at) values (%s, %s, %s, %s, %s)
        on conflict (provider, login) do update
        set kind = excluded.kind, actor_id = excluded.actor_id, at = excluded.at
        """,
        (spec.provider, spec.login, spec.kind.value, actor_id, now),
    )


def drop(session: Session, provider: str, login: str) -> None:
    """Take a login off the list."""
    connection(session).execute("delete from bot_login where provider = %s and login = %s", (provider, login))
