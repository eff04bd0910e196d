"""Faults are listed, up to a number that still helps."""

import pytest

from tests.domain.rules.packs.refusing import HEAD, sentences


@pytest.mark.parametrize(("wrong", "more"), [(20, None), (21, "… and 1 more."), (90, "… and 70 more.")])
def test_at_most_twenty_faults_are_listed_and_the_rest_is_counted(wrong: int, more: str | None) -> None:
    said = sentences(HEAD + "".join(f"wrong{number}: 1\n" for number in range(wrong)))

    assert len([one for one in said if one.startswith("a.yaml, line ")]) == 20
    assert said[20:] == ([more] if more else [])
