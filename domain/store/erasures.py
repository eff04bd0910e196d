"""Erasures: who asked for one, which accounts are gone, and every trace of a person in the tables."""

import hashlib
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from psycopg import sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.types import String
from sqlmodel import Session
from sqlmodel.sql.sqltypes import AutoString

from domain.rules.erasing import Traces
from domain.store.driver import connection
from domain.store.tables import METADATA

Account = tuple[str, str]

#: Where names of other people, keys of other people's facts, and what a chain seals, must stay as they are.
_LEFT_ALONE: Mapping[str, Collection[str]] = {
    "player": ("name", "login", "avatar_url"),
    "identity": ("provider", "subject", "login"),
    "delivery": ("source", "delivery_id", "event", "content_type"),
    "activity": ("key", "reverses"),
    "xp_entry": ("activity_key", "grant_key"),
    "progress": ("completed_by",),
    "hold_work": ("activity_key",),
    "held": ("activity_key",),
    "audit": ("action", "subject"),
}


def due(session: Session, *, now: datetime) -> list[UUID]:
    """Who is to be erased now."""
    rows = connection(session).execute(
        "select player_id from erasure where done_at is null and due_at <= %s order by due_at, player_id", (now,)
    )
    return [row[0] for row in rows]


def same_person(session: Session, player_id: UUID) -> list[UUID]:
    """A player and all whose accounts were merged into his."""
    rows = connection(session).execute(
        """
        with recursive person as (
            select %s::uuid as id union select m.from_id from merger m join person on person.id = m.into_id
        ) select id from person order by id
        """,
        (player_id,),
    )
    return [row[0] for row in rows]


def is_gone(session: Session, accounts: Iterable[Account], *, back: datetime | None = None) -> set[Account]:
    """Those of the accounts whose persons were erased; `back` notes that they are here again."""
    driver = connection(session)
    rows = driver.execute("select id, salt, fingerprint from gone_account where returned_at is null").fetchall()
    found = {
        account: [line for line, salt, mark in rows if _fingerprint(bytes(salt), account) == bytes(mark)]
        for account in (accounts if rows else ())
    }
    gone = {account: lines for account, lines in found.items() if lines}
    if back and gone:
        lines = [line for found_lines in gone.values() for line in found_lines]
        driver.execute("update gone_account set returned_at = %s where id = any(%s)", (back, lines))
    return set(gone)


def mark_gone(session: Session, accounts: Iterable[Account], now: datetime) -> None:
    """Recognise these accounts when they come again."""
    for account in accounts:
        salt = secrets.token_bytes(16)
        connection(session).execute(
            "insert into gone_account (salt, fingerprint, erased_at) values (%s, %s, %s)",
            (salt, _fingerprint(salt, account), now),
        )


def begin(session: Session) -> None:
    """Let this transaction change lines that are never changed otherwise, and take the time it needs."""
    driver = connection(session)
    driver.execute("set local questboard.erasing = 'on'")
    driver.execute("set local statement_timeout = 0")


def sweep(session: Session, traces: Traces) -> None:
    """Take every trace out of every text in every table."""
    driver = connection(session)
    for table in METADATA.sorted_tables:
        columns = [
            column.name
            for column in table.columns
            if isinstance(column.type, AutoString | String | JSONB | ARRAY)
            and column.name not in _LEFT_ALONE.get(table.name, ())
        ]
        if not columns:
            continue
        names = [sql.Identifier(name) for name in columns]
        where = sql.SQL(" or ").join(sql.SQL("{}::text ~* %(pattern)s").format(name) for name in names)
        rows = driver.execute(
            sql.SQL("select ctid, {} from {} where {}").format(
                sql.SQL(", ").join(names), sql.Identifier(table.name), where
            ),
            {"pattern": traces.pattern},
        ).fetchall()
        for place, *values in rows:
            new = [traces.scrub_all(value) for value in values]
            if new == values:
                continue
            unsealed = sql.SQL(", salt = ''") if table.name == "audit" else sql.SQL("")
            driver.execute(
                sql.SQL("update {} set ({}) = row({}){} where ctid = %s").format(
                    sql.Identifier(table.name),
                    sql.SQL(", ").join(names),
                    sql.SQL(", ").join(_typed(table.columns[name].type) for name in columns),
                    unsealed,
                ),
                [*(_stored(table.columns[name].type, one) for name, one in zip(columns, new, strict=True)), place],
            )


