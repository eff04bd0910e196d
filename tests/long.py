"""What `make faults` runs and `make test` leaves out, because a quicker test beside it sees most of the same."""

import os
from collections.abc import Callable
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])

IS_LONG = os.environ.get("QUESTBOARD_FAULTS") == "long"

#: The same as `long` for one set of parameters.
LONG = (pytest.mark.faults, pytest.mark.skipif(not IS_LONG, reason="the long version runs in `make faults`"))


def long(test: Test) -> Test:
    """Run this one in `make faults` only."""
    marked: Test = test
    for mark in LONG:
        marked = mark(marked)
    return marked
