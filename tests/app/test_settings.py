import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from app import settings
from app.settings import Environment, LogFormat, Settings
from domain.errors import Invalid, Refused

SECRET = "4f1c0b7a9d2e6835fb1a7c90e2d4b6584f1c0b7a9d2e6835fb1a7c90e2d4b658"
PRODUCTION = {
    "ENV": "production",
    "PUBLIC_URL": "https://questboard.example.com",
    "SECRET_KEY": SECRET,
    "GITHUB_WEBHOOK_SECRET": SECRET,
    "GITHUB_CLIENT_ID": "Iv1.0123456789abcdef",
    "GITHUB_CLIENT_SECRET": SECRET,
}


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A home of its own and none of the settings that the developer's shell may have."""
    for name in os.environ:
        if name.startswith(settings.PREFIX):
            monkeypatch.delenv(name)
    monkeypatch.setenv("QUESTBOARD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"QUESTBOARD_{name}", value)


def _problems() -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        settings.load()
    lines = refusal.value.sentence.splitlines()
    assert lines == [f"{name}: {sentence}" for name, sentence in sorted(refusal.value.fields.items())]
    return {name.removeprefix("QUESTBOARD_"): sentence for name, sentence in refusal.value.fields.items()}


def test_without_any_setting_it_is_a_development_on_this_machine() -> None:
    current = settings.load()
    assert (current.host, current.port, current.env) == ("127.0.0.1", 8080, Environment.DEVELOPMENT)
    assert current.base_url == "http://127.0.0.1:8080"
    assert current.offers_sample_people


def test_development_makes_its_secrets_once_and_keeps_them_to_itself(home: Path) -> None:
    first, second = settings.load(), settings.load()
    assert first.secret_key == second.secret_key != SecretStr("")
    assert first.github_webhook_secret == second.github_webhook_secret
    assert first.secret_key != first.github_webhook_secret[0]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.iterdir()}
    assert modes == {"secret-key": 0o600, "webhook-secret": 0o600}


def test_every_mistake_is_told_at_once_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, PORT="eighty", DATABASE_URL="mysql://root@db/x", GITHUB_URL="github.com", LOG_LEVEL="loud")
    problems = _problems()
    assert set(problems) == {"PORT", "DATABASE_URL", "GITHUB_URL", "LOG_LEVEL"}
    assert problems["DATABASE_URL"].startswith("It must begin with postgresql://")
    assert "debug" in problems["LOG_LEVEL"]
    assert all(sentence[0].isupper() and sentence.rstrip(".") + "." == sentence for sentence in problems.values())


def test_a_mistake_never_repeats_the_value_which_may_be_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, DATABASE_URL="mysql://root:hunter2@db/x", REDIS_URL="http://:hunter2@redis")
    assert "hunter2" not in str(_problems())


@pytest.mark.parametrize("missing", sorted(set(PRODUCTION) - {"ENV"}))
def test_production_names_what_is_missing(monkeypatch: pytest.MonkeyPatch, missing: str, home: Path) -> None:
    _set(monkeypatch, **{name: value for name, value in PRODUCTION.items() if name != missing})
    assert list(_problems()) == [missing]
    assert not home.exists()


@pytest.mark.parametrize("name", ["SECRET_KEY", "GITHUB_WEBHOOK_SECRET", "GITHUB_CLIENT_SECRET"])
@pytest.mark.parametrize(
    "value", ["changeme", "change-me-change-me-change-me-change-me", "a" * 64, "secret", SECRET[:15]]
)
def test_production_takes_no_default_secret(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    _set(monkeypatch, **{**PRODUCTION, name: value})
    assert list(_problems()) == [name]


def test_production_takes_secrets_of_just_enough_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    short = {"GITHUB_WEBHOOK_SECRET": "abcdef0123456789", "GITHUB_CLIENT_SECRET": "abcdef" + "a" * 10}
    _set(monkeypatch, **{**PRODUCTION, "SECRET_KEY": SECRET[:32], **short})
    assert settings.load().in_production


def test_a_signing_key_wants_more_characters_than_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **{**PRODUCTION, "SECRET_KEY": SECRET[:31]})
    assert list(_problems()) == ["SECRET_KEY"]


@pytest.mark.parametrize("address", ["ftp://example.com", "https://", "example.com"])
def test_an_address_has_a_scheme_and_a_host(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    _set(monkeypatch, PUBLIC_URL=address)
    assert _problems() == {"PUBLIC_URL": "It must be a full address, for example https://questboard.example.com."}


def test_a_client_id_alone_signs_nobody_in() -> None:
    assert not Settings(github_client_id="id").signs_in_with_github


def test_one_guessable_webhook_secret_of_two_is_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **{**PRODUCTION, "GITHUB_WEBHOOK_SECRET": f"{SECRET},changeme"})
    assert list(_problems()) == ["GITHUB_WEBHOOK_SECRET"]


