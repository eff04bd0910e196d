"""Handles from names."""

import re
import unicodedata


def slug_of(name: str) -> str:
    """A handle from a name: “Équipe Née” → `equipe-nee`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64]
