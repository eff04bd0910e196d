"""A small world that is played in, one verb for each thing that can happen, at a time that only goes on."""

from tests.domain.machine.world.replayed import replayed
from tests.domain.machine.world.whole import World

__all__ = ["World", "replayed"]