def forget(session: Session, players: list[UUID], traces: Traces) -> None:
    """What is about him alone: what he was told, thanked and signed in with, and the words on his work."""
    driver, his = connection(session), {"his": players, "alias": traces.alias}
    for statement in (
        "delete from web_session where player_id = any(%(his)s)",
        "delete from notification where player_id = any(%(his)s) or from_id = any(%(his)s)",
        "delete from kudos where from_id = any(%(his)s) or to_id = any(%(his)s)",
        "update duel set state = 'declined' where state = 'invited' and (first_id = any(%(his)s)"
        " or second_id = any(%(his)s) or by_id = any(%(his)s))",
        "delete from follow where follower_id = any(%(his)s) or followed_id = any(%(his)s)",
        "update hand_entry set reason = '' where player_id = any(%(his)s)",
        "update reversal set reason = '' where player_id = any(%(his)s)",
        "delete from hold_appeal where hold_id in (select id from hold where player_id = any(%(his)s))",
        "update hold set sentence = '', reason = '' where player_id = any(%(his)s)",
        "update hold_end set reason = '' where player_id = any(%(his)s)",
        "delete from finding where players && %(his)s",
        "update activity set label = 'work of somebody who left', url = null where player_id = any(%(his)s)",
        "update xp_entry set factors = factors - 'reason' where player_id = any(%(his)s) and factors ? 'reason'",
        "update identity set login = %(alias)s where player_id = any(%(his)s)",
    ):
        driver.execute(statement, his)
    for (provider, subject), stand_in in traces.stand_ins.items():
        driver.execute(
            "update identity set subject = %s where (provider, subject) = (%s, %s)", (stand_in, provider, subject)
        )
    _rename_accounts(session, traces)
    _rename_facts(session, players, traces)


def _rename_accounts(session: Session, traces: Traces) -> None:
    driver = connection(session)
    for player, accounts in driver.execute("select from_id, accounts from merger").fetchall():
        renamed = [[provider, traces.stand_ins.get((provider, subject), subject)] for provider, subject in accounts]
        if renamed != accounts:
            driver.execute(
                "update merger set accounts = %s where from_id = %s", (orjson.dumps(renamed).decode(), player)
            )


def _rename_facts(session: Session, players: list[UUID], traces: Traces) -> None:
    """The keys of his facts, wherever they are named."""
    driver = connection(session)
    rows = driver.execute(
        "select key from activity where player_id = any(%s) and key ~* %s", (players, traces.pattern)
    ).fetchall()
    for (key,) in rows:
        if (new := traces.key(key)) == key:
            continue
        pair = {"key": key, "new": new, "his": players}
        driver.execute("update activity set key = %(new)s where key = %(key)s", pair)
        driver.execute("update activity set reverses = %(new)s where reverses = %(key)s", pair)
        driver.execute(
            """
            update xp_entry set activity_key = %(new)s::text,
                                grant_key = replace(grant_key, %(key)s::text, %(new)s::text)
            where player_id = any(%(his)s) and activity_key = %(key)s::text
            """,
            pair,
        )
        driver.execute("update progress set completed_by = %(new)s where completed_by = %(key)s", pair)
        driver.execute("update hold_work set activity_key = %(new)s where activity_key = %(key)s", pair)
        driver.execute("update held set activity_key = %(new)s where activity_key = %(key)s", pair)


def _fingerprint(salt: bytes, account: Account) -> bytes:
    return hashlib.blake2b("\0".join(account).encode(), salt=salt, digest_size=32).digest()


def _typed(kind: Any) -> sql.SQL:
    if isinstance(kind, JSONB):
        return sql.SQL("%s::jsonb")
    return sql.SQL("%s::text[]") if isinstance(kind, ARRAY) else sql.SQL("%s::text")


def _stored(kind: Any, value: Any) -> Any:
    return orjson.dumps(value).decode() if isinstance(kind, JSONB) and value is not None else value
