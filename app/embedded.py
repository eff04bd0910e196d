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
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

import psycopg

from app import home as homes
from app import programs
from app.postmaster import PORT, Postmaster
from domain.errors import Refused, Unavailable

NAME = "questboard"  # of the database, of its role and of the ident map
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
        if (state := Postmaster.of(self._cluster)) is None:
            raise Unavailable(f"No database runs in {self.home}.")
        return f"postgresql+psycopg://{NAME}@/{NAME}?host={quote(state.socket)}&port={PORT}"

    def is_ready(self) -> bool:
        state = Postmaster.of(self._cluster)
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
        state = Postmaster.of(self._cluster)
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
    def _account(self) -> programs.Account | None:
        return programs.Account.for_root() if os.geteuid() == 0 else None

    @cached_property
    def _programs(self) -> Path:
        return programs.find(self._account)

    def _run(self, command: str, *args: str) -> subprocess.CompletedProcess[str]:
        return programs.run([str(self._programs / command), *args], self._account)

    def _place(self) -> None:
        """Makes the folder: in the home, or where PostgreSQL's own user can reach it."""
        if self._account is None:
            self._link.mkdir(mode=0o700)
        elif self._account.can("-x", self.home):
            self._account.make(self._link)
        else:
            folder = programs.shared() / f"{self.home.parent.name}-{secrets.token_hex(4)}"
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
        if found != programs.MAJOR:
            raise Refused(
                f"The data in {self.folder} was written by PostgreSQL {found}; this version of Questboard brings "
                f"PostgreSQL {programs.MAJOR}. Dump it with the old version first, or choose another QUESTBOARD_HOME."
            )

    def _is_left_over(self) -> bool:
        """Whether the server of an earlier run still works. One that is just starting or ending is waited for."""
        deadline = time.monotonic() + 60
        while (state := Postmaster.of(self._cluster)) and state.is_alive():
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
        with self._let_in() as db:
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", (NAME,)).fetchone():
                db.execute(f"CREATE DATABASE {NAME}".encode())

    def _let_in(self) -> psycopg.Connection[tuple[object, ...]]:
        """A connection to the server's own database. A server that recovers from a crash is waited for."""
        address = self.url.replace("+psycopg", "").replace(f"/{NAME}?", "/postgres?")
        deadline = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(address, autocommit=True)
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise Unavailable(f"The database in {self.folder} does not answer:\n{_tail(str(error))}") from error
                time.sleep(0.1)


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
