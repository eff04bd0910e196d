"""What a pack holds."""

from domain.rules.packs import read
from tests.domain.rules.packs.made_up import SMALL


def test_the_spec_of_a_packed_mission_is_the_mission_without_its_slug() -> None:
    entry = read(SMALL, "small.yaml").missions[0]

    assert not hasattr(entry.spec, "id")
    assert entry.of("look", entry.spec) == entry
