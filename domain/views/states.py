"""What holds for a player right now."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateLine:
    """One of it in a sentence; `icon` stands before it, `href` is where it is decided."""

    icon: str
    text: str
    href: str
