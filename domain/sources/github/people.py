"""Who gets the credit: a person by GitHub's numeric id, never by login or e-mail, and never a bot."""

from domain.sources import reading
from domain.sources.github.payload import NotCounted, Thing, lacking, number, text
from domain.specs import Person


def person(parent: Thing, role: str) -> Person:
    """The person in `parent[role]`. Raises `NotCounted` for bots, organizations, placeholders and nobody."""
    found = parent.get(role)
    if not isinstance(found, dict):
        raise lacking(f"a person as `{role}`")
    login, subject = text(found, "login"), number(found, "id")
    kind = found.get("type")
    if kind == "Bot" or reading.is_bot_login(login):
        raise NotCounted(f"{login} is {_a_bot(login)} and earns nothing.")
    if kind not in ("User", None):
        raise NotCounted(f"{login} is no person’s account and earns nothing.")
    return Person("github", str(subject), login)


def account_id(found: object) -> int | None:
    """The numeric id of any account, bots included; None where there is none."""
    try:
        return number(found, "id") if isinstance(found, dict) else None
    except NotCounted:
        return None


def account(found: object) -> str:
    """`github:<id>` of an account, as dimensions name people; empty where there is none."""
    subject = account_id(found)
    return f"github:{subject}" if subject else ""


def whose_work(found: object) -> str:
    """What a label says of work whose author is no person; nothing where he is one."""
    return f", the work of {_a_bot(str(found.get('login')))}" if isinstance(found, dict) and is_bot(found) else ""


def _a_bot(login: str) -> str:
    return "a coding agent" if reading.is_agent_login(login) else "a bot"


def is_bot(found: Thing) -> bool:
    login = found.get("login")
    return found.get("type") == "Bot" or (isinstance(login, str) and reading.is_bot_login(login))
