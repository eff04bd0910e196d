from pathlib import Path

import pytest

from app import settings
from domain.errors import Invalid


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in settings.Settings.model_fields:
        monkeypatch.delenv(f"QUESTBOARD_{name.upper()}", raising=False)
        monkeypatch.delenv(f"QUESTBOARD_{name.upper()}_FILE", raising=False)
    monkeypatch.setenv("QUESTBOARD_HOME", str(tmp_path / "home"))


def test_development_makes_its_secrets_once(tmp_path: Path) -> None:
    first, second = settings.load(), settings.load()
    assert first.secret_key.get_secret_value() == second.secret_key.get_secret_value() != ""
    assert first.github_webhook_secret == second.github_webhook_secret
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600


def test_every_mistake_is_told_at_once_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUESTBOARD_PORT", "eighty")
    monkeypatch.setenv("QUESTBOARD_DATABASE_URL", "mysql://root@db/x")
    with pytest.raises(Invalid) as refusal:
        settings.load()
    assert set(refusal.value.fields) == {"QUESTBOARD_PORT", "QUESTBOARD_DATABASE_URL"}
