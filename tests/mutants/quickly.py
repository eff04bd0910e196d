"""A pytest plugin for judging mutants: the quick tests first, and whatever fails first is enough.

Its profile tries a hundred examples, always the same ones, and looks for none that fails in a simpler way.
"""

import pytest
from hypothesis import Phase, settings

settings.register_profile(
    "mutants",
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Single examples before laws, which try many."""
    items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))
