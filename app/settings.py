"""The settings: environment variables `QUESTBOARD_…`, or files named by `QUESTBOARD_…_FILE`.

`load()` is what programs call: it reports every mistake at once, in sentences that name the setting and the fix.
"""

import os
from collections.abc import Iterator, Mapping
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from app import home as homes
from domain.errors import Invalid

PREFIX = "QUESTBOARD_"

#: What people leave in a setting when they mean to choose a secret later.
PLACEHOLDERS = frozenset(
    {"admin", "change", "changeit", "changeme", "default", "development", "example", "insecure", "password", "postgres"}
    | {"questboard", "replaceme", "secret", "test", "todo", "xxx"}
)


class Environment(StrEnum):
    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _split(value: object) -> object:
    """The parts of a comma-separated text; everything else as it is."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    """Everything one can set. An empty secret means: not set."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="ignore")

    home: Path = Path(".questboard")
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8080
    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    public_url: str = ""
    secret_key: SecretStr = SecretStr("")
    github_url: str = "https://github.com"
    github_api_url: str = ""
    github_client_id: str = ""
    github_client_secret: SecretStr = SecretStr("")
    github_webhook_secret: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_split)] = ()
    github_org: str = ""
    admins: Annotated[frozenset[str], NoDecode, BeforeValidator(lambda value: _split(_lower(value)))] = frozenset()
    env: Annotated[Environment, BeforeValidator(_lower)] = Environment.DEVELOPMENT
    log_level: Annotated[LogLevel, BeforeValidator(_lower)] = LogLevel.INFO
    log_format: Annotated[LogFormat, BeforeValidator(_lower)] = LogFormat.CONSOLE

    @field_validator("database_url")
    @classmethod
    def _database_is_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        scheme, colon, rest = value.get_secret_value().partition("://")
        if scheme not in {"postgres", "postgresql", "postgresql+psycopg"} or not colon:
            raise ValueError(
                "It must begin with postgresql://, for example postgresql://user:password@host/questboard."
            )
        return SecretStr(f"postgresql+psycopg://{rest}")

    @field_validator("redis_url")
    @classmethod
    def _redis_is_redis(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("It must begin with redis://, rediss:// or unix://.")
        return value

    @field_validator("public_url", "github_url", "github_api_url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("It must be a full address, for example https://questboard.example.com.")
        return value.rstrip("/")

    @property
    def in_production(self) -> bool:
        return self.env is Environment.PRODUCTION

    @property
    def base_url(self) -> str:
        """The address people type, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def api_url(self) -> str:
        """The REST address of the forge: api.github.com, or below the GitHub Enterprise Server's own address."""
        if self.github_api_url:
            return self.github_api_url
        return "https://api.github.com" if self.github_url == "https://github.com" else f"{self.github_url}/api/v3"

    @property
    def signs_in_with_github(self) -> bool:
        return bool(self.github_client_id and self.github_client_secret.get_secret_value())

    @property
    def offers_sample_people(self) -> bool:
        """Anybody may sign in as a sample person: only where nobody but this machine's user can reach the page."""
        local = is_loopback(self.host) and is_loopback(urlsplit(self.base_url).hostname or "")
        return not self.in_production and not self.signs_in_with_github and local

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's, so are the next two
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def load() -> Settings:
    """The settings of this process; raises `Invalid` with a sentence a setting that is wrong or missing.

    Development makes its own secrets, once per home. Production wants them set.
    """
    problems: dict[str, str] = {}
    settings = _read(problems, dict(_files(os.environ, problems)))
    if settings.in_production:
        problems |= dict(_unfit_for_production(settings, already=problems))
    if problems:
        raise Invalid("\n".join(f"{name}: {sentence}" for name, sentence in sorted(problems.items())), problems)
    return settings if settings.in_production else _with_own_secrets(settings)


def unknown(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Variables that look like settings of ours and are none: misspelled ones, mostly."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}
    return tuple(sorted(name for name in environ if name.startswith(PREFIX) and name not in known))


def _files(environ: Mapping[str, str], problems: dict[str, str]) -> Iterator[tuple[str, str]]:
    for field in Settings.model_fields:
        name = f"{PREFIX}{field.upper()}"
        if not (path := environ.get(f"{name}_FILE")):
            continue
        if environ.get(name):
            problems[name] = f"Set either it or {name}_FILE, not both."
            continue
        try:
            yield field, Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            problems[f"{name}_FILE"] = f"The file {path} cannot be read ({reason})."


def _read(problems: dict[str, str], from_files: Mapping[str, object]) -> Settings:
    """The settings; a wrong one is noted in `problems` and its default taken, so that the others are looked at too."""
    try:
        return Settings(**from_files)  # type: ignore[arg-type]  # texts, which validation turns into values
    except ValidationError as error:
        defaults = {}
        for mistake in error.errors():
            field = str(mistake["loc"][0])
            name = f"{PREFIX}{field.upper()}"
            problems[f"{name}_FILE" if field in from_files else name] = _sentence(mistake["msg"])
            defaults[field] = Settings.model_fields[field].default
        return Settings(**{**from_files, **defaults})


def _unfit_for_production(settings: Settings, *, already: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    wanted = {
        "SECRET_KEY": (32, (settings.secret_key,), "Set it to a long random text: openssl rand -hex 32."),
        "GITHUB_WEBHOOK_SECRET": (16, settings.github_webhook_secret, "Set it to the secret of the webhook in GitHub."),
        "GITHUB_CLIENT_SECRET": (16, (settings.github_client_secret,), "Set it to a client secret of the OAuth app."),
    }
    for short, (length, secrets, hint) in wanted.items():
        name = f"{PREFIX}{short}"
        if name in already or f"{name}_FILE" in already:
            continue
        if not any(secret.get_secret_value() for secret in secrets):
            yield name, f"Production needs it. {hint}"
        elif any(_is_guessable(secret.get_secret_value(), length) for secret in secrets):
            yield name, f"Production needs a real secret of {length} characters or more. {hint}"
    if not settings.github_client_id:
        yield f"{PREFIX}GITHUB_CLIENT_ID", "Production needs it. Set it to the client id of the OAuth app in GitHub."
    if not settings.public_url.startswith("https://") and f"{PREFIX}PUBLIC_URL" not in already:
        yield f"{PREFIX}PUBLIC_URL", "Production needs the https:// address that people type."
    if settings.database_url and _has_default_password(settings.database_url):
        yield f"{PREFIX}DATABASE_URL", "Production needs a real password in it, not a default one."


def _is_guessable(secret: str, length: int) -> bool:
    words = secret.lower().replace("-", " ").replace("_", " ").split()
    return len(secret) < length or len(set(secret)) < 6 or all(word in PLACEHOLDERS or word == "me" for word in words)


def _has_default_password(url: SecretStr) -> bool:
    return (urlsplit(url.get_secret_value()).password or "").lower() in PLACEHOLDERS


def _with_own_secrets(settings: Settings) -> Settings:
    own: dict[str, object] = {}
    if not settings.secret_key.get_secret_value():
        own["secret_key"] = SecretStr(homes.secret(settings.home, "secret-key"))
    if not settings.github_webhook_secret:
        own["github_webhook_secret"] = (SecretStr(homes.secret(settings.home, "webhook-secret")),)
    return settings.model_copy(update=own)


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
