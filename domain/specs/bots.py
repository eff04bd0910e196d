"""Bots and agents: accounts that an admin names by their login, whether they were ever seen or not."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, StringConstraints

from domain.specs.activities import PersonKind
from domain.specs.values import Spec


def _plain(name: object) -> object:
    """As it is compared: without the @ that people write before a login, and in lower case."""
    return name.strip().removeprefix("@").lower() if isinstance(name, str) else name


Provider = Annotated[str, BeforeValidator(_plain), StringConstraints(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
Login = Annotated[
    str, BeforeValidator(_plain), StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")
]


class BotSpec(Spec):
    """A login that is a bot's or a coding agent's. `provider` is the tool whose login it is."""

    provider: Provider = "github"
    login: Login
    kind: Literal[PersonKind.BOT, PersonKind.AGENT] = PersonKind.BOT
