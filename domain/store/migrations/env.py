"""Alembic's entry: one connection, one lock, all migrations in one transaction."""

from alembic import context
from sqlalchemy import create_engine, text

from domain.store import locks, tables


def _run() -> None:
    url = context.config.attributes.get("url") or context.get_x_argument(as_dictionary=True)["url"]
    engine = create_engine(url, connect_args={"options": "-c lock_timeout=10s -c TimeZone=UTC"})
    try:
        with engine.connect() as connection:
            context.configure(
                connection=connection,
                target_metadata=tables.METADATA,
                compare_type=True,
                include_name=_ours,
            )
            with context.begin_transaction():
                connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": locks.MIGRATIONS})
                context.run_migrations()
    finally:
        engine.dispose()


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue keeps its own tables in this database; they are none of our business."""
    return kind != "table" or name in tables.METADATA.tables


_run()
