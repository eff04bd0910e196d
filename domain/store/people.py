"""People: who an account of a tool is in the game, and the lock that keeps his numbers in one hand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import orjson
from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.history import History
from domain.rules.zones import Zones
from domain.specs import Person, Role
from domain.store import bots, erasures
from domain.store.driver import connection

Account = tuple[str, str]
START_ZONE = "UTC"


@dataclass(frozen=True, slots=True)
class Locked:
    """A player whose row this transaction holds."""

    id: UUID
    kinds: History
    roles: History
    zones: Zones
    xp: int


def identify(
    session: Session, people: Iterable[Person], now: datetime, *, signs_in: bool = False
) -> tuple[dict[Account, UUID], list[UUID]]:
    """The player behind each account, and which of them are new. Comes before `lock`, never after it.

    An account whose person was erased has none, until he `signs_in`: then it is somebody new's, for what comes in from
    now on. A new one whose login an admin listed is a bot's or an agent's from its beginning.

    Inserting in one sorted order and before any player is locked is what keeps concurrent batches free of deadlocks.
    """
    wanted = {(person.provider, person.subject): person for person in people}
    known = _known(session, wanted)
    missing = [wanted[account] for account in sorted(wanted.keys() - known.keys())]
    if not missing:
        return known, []
    gone = erasures.is_gone(session, [(p.provider, p.subject) for p in missing], back=now if signs_in else None)
    if not signs_in:
        missing = [person for person in missing if (person.provider, person.subject) not in gone]
    new = _add(session, missing, now)
    if signs_in and gone:
        connection(session).execute(
            "update identity set since = %s where player_id = any(%s) and since is null", (now, new)
        )
    return known | _known(session, [(p.provider, p.subject) for p in missing]), new


def lock(session: Session, players: Iterable[UUID]) -> dict[UUID, Locked]:
    """Lock players in sorted order (unsorted, batches deadlock: measured 990 → 9 events a second)."""
    rows = connection(session).execute(
        "select id, kinds, roles, zones, xp from player where id = any(%s) order by id for no key update",
        (sorted(set(players)),),
    )
    return {row[0]: Locked(*row) for row in rows}


def known(session: Session, players: Iterable[UUID]) -> dict[UUID, Locked]:
    """The same without a lock, to judge their work by."""
    rows = connection(session).execute(
        "select id, kinds, roles, zones, xp from player where id = any(%s)", (sorted(set(players)),)
    )
    return {row[0]: Locked(*row) for row in rows}


def one(session: Session, player_id: UUID) -> Locked:
    """One player, without a lock. Raises `NotFound`."""
    player = known(session, [player_id]).get(player_id)
    if player is None:
        raise NotFound("There is no such player.")
    return player


def is_paused(session: Session, player_id: UUID) -> bool:
    """Whether a player takes a break: he is not ranked, challenged or told what to do."""
    row = connection(session).execute("select paused from player where id = %s", (player_id,)).fetchone()
    return bool(row and row[0])


def after_the_last(session: Session, now: datetime) -> datetime:
    """`now`, or where a clock was read before it waited for a player's lock, the moment after what came in and was
    applied meanwhile.

    What was judged before a change stays so in a replay, which knows the change only by its time. Call it with the
    player locked. Nobody waits for a lock as long as a minute, and ten thousand deliveries do not come in meanwhile.
    """
    row = connection(session).execute(
        """
        select max(received_at) + interval '1 microsecond'
        from (select received_at, state from delivery order by id desc limit 10000) newest
        where state = 'done' and received_at >= %(now)s and received_at < %(now)s + interval '1 minute'
        """,
        {"now": now},
    )
    found = row.fetchone()
    return found[0] if found and found[0] else now


def admins(session: Session) -> set[UUID]:
    """Everybody who is an admin now."""
    return {row[0] for row in connection(session).execute("select id from player where is_admin and kind = 'human'")}


def know_as(session: Session, player_id: UUID, provider: str, subject: str) -> None:
    """Let an account lead to a player; one that leads to somebody already stays as it is."""
    connection(session).execute(
        """
        insert into identity (provider, subject, player_id, login)
        select %s, %s, id, login from player where id = %s on conflict do nothing
        """,
        (provider, subject, player_id),
    )


def begun(session: Session, accounts: Collection[Account]) -> dict[Account, datetime]:
    """From when on these accounts are whose they are, where that was not always so."""
    providers, subjects = [a[0] for a in accounts], [a[1] for a in accounts]
    rows = connection(session).execute(
        """
        select provider, subject, since from identity
        join unnest(%s::text[], %s::text[]) as wanted (provider, subject) using (provider, subject)
        where since is not null
        """,
        (providers, subjects),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _known(session: Session, accounts: Collection[Account] | Mapping[Account, Person]) -> dict[Account, UUID]:
    providers, subjects = [a[0] for a in accounts], [a[1] for a in accounts]
    rows = connection(session).execute(
        """
        select provider, subject, player_id from identity
        join unnest(%s::text[], %s::text[]) as wanted (provider, subject) using (provider, subject)
        """,
        (providers, subjects),
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _add(session: Session, people: Sequence[Person], now: datetime) -> list[UUID]:
    driver = connection(session)
    bots.share(session)
    inserted = driver.execute(
        """
        insert into identity (provider, subject, player_id, login)
        select * from unnest(%s::text[], %s::text[], %s::uuid[], %s::text[])
        on conflict do nothing returning provider, subject, player_id
        """,
        (
            [p.provider for p in people],
            [p.subject for p in people],
            [uuid4() for _ in people],
            [p.login for p in people],
        ),
    ).fetchall()
    by_account = {(p.provider, p.subject): p for p in people}
    listed = bots.kinds(session, people)
    zones, roles = _history(START_ZONE), _history(Role.PLAYER)
    with driver.cursor() as cursor:
        cursor.executemany(
            """
            insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
            values (%s, %s, %s, %s, false, false, false, %s, %s, %s, 0, %s)
            """,
            [
                (player_id, person.login, person.login, kind, zones, _history(kind), roles, now)
                for provider, subject, player_id in inserted
                for person in (by_account[provider, subject],)
                for kind in (listed.get((provider, subject), person.kind).value,)
            ],
        )
    return [player_id for _, _, player_id in inserted]


def _history(value: str) -> str:
    """A history that begins with `value`, as JSON."""
    return orjson.dumps([[None, value]]).decode()
