"""What reading a delivery gives, and the plain-text rules every source shares."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from domain.errors import Invalid
from domain.specs import ActivitySpec

#: Texts and dimension values from outside are cut here.
MAX_TEXT = 200
_MAX_URL = 500

#: Control characters and the marks that reorder text, for use in a regular expression's brackets: they could
#: fake a line of the feed or break a log.
UNSAFE = r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"

_UNSAFE = re.compile(rf"[{UNSAFE}\ud800-\udfff]+")

_BOT_LOGINS = frozenset({"copilot", "ghost", "web-flow"})
#: Bots that write code when somebody asks them to. They earn as little as all bots, and are called by their name.
_AGENT_LOGINS = frozenset(
    {
        "chatgpt-codex-connector[bot]",
        "claude[bot]",
        "copilot",
        "copilot-swe-agent[bot]",
        "cursor[bot]",
        "devin-ai-integration[bot]",
        "google-labs-jules[bot]",
    }
)


class Unreadable(Invalid):
    """The bytes are no JSON, or nothing this source ever sends."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The activities of one delivery.

    `notes` has one sentence per thing that is knowingly not counted. `unknown` marks an event or action the
    source has no name for: it is kept and counted, so that somebody notices.
    """

    activities: tuple[ActivitySpec, ...] = ()
    notes: tuple[str, ...] = ()
    unknown: bool = False


def clean(text: str, limit: int = MAX_TEXT) -> str:
    """One line of printable text, at most `limit` characters."""
    if not text.isprintable():
        text = _UNSAFE.sub(" ", text[: limit * 4])
    return text.strip()[:limit]


def web_address(value: object) -> str | None:
    """`value` where it is an http or https address without blanks, else None."""
    if not isinstance(value, str) or not value.startswith(("https://", "http://")) or len(value) > _MAX_URL:
        return None
    return value if value.isprintable() and " " not in value else None


def moment(value: object) -> datetime | None:
    """An aware UTC time from ISO 8601 or Unix seconds, else None.

    Years outside 1970–2999 are refused: no tool means them, and they overflow in some time zones.
    """
    try:
        if isinstance(value, str):
            at = datetime.fromisoformat(value)
        elif isinstance(value, int) and not isinstance(value, bool):
            at = datetime.fromtimestamp(value, UTC)
        else:
            return None
        return at.astimezone(UTC) if at.tzinfo and is_plausible(at) else None
    except (ValueError, OverflowError, OSError):
        return None


def is_plausible(at: datetime) -> bool:
    return 1970 <= at.year < 3000


def media_type(content_type: str) -> str:
    """A `Content-Type` without its parameters, in lower case."""
    return content_type.partition(";")[0].strip().lower()


def is_bot_login(login: str) -> bool:
    """Accounts that earn nothing whatever their type says."""
    return login.endswith("[bot]") or login.casefold() in _BOT_LOGINS


def is_agent_login(login: str) -> bool:
    """Those of them that are coding agents, as far as we know."""
    return login.casefold() in _AGENT_LOGINS
