"""The driver below the ORM, and thousands of rows in one statement.

Rows travel as one JSON parameter. For 5,000 activities that takes as long as COPY into a temporary table and an INSERT
from there; for the few rows of a quiet moment it takes a tenth, because each temporary table costs its truncation at
commit (measured: 3 ms a table), and nothing has to be created beforehand.
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


def with_rows(
    session: Session,
    statement: LiteralString,
    columns: Mapping[LiteralString, LiteralString],
    rows: Iterable[Sequence[Any]],
) -> psycopg.Cursor[tuple[Any, ...]]:
    """Run `statement`, in which `{rows}` is a table `rows` of the given columns (name → SQL type) and rows."""
    shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    table = f"json_to_recordset(%s::json) as rows ({shape})"
    packed = orjson.dumps([dict(zip(columns, row, strict=True)) for row in rows])
    return connection(session).execute(statement.replace("{rows}", table), (packed.decode(),))
