"""Each import contract is broken once, in a copy of the project, and must be seen broken: a linter that is silent
because it looks at nothing would be worse than none."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BREACHES = {
    "The house: app, then workers, then domain": ("workers/queue.py", "import app.settings"),
    "Inside domain: services, store, rules and sources, values": (
        "domain/store/bus.py",
        "import domain.services.setup",
    ),
    "Components draw values and know nothing else": ("components/feed.py", "import domain.store.session"),
    "Workers and domain never draw": ("domain/services/setup.py", "import nicegui"),
    "Rules and sources do no I/O": ("domain/rules/levels.py", "import httpx"),
    "Rows stay inside domain": ("app/live.py", "import domain.store.tables"),
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project's code and of its contracts."""
    for package in ("app", "components", "domain", "workers"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_put_to_the_test() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    assert {contract["name"] for contract in contracts} == set(BREACHES)


def test_the_project_keeps_them_all(project: Path) -> None:
    assert _broken(project) == set()


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_caught(project: Path, contract: str) -> None:
    file, line = BREACHES[contract]
    with (project / file).open("a") as module:
        module.write(f"\n{line}\n")
    assert contract in _broken(project)


def test_a_new_part_of_domain_needs_a_place_in_the_order(project: Path) -> None:
    (project / "domain" / "attic.py").touch()
    assert _broken(project) == {"Inside domain: services, store, rules and sources, values"}


def _broken(project: Path) -> set[str]:
    """The names of the contracts that are broken in the project."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(command, check=False, cwd=project, capture_output=True, text=True, env={"PYTHONPATH": "."})
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)", done.stdout, re.MULTILINE))
    assert set(verdicts) == set(BREACHES), done.stdout + done.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}
