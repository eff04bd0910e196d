"""The installation that a command works on: its settings and its database. Only what is needed is imported."""

from collections.abc import Iterator
from contextlib import contextmanager

from app import logs, settings
from app.settings import Settings
from domain.errors import Invalid, Refused


def load(process: str) -> Settings:
    """The settings in force; from now on this process logs under that name."""
    try:
        current = settings.load()
    except Invalid as error:
        raise Invalid(f"Questboard cannot start with these settings:\n\n{error.sentence}", error.fields) from error
    logs.configure(current, process)
    return current


def url(current: Settings) -> str:
    """The database to use: the one that is set, or the one that `questboard up` runs in this home."""
    from app import embedded

    if current.database_url:
        return current.database_url.get_secret_value()
    if found := embedded.find(current.home):
        return found
    raise Refused(
        f"No database runs in {current.home.absolute()}. Start everything with `questboard up`, "
        "or set QUESTBOARD_DATABASE_URL."
    )


@contextmanager
def database(current: Settings) -> Iterator[str]:
    """The database to use; the embedded one is started for as long as needed where it does not run."""
    from app import embedded

    if current.database_url or embedded.find(current.home):
        yield url(current)
        return
    with embedded.running(current.home) as started:
        yield started


@contextmanager
def opened(current: Settings) -> Iterator[str]:
    """The database to use, while `session` reads and writes it."""
    from domain.store import session

    with database(current) as found:
        session.configure(found)
        try:
            yield found
        finally:
            session.dispose()
