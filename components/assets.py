"""Where the files of the looks lie and how pages refer to them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

ASSETS = Path(__file__).parent.parent / "assets"


@cache
def asset_url(name: str) -> str:
    """The address of a file below `assets/`; it changes with the content, so browsers may keep it for ever."""
    return f"/assets/{name}?v={sha256((ASSETS / name).read_bytes()).hexdigest()[:10]}"