def test_production_takes_no_default_password_of_a_database(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **PRODUCTION, DATABASE_URL="postgresql://questboard:postgres@db/questboard")
    assert list(_problems()) == ["DATABASE_URL"]


def test_production_starts_with_real_secrets_and_offers_nobody_to_play(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **PRODUCTION)
    current = settings.load()
    assert current.in_production
    assert not current.offers_sample_people
    assert current.secret_key.get_secret_value() == SECRET


def test_every_setting_may_come_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    values = {"PORT": "9000", "GITHUB_WEBHOOK_SECRET": f"{SECRET}, {SECRET[::-1]}\n", "ADMINS": "Ada, grace\n"}
    for name, value in values.items():
        (tmp_path / name).write_text(value)
        monkeypatch.setenv(f"QUESTBOARD_{name}_FILE", str(tmp_path / name))
    current = settings.load()
    assert current.port == 9000
    assert [secret.get_secret_value() for secret in current.github_webhook_secret] == [SECRET, SECRET[::-1]]
    assert current.admins == {"ada", "grace"}


def test_a_wrong_value_in_a_file_is_told_with_the_file_s_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "port").write_text("eighty")
    _set(monkeypatch, PORT_FILE=str(tmp_path / "port"))
    assert list(_problems()) == ["PORT_FILE"]


def test_a_file_that_cannot_be_read_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _set(monkeypatch, SECRET_KEY_FILE=str(tmp_path / "nowhere"))
    assert _problems() == {
        "SECRET_KEY_FILE": f"The file {tmp_path / 'nowhere'} cannot be read (No such file or directory)."
    }


def test_a_value_and_a_file_for_it_contradict_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "port").write_text("9000")
    _set(monkeypatch, PORT="9001", PORT_FILE=str(tmp_path / "port"))
    assert _problems() == {"PORT": "Set either it or QUESTBOARD_PORT_FILE, not both."}


def test_an_empty_setting_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, PORT="", DATABASE_URL="", GITHUB_WEBHOOK_SECRET="", ADMINS=" , ")
    current = settings.load()
    assert (current.port, current.database_url, current.admins) == (8080, None, frozenset())
    assert len(current.github_webhook_secret) == 1


def test_secrets_are_in_no_representation(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **PRODUCTION, DATABASE_URL=f"postgresql://q:{SECRET}@db/q", REDIS_URL=f"redis://:{SECRET}@r")
    current = settings.load()
    assert SECRET not in f"{current!r} {current} {current.model_dump()} {current.model_dump_json()}"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_all_spellings_of_a_database_address_mean_the_same_driver(scheme: str) -> None:
    current = Settings(database_url=SecretStr(f"{scheme}://q@db/q"))
    assert current.database_url == SecretStr("postgresql+psycopg://q@db/q")


@pytest.mark.parametrize(
    ("values", "offered"),
    [
        ({}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "::1"}, True),
        ({"host": "localhost"}, True),
        ({"public_url": "https://questboard.example.com"}, False),
        ({"public_url": "http://localhost:8080"}, True),
        ({"github_client_id": "id", "github_client_secret": SecretStr("s")}, False),
        ({"env": "production"}, False),
    ],
)
def test_sample_people_are_for_this_machine_alone(values: dict[str, object], *, offered: bool) -> None:
    assert Settings(**values).offers_sample_people is offered  # type: ignore[arg-type]


def test_an_enterprise_server_has_its_api_below_its_own_address() -> None:
    assert Settings().api_url == "https://api.github.com"
    assert Settings(github_url="https://git.example.com/").api_url == "https://git.example.com/api/v3"
    assert Settings(github_api_url="https://api.example.com/").api_url == "https://api.example.com"


def test_values_are_read_whatever_their_case(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, LOG_FORMAT="JSON", ENV="Development")
    assert settings.load().log_format is LogFormat.JSON


def test_misspelled_settings_are_noticed() -> None:
    environment = {"QUESTBOARD_PROT": "1", "QUESTBOARD_PORT": "1", "QUESTBOARD_PORT_FILE": "x", "PATH": "y"}
    assert settings.unknown(environment) == ("QUESTBOARD_PROT",)


def test_a_home_that_is_a_file_is_refused(home: Path) -> None:
    home.touch()
    with pytest.raises(Refused, match="is a file"):
        settings.load()


def test_a_home_that_cannot_be_made_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, HOME="/proc/questboard")
    with pytest.raises(Refused, match="cannot be created"):
        settings.load()


def test_an_existing_home_keeps_its_permissions(home: Path) -> None:
    home.mkdir(mode=0o750)
    settings.load()
    assert stat.S_IMODE(home.stat().st_mode) == 0o750
