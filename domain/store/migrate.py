"""Migrations: bring a database to the shape this version needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Apply every migration that is missing. Safe to run from several processes at once (advisory lock)."""
    command.upgrade(config(url), "head")


def config(url: str) -> Config:
    """Alembic's configuration for the database at `url`."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.attributes["url"] = url
    return settings
