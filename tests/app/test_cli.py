"""The `questboard` command as people type it: real processes, real signals."""

import hashlib
import hmac
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.app.whole import ROOT, Whole, environment, run
from tests.long import long
from tests.servers import free_port

PAYLOAD = b'{"zen": "Keep it logically awesome.", "hook_id": 1}'


@pytest.fixture
def whole() -> Iterator[Whole]:
    """One that the test starts and stops as it likes."""
    yield from _new()


@pytest.fixture(scope="module")
def running() -> Iterator[Whole]:
    """One that runs, for all tests that leave it running."""
    for one in _new():
        one.start()
        yield one


def _new() -> Iterator[Whole]:
    one = Whole(Path(tempfile.gettempdir()) / f"questboard-whole-{uuid4().hex[:12]}")
    try:
        yield one
    finally:
        one.clear_away()


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    file = tmp_path / "payload.json"
    file.write_bytes(PAYLOAD)
    return file


def test_help_teaches_how_to_begin() -> None:
    done = run("--help")
    assert done.returncode == 0
    for taught in ("questboard demo", "questboard up", "QUESTBOARD_HOME", "QUESTBOARD_DATABASE_URL", "doctor"):
        assert taught in done.stdout


@pytest.mark.parametrize("command", ["up", "web", "worker", "migrate", "demo", "sign", "verify", "doctor"])
def test_every_command_has_help(command: str) -> None:
    done = run(command, "--help")
    assert done.returncode == 0
    assert f"questboard {command}" in done.stdout.replace("python -m app.cli", "questboard")


def test_wrong_settings_end_in_sentences_not_in_a_trace(tmp_path: Path) -> None:
    done = run("up", QUESTBOARD_HOME=str(tmp_path), QUESTBOARD_PORT="eighty", QUESTBOARD_ENV="production")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    for named in ("QUESTBOARD_PORT: ", "QUESTBOARD_SECRET_KEY: Production needs it.", "QUESTBOARD_PUBLIC_URL: "):
        assert named in done.stderr


def test_sign_makes_the_signature_github_would_send(payload: Path) -> None:
    done = run("sign", str(payload), QUESTBOARD_GITHUB_WEBHOOK_SECRET="first, second")
    assert done.stdout == f"sha256={hmac.new(b'first', PAYLOAD, hashlib.sha256).hexdigest()}\n"
    assert done.stderr == ""


