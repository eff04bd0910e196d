import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.mutants.breaking import mutants

ROOT = Path(__file__).parents[2]
PURE = ("domain/rules", "domain/sources", "domain/specs")
SECONDS = 90
#: Asserts stay as they are, since nobody reads what failed: rewriting them would take a third of the time.
QUICKLY = ("-xq", "--assert=plain", "-pno:cacheprovider", "-ptests.mutants.quickly", "--hypothesis-profile=mutants")
#: The least score, in percent. Some mutants do the same as the original, so that a hundred cannot be asked for.
WANTED = 85
#: Two runs sample the same mutants.
SEED = 1


def main() -> int:
    """Runs the mutants, prints those that live and the score; ends with 1 where that is too low."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Do the tests notice broken code?")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, help="so many mutants a file, chosen by chance (always the same ones)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="questboard-mutants-") as folder:
        copy = Path(folder)
        for part in ("app", "components", "domain", "workers", "tests", "assets"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        counts = {file: _report(copy, file, wanted.sample) for file in wanted.files or _pure_files()}
    rooms = sorted({Path(*file.parts[:2]) for file in counts})
    scores = [_score(room, [counts[file] for file in counts if file.is_relative_to(room)]) for room in rooms]
    return any(score < WANTED for score in scores)


def _score(room: Path, counts: list[tuple[int, int]]) -> float:
    """The share of mutants that were noticed, in percent; it is printed."""
    lived, all_of_them = sum(count[0] for count in counts), sum(count[1] for count in counts)
    score = 100 - 100 * lived / max(all_of_them, 1)
    print(f"{room}: {all_of_them - lived} of {all_of_them} mutants were noticed, {score:.0f} %.")
    return score


def _pure_files() -> Iterator[Path]:
    for folder in PURE:
        yield from (file.relative_to(ROOT) for file in sorted((ROOT / folder).rglob("*.py")))


def _tests_of(file: Path) -> list[str]:
    """Its own tests (test_missions.py, test_missions_windows.py), or those of its folder where it has none of its own.

    Its own need no server, and without the fixtures of the folders above them they are quicker.
    """
    folder = Path("tests", file.parent)
    own = sorted([*(ROOT / folder).glob(f"test_{file.name}"), *(ROOT / folder).glob(f"test_{file.stem}_*.py")])
    return [f"--confcutdir={folder}", *(str(test.relative_to(ROOT)) for test in own)] if own else [str(folder)]


def _report(copy: Path, file: Path, sample: int | None) -> tuple[int, int]:
    """How many mutants of `file` lived, of how many."""
    original = (copy / file).read_text(encoding="utf-8")
    chosen = list(mutants(original))
    if sample and len(chosen) > sample:
        chosen = sorted(random.Random(SEED).sample(chosen, sample), key=lambda mutant: mutant.line)
    if chosen and not _passes(copy, file, original):
        sys.exit(f"{file}: its tests fail as it is.")
    survivors = [mutant for mutant in chosen if _passes(copy, file, mutant.source)]
    (copy / file).write_text(original, encoding="utf-8")
    print(f"{file}: {len(chosen) - len(survivors)} of {len(chosen)}", flush=True)
    for mutant in survivors:
        print(f"  line {mutant.line}: {mutant.was}  →  {mutant.now}", flush=True)
    return len(survivors), len(chosen)


def _passes(copy: Path, file: Path, source: str) -> bool:
    """Whether the tests of `file` are content with this source."""
    (copy / file).write_text(source, encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", *QUICKLY, *_tests_of(file)]
    try:
        done = subprocess.run(command, check=False, cwd=copy, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False  # an endless loop is noticed by whoever waits
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
