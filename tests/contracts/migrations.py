"""`alembic check` on a database that the migrations made: the tables in the code are the tables they make.

Run by `make check`: python -m tests.contracts.migrations
"""

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError

from domain.store import migrate
from tests.servers import temporary_postgres

ROOT = Path(__file__).parents[2]


def main() -> int:
    with temporary_postgres() as url:
        migrate.upgrade(url)
        configuration = Config(toml_file=ROOT / "pyproject.toml")
        configuration.attributes["url"] = url
        try:
            command.check(configuration)
        except CommandError as error:
            print(f"Tables and migrations are not in step: {error}")
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
