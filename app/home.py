"""The home folder: what one installation keeps on disk, readable by the user who started it and nobody else."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import Refused


def make(home: Path) -> Path:
    """The absolute path of `home`, created where it is missing. Existing folders keep their permissions.

    Only the owner gets in. Root's home can be crossed, not listed: PostgreSQL inside it runs as another user.
    """
    home = home.expanduser().absolute()
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except FileExistsError:
        _check_ours(home)
    except OSError as error:
        raise Refused(
            f"The folder {home} cannot be created ({error.strerror}). Choose another with QUESTBOARD_HOME."
        ) from error
    return home


def secret(home: Path, name: str) -> str:
    """The random secret called `name` of this home; made once, kept in a file with mode 0600."""
    path = make(home) / name
    if not path.exists():
        draft = path.with_name(f".{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        try:
            path.hardlink_to(draft)  # never replaces: the first of two starters wins, both read the same
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Holds `home` for this process as long as the block runs; refuses when another process holds it."""
    path = make(home) / "lock"
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = file.read().strip() or "unknown"
            raise Refused(
                f"Questboard already runs in {home} (process {holder}). "
                "Stop that one first, or give this one its own folder with QUESTBOARD_HOME."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _check_ours(home: Path) -> None:
    if not home.is_dir():
        raise Refused(f"{home} is a file. Choose another folder with QUESTBOARD_HOME.")
    if home.stat().st_uid != os.geteuid():
        raise Refused(
            f"The folder {home} belongs to another user. Start Questboard as that user, "
            "or choose another folder with QUESTBOARD_HOME."
        )
