"""What `make faults` runs and `make test` leaves out, because a quicker test beside it sees most of the same."""

import os
from collections.abc import Callable
from typing import TypeVar

import pytest

Test = TypeVar("Test", bound=Callable[..., object])

IS_LONG = os.environ.get("QUESTBOARD_FAULTS") == "long"


def long(test: Test) -> Test:
    """Run this one in `make faults` only."""
    skipped = pytest.mark.skipif(not IS_LONG, reason="the long version runs in `make faults`")
    marked: Test = pytest.mark.faults(skipped(test))
    return marked
