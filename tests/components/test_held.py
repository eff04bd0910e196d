from datetime import UTC, datetime
from uuid import UUID

import pytest

from components.held import said_of
from domain.rules.fair_play.words import told_to
from domain.views.fair_play import HoldView

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


@pytest.mark.parametrize("sentence", ["completed 5 issues of their own.", "reviewed it through another of theirs."])
def test_what_is_said_to_somebody_is_said_of_him_to_an_admin(sentence: str) -> None:
    hold = HoldView(
        UUID(int=1), UUID(int=2), "Tomas", "key", told_to(sentence, 1), "Why?", None, NOW, NOW, 100, (), 0, None, None
    )

    assert "your" in hold.sentence
    assert said_of(hold, "Tomas") == f"Tomas {sentence}"
