"""Every award has its reason, with the work behind it."""

import pytest

from domain.errors import NotFound
from domain.services import players
from domain.store import session
from domain.store.queries import explain
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.domain.store.queries.explain.asking import RULE, entry, reasons

pytestmark = pytest.mark.usefixtures("playing")


class TestEntry:
    def test_paid_in_full(self) -> None:
        game.play(game.issue(ADA, 1))

        found = entry()

        assert found.title == "+25 XP"
        assert found.sentences == (
            f"{RULE}, on 18 November 2026.",
            "It is worth 25 XP. With it, this rule had seen 25 XP of work that day.",
            "A day pays the first 75 XP in full and half of what is beyond, at most 125 XP.",
        )
        (work,) = found.evidence
        assert (work.text, work.counts, work.why) == ("completed issue #1 · acme/app", True, "It counts.")

    def test_paid_by_half(self) -> None:
        game.play(*(game.issue(ADA, number) for number in range(1, 5)))

        found = entry()

        assert found.title == "+12 XP"
        assert found.sentences[-1] == "So the day paid 75 XP before and 87 XP after: 12 XP for this."

    def test_met_by_the_cap(self) -> None:
        game.play(*(game.issue(ADA, number) for number in range(1, 10)))

        found = entry()

        assert found.title == "+0 XP"
        assert found.sentences[-1] == "So the day paid 125 XP before and 125 XP after: 0 XP for this."

    def test_withdrawn(self) -> None:
        game.play(game.reviewed(ADA, 1))
        game.play(game.dismissed(ADA, 1, at=later(hours=1)), now=later(hours=1))

        found = entry()

        assert found.title == "−30 XP"
        assert found.sentences[1:] == (
            "The work was withdrawn, so what it had added (30 XP before the cap) is taken from its day.",
        )
        assert reasons(found) == ["It was taken back."]

    def test_of_a_mission(self) -> None:
        game.play(game.reviewed(ADA, 1), game.reviewed(ADA, 2, at=later(minutes=1)))

        found = entry()

        assert found.title == "+20 XP"
        assert found.sentences == ("Reward of “Helping hand”, version 1.", "Its window: 2026-11-18.")
        assert [work.text for work in found.evidence] == ["reviewed pull request #2 · acme/app"]

    def test_of_a_mission_that_moved_to_an_earlier_day(self) -> None:
        game.published(game.mission(1, xp=40))
        game.play(game.batch({"key": "today"}))
        game.play(game.batch({"key": "before", "occurred_at": later(days=-2).isoformat()}))

        assert entry().sentences[-1] == (
            "Work that came in later shows that it was done earlier, so it moved: 2026-11-18 → 2026-11-16."
        )

    def test_others_may_read_it_unless_its_player_hides(self) -> None:
        game.play(game.issue(ADA, 1), game.issue(BEN, 2))
        assert entry(seen_by=game.player(BEN)) == entry()

        session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)

        assert entry().title == "+25 XP"
        with pytest.raises(NotFound, match="There is no such line"):
            entry(seen_by=game.player(BEN))

    def test_that_is_not_there(self) -> None:
        ada = game.joined(ADA)
        with pytest.raises(NotFound, match="There is no such line"):
            session.read(explain.explain_entry, 10**12, player_id=ada)
