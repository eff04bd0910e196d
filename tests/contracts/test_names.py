"""What people copy from our files has to work: every setting that they name exists."""

import re
from pathlib import Path

import pytest

from app import settings

ROOT = Path(__file__).parents[2]
#: Read by tests only.
FOR_TESTS = {"QUESTBOARD_CHROMIUM", "QUESTBOARD_CORPUS", "QUESTBOARD_FAULTS"}


@pytest.mark.parametrize(
    "file",
    ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Dockerfile", "compose.yaml", "Makefile"],
)
def test_every_setting_that_is_named_exists(file: str) -> None:
    named = set(re.findall(r"QUESTBOARD_[A-Z_]*[A-Z]", (ROOT / file).read_text(encoding="utf-8")))
    assert settings.unknown(dict.fromkeys(named - FOR_TESTS, "")) == ()


def test_the_readme_explains_every_setting() -> None:
    explained = (ROOT / "README.md").read_text(encoding="utf-8")
    missing = [name for name in settings.Settings.model_fields if name.upper() not in explained]
    assert missing == []