def test_sign_uses_the_home_s_own_secret_when_none_is_set(payload: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    done = run("sign", str(payload), QUESTBOARD_HOME=str(home))
    secret = (home / "webhook-secret").read_text().strip().encode()
    assert done.stdout == f"sha256={hmac.new(secret, PAYLOAD, hashlib.sha256).hexdigest()}\n"


def test_sign_reads_standard_input() -> None:
    command = [sys.executable, "-m", "app.cli", "sign", "-"]
    variables = environment(QUESTBOARD_GITHUB_WEBHOOK_SECRET="first")
    done = subprocess.run(command, check=True, input=PAYLOAD, capture_output=True, cwd=ROOT, env=variables)
    assert done.stdout.decode() == f"sha256={hmac.new(b'first', PAYLOAD, hashlib.sha256).hexdigest()}\n"


def test_sign_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    done = run("sign", str(tmp_path / "nowhere.json"), QUESTBOARD_GITHUB_WEBHOOK_SECRET="first")
    assert (done.returncode, done.stderr) == (
        1,
        f"The file {tmp_path / 'nowhere.json'} cannot be read (No such file or directory).\n",
    )


def test_web_alone_without_a_database_says_what_to_do(tmp_path: Path) -> None:
    done = run("web", QUESTBOARD_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert "Start everything with `questboard up`, or set QUESTBOARD_DATABASE_URL." in done.stderr


def test_migrate_makes_the_tables_and_verify_finds_them_in_order(empty_database_url: str) -> None:
    variables = {"QUESTBOARD_DATABASE_URL": empty_database_url}
    assert run("migrate", **variables).stdout == "The database is up to date.\n"
    done = run("verify", **variables)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()
    assert all(line.startswith("ok ") for line in done.stdout.splitlines())


def test_doctor_names_a_misspelled_setting_and_a_database_of_another_version(empty_database_url: str) -> None:
    done = run("doctor", QUESTBOARD_DATABASE_URL=empty_database_url, QUESTBOARD_PROT="8081")
    assert done.returncode == 1
    assert "QUESTBOARD_PROT is no setting of Questboard" in done.stdout
    assert "Run questboard migrate." in done.stdout


def test_doctor_notices_that_no_worker_runs(database_url: str) -> None:
    done = run("doctor", QUESTBOARD_DATABASE_URL=database_url)
    assert "tables up to date" in done.stdout
    assert "No worker runs" in done.stdout


def test_doctor_says_why_a_database_cannot_be_reached(tmp_path: Path) -> None:
    address = f"postgresql://q:hunter2@127.0.0.1:{free_port()}/q"
    done = run("doctor", QUESTBOARD_DATABASE_URL=address, QUESTBOARD_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "It cannot be used: connection failed" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_a_database_that_cannot_be_reached_ends_in_a_sentence(tmp_path: Path) -> None:
    address = f"postgresql://q:hunter2@127.0.0.1:{free_port()}/q"
    variables = {"QUESTBOARD_DATABASE_URL": address, "QUESTBOARD_HOME": str(tmp_path)}
    for command in ("up", "migrate", "verify"):
        done = run(command, **variables, QUESTBOARD_PORT=str(free_port()))
        assert done.returncode == 1
        assert "The database" in done.stderr
        assert "Traceback" not in done.stderr
        assert "hunter2" not in done.stdout + done.stderr


def test_verify_on_a_database_without_tables_says_what_to_do(empty_database_url: str) -> None:
    done = run("verify", QUESTBOARD_DATABASE_URL=empty_database_url)
    assert (done.returncode, done.stderr) == (
        1,
        "The database has no tables of this version yet. Run questboard migrate.\n",
    )


def test_a_signed_delivery_is_kept_over_ctrl_c_and_the_next_start(whole: Whole, payload: Path) -> None:
    whole.start()
    assert f"Questboard runs at http://127.0.0.1:{whole.port}" in whole.output
    assert str(whole.home) in whole.output
    signature = run("sign", str(payload), QUESTBOARD_HOME=str(whole.home)).stdout.strip()
    assert whole.post(PAYLOAD, signature) == 202
    whole.wait_until(lambda: whole.deliveries() == ["done"])

    started = whole.processes()
    assert len(started) >= 4
    os.killpg(whole.pid, signal.SIGINT)  # the terminal's way: everybody in the foreground gets it
    assert whole.ended() == 0
    assert "Traceback" not in whole.output
    assert whole.output.rstrip().endswith("Stopped. Everything is kept for the next start.")
    assert whole.survivors(started) == []

    whole.start()
    assert whole.deliveries() == ["done"]


def test_killing_up_leaves_no_process_behind_and_the_next_start_works(whole: Whole) -> None:
    whole.start()
    started = whole.processes()
    os.kill(whole.pid, signal.SIGKILL)
    assert whole.ended() == -signal.SIGKILL
    whole.wait_until(lambda: whole.survivors(started) == [])
    whole.start()
    assert whole.is_ready()


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_what_was_killed_comes_back(running: Whole, name: str) -> None:
    victim = running.pid_of(name)
    os.kill(victim, signal.SIGKILL)
    running.wait_until(lambda: running.pid_of(name) not in {0, victim})
    running.wait_until(running.is_ready)


def test_two_of_them_in_one_home_refuse_with_a_sentence(running: Whole) -> None:
    done = run("up", QUESTBOARD_HOME=str(running.home), QUESTBOARD_PORT=str(free_port()))
    assert done.returncode == 1
    assert done.stderr == (
        f"Questboard already runs in {running.home} (process {running.pid}). "
        "Stop that one first, or give this one its own folder with QUESTBOARD_HOME.\n"
    )
    assert running.is_ready()


def test_a_taken_port_is_told_before_anything_starts(running: Whole, tmp_path: Path) -> None:
    done = run("up", QUESTBOARD_HOME=str(tmp_path / "home"), QUESTBOARD_PORT=str(running.port))
    assert done.returncode == 1
    assert f"QUESTBOARD_PORT={running.port + 1}" in done.stderr
    assert not (tmp_path / "home" / "postgresql").exists()


def test_verify_and_doctor_find_a_running_installation_in_order(running: Whole) -> None:
    variables = {"QUESTBOARD_HOME": str(running.home), "QUESTBOARD_PORT": str(running.port)}
    for command in ("verify", "doctor"):
        done = run(command, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "BAD" not in done.stdout


@long
def test_the_demo_moves_within_ten_seconds(whole: Whole) -> None:
    whole.start("demo")
    whole.wait_until(lambda: "done" in whole.deliveries(), seconds=10)
    assert whole.stop() == 0
    assert "Traceback" not in whole.output


def test_a_database_of_one_s_own_replaces_the_embedded_one(whole: Whole, empty_database_url: str) -> None:
    whole.start(QUESTBOARD_DATABASE_URL=empty_database_url, QUESTBOARD_LOG_FORMAT="json")
    assert not (whole.home / "postgresql").exists()
    with psycopg.connect(empty_database_url.replace("+psycopg", "")) as db:
        assert db.execute("SELECT count(*) > 0 FROM scoring_rule").fetchone() == (True,)
    assert whole.stop() == 0
    lines = [json.loads(line) for line in whole.output.splitlines() if line.startswith("{")]
    assert "worker" in {line["process"] for line in lines}
    assert all({"event", "level", "timestamp", "process"} <= set(line) for line in lines)
