"""Packs: everything that admins define, and some settings, as one readable YAML file."""

from domain.rules.packs.comparing import KINDS, SETTINGS, Change, Difference, diff
from domain.rules.packs.pack import FORMAT, Pack, PackedBoard, PackedFactors, PackedMission
from domain.rules.packs.reading import decode, read
from domain.rules.packs.references import circles
from domain.rules.packs.writing import write

__all__ = [
    "FORMAT",
    "KINDS",
    "SETTINGS",
    "Change",
    "Difference",
    "Pack",
    "PackedBoard",
    "PackedFactors",
    "PackedMission",
    "circles",
    "decode",
    "diff",
    "read",
    "write",
]
