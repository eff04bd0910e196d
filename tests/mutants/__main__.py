import argparse
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.mutants.breaking import Mutant, mutants

ROOT = Path(__file__).parents[2]
PURE = ("domain/rules", "domain/sources")
SECONDS = 60
#: Two runs sample the same mutants.
SEED = 1


def main() -> int:
    """Runs the mutants, prints those that live; ends with 1 when there are any."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description="Do the tests notice broken code?")
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--sample", type=int, help="so many mutants a file, chosen by chance (always the same ones)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="questboard-mutants-") as folder:
        copy = Path(folder)
        for part in ("app", "components", "domain", "workers", "tests", "assets"):
            shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        counts = [_report(copy, file, wanted.sample) for file in wanted.files or _pure_files()]
    lived, all_of_them = sum(count[0] for count in counts), sum(count[1] for count in counts)
    print(f"{all_of_them - lived} of {all_of_them} mutants were noticed.")
    return bool(lived)


def _pure_files() -> Iterator[Path]:
    for folder in PURE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            relative = file.relative_to(ROOT)
            if _tests_of(relative).exists() and file.name != "__init__.py":
                yield relative


def _tests_of(file: Path) -> Path:
    return Path("tests", file.parent, f"test_{file.name}")


def _report(copy: Path, file: Path, sample: int | None) -> tuple[int, int]:
    """How many mutants of `file` lived, of how many."""
    original = (copy / file).read_text(encoding="utf-8")
    chosen = list(mutants(original))
    if sample and len(chosen) > sample:
        chosen = sorted(random.Random(SEED).sample(chosen, sample), key=lambda mutant: mutant.line)
    survivors = [mutant for mutant in chosen if _lives(copy, file, mutant)]
    (copy / file).write_text(original, encoding="utf-8")
    print(f"{file}: {len(chosen) - len(survivors)} of {len(chosen)}")
    for mutant in survivors:
        print(f"  line {mutant.line}: {mutant.was}  →  {mutant.now}", flush=True)
    return len(survivors), len(chosen)


def _lives(copy: Path, file: Path, mutant: Mutant) -> bool:
    (copy / file).write_text(mutant.source, encoding="utf-8")
    command = [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", str(_tests_of(file))]
    try:
        done = subprocess.run(command, check=False, cwd=copy, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return False  # an endless loop is noticed by whoever waits
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
