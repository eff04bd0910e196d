"""Packs: missions, badges and scoring rules as one readable YAML file."""

from domain.rules.packs.comparing import Change, Difference, diff
from domain.rules.packs.pack import FORMAT, Pack, PackedMission
from domain.rules.packs.reading import decode, read
from domain.rules.packs.references import circles
from domain.rules.packs.writing import write

__all__ = [
    "FORMAT",
    "Change",
    "Difference",
    "Pack",
    "PackedMission",
    "circles",
    "decode",
    "diff",
    "read",
    "write",
]
