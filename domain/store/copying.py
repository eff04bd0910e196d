"""Thousands of rows in one statement: COPY into a temporary table, then one INSERT … SELECT.

Measured on 5,000 activities: COPY 17 µs a row, JSON recordset 25 µs, unnest of arrays 45 µs.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

import orjson
import psycopg
from psycopg.types.json import set_json_loads
from sqlmodel import Session

set_json_loads(orjson.loads)


def connection(session: Session) -> psycopg.Connection[tuple[Any, ...]]:
    """The psycopg connection inside the session's transaction."""
    driver: psycopg.Connection[tuple[Any, ...]] = session.connection().connection.driver_connection  # type: ignore[assignment]
    return driver


def copy_rows(
    session: Session,
    table: LiteralString,
    columns: Mapping[LiteralString, LiteralString],
    rows: Iterable[Sequence[Any]],
) -> None:
    """Fill the temporary table `table` (columns: name → SQL type); it empties itself at commit."""
    driver = connection(session)
    shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    driver.execute(f"create temporary table if not exists {table} ({shape}) on commit delete rows")
    with driver.cursor() as cursor, cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)
