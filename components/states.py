"""Right now: the break, the duels and the experiments of a player, in plain words. Without any it is not there."""

from collections.abc import Sequence

from components.outside import plain
from components.vue import put, vue
from domain.views import StateLine


class States:
    """A line for each, that leads to where it is decided."""

    def __init__(self, lines: Sequence[StateLine]) -> None:
        self.element = vue("states", lines=[]).mark("states")
        self.show(lines)

    def show(self, lines: Sequence[StateLine]) -> None:
        """Show them as they are now."""
        put(self.element, lines=[plain(line) for line in lines])
