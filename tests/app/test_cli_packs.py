"""`questboard packs`: definitions as a file that people read, compare and apply."""

import subprocess
from pathlib import Path

import pytest

from tests.app.whole import run
from tests.domain.services.game import PACK
from tests.long import long


def packs(url: str | None, *asked: str) -> "subprocess.CompletedProcess[str]":
    done = run("packs", *asked, **({"QUESTBOARD_DATABASE_URL": url} if url else {}))
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """The pack of the tests with one mission that pays more."""
    file = tmp_path / "changed.yaml"
    file.write_text(
        PACK.read_text().replace("    xp: 150\n    badge_id: release", "    xp: 175\n    badge_id: release")
    )
    return file


@pytest.fixture
def mistaken(tmp_path: Path) -> Path:
    """The pack of the tests with two mistakes, in its third and its last mission."""
    file = tmp_path / "mistaken.yaml"
    file.write_text(
        PACK.read_text()
        .replace("window: weekly", "window: yearly")
        .replace("threshold: 3\n    xp: 150", "threshold: many\n    xp: 150")
    )
    return file


@long
@pytest.mark.parametrize("name", ["starter", "code-review-month", "open-source-launch"])
def test_what_comes_along_has_no_mistakes(name: str) -> None:
    done = packs(None, "validate", name)
    assert done.returncode == 0
    assert done.stdout.endswith(". No mistakes.\n")


def test_validate_counts_what_is_in_a_file() -> None:
    done = packs(None, "validate", str(PACK))
    assert (done.returncode, done.stdout) == (
        0,
        "The game of the tests: 4 badges, 5 scoring rules, 6 missions. No mistakes.\n",
    )


def test_validate_names_every_mistake_with_its_line(mistaken: Path) -> None:
    done = packs(None, "validate", str(mistaken))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("This pack has mistakes:\n\n")
    lines = mistaken.read_text().splitlines()
    for wrong in ("yearly", "many"):
        number = next(at for at, line in enumerate(lines, 1) if wrong in line)
        assert f"mistaken.yaml:{number}" in done.stderr or f"line {number}" in done.stderr, done.stderr


@long
def test_a_file_that_is_not_there_ends_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.yaml"
    done = packs(None, "validate", str(file))
    assert (done.returncode, done.stderr) == (1, f"The file {file} cannot be read (No such file or directory).\n")


def test_diff_says_what_would_change_and_changes_nothing(seeded: str, changed: Path) -> None:
    for _ in range(2):
        done = packs(seeded, "diff", str(changed))
        assert done.returncode == 0
        *changes, summary = done.stdout.splitlines()
        assert summary == "1 to change, 14 as they should be."
        assert "release-captain" in changes[0]
        assert "175" in done.stdout


@long
def test_diff_of_what_is_in_force_has_nothing_to_say(seeded: str) -> None:
    assert packs(seeded, "diff", str(PACK)).stdout == "0 to change, 15 as they should be.\n"


def test_apply_brings_it_into_force_and_doing_so_again_does_nothing(seeded: str, changed: Path) -> None:
    first = packs(seeded, "apply", str(changed))
    assert (first.returncode, first.stdout.splitlines()[-1]) == (0, "1 to change, 14 as they should be.")

    again = packs(seeded, "apply", str(changed))
    assert (again.returncode, again.stdout) == (0, "0 to change, 15 as they should be.\n")


def test_a_pack_with_mistakes_changes_nothing(seeded: str, mistaken: Path) -> None:
    assert packs(seeded, "apply", str(mistaken)).returncode == 1
    assert packs(seeded, "diff", str(PACK)).stdout == "0 to change, 15 as they should be.\n"


@long
def test_what_is_exported_is_a_pack_that_changes_nothing(seeded: str, tmp_path: Path) -> None:
    file = tmp_path / "exported.yaml"
    file.write_text(packs(seeded, "export").stdout)

    assert packs(None, "validate", str(file)).returncode == 0
    assert packs(seeded, "diff", str(file)).stdout == "0 to change, 25 as they should be.\n"


def test_an_exported_game_can_be_applied_to_an_empty_one(seeded: str, database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "exported.yaml"
    file.write_text(packs(seeded, "export").stdout)

    done = packs(database_url, "apply", str(file))

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "15 to change, 10 as they should be.")
    assert packs(database_url, "export").stdout == file.read_text()


def test_help_names_every_command() -> None:
    done = packs(None, "--help")
    assert done.returncode == 0
    for command in ("validate", "diff", "apply", "export"):
        assert command in done.stdout
