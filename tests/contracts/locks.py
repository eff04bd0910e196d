"""The lock files pin what pyproject.toml asks for, every pin with hashes, and name no address to download from.

Run by `make check`: python -m tests.contracts.locks
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"(?P<name>[\w.-]+)(\[(?P<extras>[\w,-]+)\])?==(?P<version>[^\s;\\]+)(?P<marker> ; [^\\]+)?")

Pins = dict[str, list[Version]]


def main() -> int:
    problems = list(problems_of(ROOT))
    print("\n".join(problems) or "The lock files are in step with pyproject.toml.")
    return bool(problems)


def problems_of(root: Path) -> Iterator[str]:
    """A sentence for everything that is not in step in the project at `root`."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted = {"requirements.lock": runtime, "requirements-dev.lock": runtime + project["dependency-groups"]["dev"]}
    pins: dict[str, Pins] = {}
    for name, requirements in wanted.items():
        text = (root / name).read_text(encoding="utf-8")
        yield from (f"{name}: {problem}" for problem in _foreign(text))
        pins[name] = _pins(text)
        yield from (f"{name}: {problem}; run `make lock`." for problem in _unmet(pins[name], requirements))
        yield from (f"{name}: {problem}; run `make lock`." for problem in _without_extras(text, requirements))
    for package, versions in pins["requirements.lock"].items():
        if pins["requirements-dev.lock"].get(package) != versions:
            yield f"requirements-dev.lock: {package} is pinned otherwise than in requirements.lock; run `make lock`."


def _foreign(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if re.search(r"://|^-|@ ", line):
            yield f"“{line.strip()}” names an address or an option"
    for entry in re.split(r"\n(?=\S)", text.strip()):
        if "--hash=sha256:" not in entry:
            yield f"{entry.split(' ')[0]} has no hash"


def _pins(text: str) -> Pins:
    pins: Pins = {}
    for line in text.splitlines():
        if match := PIN.match(line):
            pins.setdefault(canonicalize_name(match["name"]), []).append(Version(match["version"]))
    return pins


def _unmet(pins: Pins, requirements: list[str]) -> Iterator[str]:
    for text in requirements:
        requirement = Requirement(text)
        versions = pins.get(canonicalize_name(requirement.name), [])
        if not versions:
            yield f"{requirement.name} is not pinned"
        yield from (f"{text} is pinned to {found}" for found in versions if found not in requirement.specifier)


def _without_extras(text: str, requirements: list[str]) -> Iterator[str]:
    """An extra that the lock file does not name lets pip look at newer versions, which have no hash here."""
    extras: dict[str, set[str]] = {}
    for line in text.splitlines():
        if match := PIN.match(line):
            extras.setdefault(canonicalize_name(match["name"]), set()).update((match["extras"] or "").split(","))
    for requirement in map(Requirement, requirements):
        for extra in sorted(requirement.extras - extras.get(canonicalize_name(requirement.name), set())):
            yield f"{requirement.name} is pinned without its extra “{extra}”"


if __name__ == "__main__":
    sys.exit(main())
