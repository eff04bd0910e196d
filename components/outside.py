"""Values from outside on their way to the browser: plain data, web addresses only, no keys that are run as code."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import orjson


def plain(value: object) -> Any:
    """A view as JSON values: times in ISO 8601, ids as text."""
    return orjson.loads(orjson.dumps(value))


def web_url(url: str | None) -> str | None:
    """`url` if it leads to the web, None otherwise: no scripts, no files, no data."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def without_code(value: Any) -> Any:
    """`value` without dictionary keys that begin with `:`, which NiceGUI's charts would evaluate as JavaScript."""
    match value:
        case Mapping():
            return {key: without_code(item) for key, item in value.items() if not str(key).startswith(":")}
        case list() | tuple():
            return [without_code(item) for item in value]
        case _:
            return value
