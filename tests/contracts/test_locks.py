import shutil
from pathlib import Path

import pytest

from tests.contracts.locks import ROOT, problems_of


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def test_the_lock_files_are_in_step(project: Path) -> None:
    assert list(problems_of(project)) == []


def test_a_dependency_that_is_not_pinned_is_noticed(project: Path) -> None:
    _replace(project / "pyproject.toml", '"alembic>=', '"something-new",\n    "alembic>=')
    assert "requirements.lock: something-new is not pinned; run `make lock`." in list(problems_of(project))


def test_a_pin_below_what_is_asked_for_is_noticed(project: Path) -> None:
    _replace(project / "pyproject.toml", '"huey>=3.5,<4"', '"huey>=99"')
    assert any("huey>=99 is pinned to 3" in problem for problem in problems_of(project))


def test_two_lock_files_that_disagree_are_noticed(project: Path) -> None:
    _replace(project / "requirements-dev.lock", "\nhuey==3", "\nhuey==3.9.9 \\\n    --hash=sha256:00\nold-huey==3")
    assert any("huey is pinned otherwise" in problem for problem in problems_of(project))


def test_a_pin_that_lost_its_extra_is_noticed(project: Path) -> None:
    _replace(project / "requirements.lock", "psycopg[binary]==", "psycopg==")
    assert any("psycopg is pinned without its extra “binary”" in problem for problem in problems_of(project))


def test_a_pin_without_a_hash_is_noticed(project: Path) -> None:
    with (project / "requirements.lock").open("a") as lock:
        lock.write("loose==1.0\n")
    assert "requirements.lock: loose==1.0 has no hash" in list(problems_of(project))


@pytest.mark.parametrize("line", ["--index-url https://example.com/simple", "thing @ file:///tmp/thing.whl"])
def test_a_place_to_download_from_is_noticed(project: Path, line: str) -> None:
    with (project / "requirements.lock").open("a") as lock:
        lock.write(f"{line}\n")
    assert any("names an address or an option" in problem for problem in problems_of(project))
