"""Files that are refused, and what is said about them."""

import pytest

from domain.errors import Invalid
from domain.rules.packs import Pack, read
from tests.domain.rules.packs.made_up import SMALL

#: How a file begins; what follows it stands on line 4.
HEAD = "format: 1\nname: a\ntitle: A\n"


def sentences(text: str, known: Pack | None = None) -> list[str]:
    """What is said about a file that is refused, a line each."""
    with pytest.raises(Invalid) as refused:
        read(text, "a.yaml", **({"known": known} if known else {}))
    return refused.value.sentence.split("\n")


def mission(text: str) -> str:
    """A file with one mission, whose fields begin on line 6."""
    return f"{HEAD}missions:\n  - id: m\n" + "".join(f"    {line}\n" for line in text.split("\n"))


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)
