"""Every award and every non-award has its reason, with the work behind it."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import NotFound
from domain.services import missions, players, quests, teams
from domain.specs import Audience, Kind, MissionSpec, Step, Window
from domain.store import session
from domain.store.queries import explain
from domain.views import Explanation
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later

pytestmark = pytest.mark.usefixtures("playing")

RULE = "Scoring rule “Issue completed”, version 1"


def entry(line: int = -1, *, seen_by: UUID | None = None) -> Explanation:
    """Of one line of Ada's ledger, the newest unless told otherwise."""
    ada = game.player(ADA)
    ids = [row[0] for row in game.rows("select id from xp_entry where player_id = %s order by id", ada)]
    return session.read(explain.explain_entry, ids[line], player_id=seen_by or ada)


def mission(mission_id: UUID, *, at: timedelta = timedelta()) -> Explanation:
    return session.read(explain.explain_mission, mission_id, player_id=game.player(ADA), now=NOW + at)


def reasons(explanation: Explanation) -> list[str]:
    return [one.why for one in explanation.evidence]


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


class TestMission:
    def test_under_way(self) -> None:
        mission_id = game.published(game.mission(3, xp=40))
        game.play(game.batch({"key": "a"}))

        found = mission(mission_id)

        assert found.title == "Tidy up"
        assert found.sentences == (
            "Version 1, published on 1 January 2026. It counts work since 1 January 2026.",
            "It asks for: at least 3 solved tickets.",
        )
        assert reasons(found) == ["It counts."]

    def test_completed(self) -> None:
        mission_id = game.published(game.mission(1))
        game.play(game.batch({"key": "a"}))
        assert "You completed it with work of 18 November 2026." in mission(mission_id).sentences

    def test_held_until_it_is_decided(self) -> None:
        mission_id = game.published(game.mission(1, operator="lte", window=Window.WEEKLY))
        game.play(game.batch({"key": "a"}))

        assert (
            "It is reached for now and decided on 25 November 2026, when nothing of its window can still come in."
            in mission(mission_id).sentences
        )

    def test_what_was_filtered_out_says_by_what(self) -> None:
        red = {"dimension": "queue", "values": ["red"]}
        mission_id = game.published(game.mission(3, filters=(red,)))
        game.play(game.batch({"key": "a", "dimensions": {"queue": "green"}}, {"key": "b"}))

        assert sorted(reasons(mission(mission_id))) == [
            "Its queue is green, not red.",
            "Its queue is not known, not red.",
        ]

    def test_work_of_another_window_says_which(self) -> None:
        mission_id = game.published(game.mission(3, window=Window.DAILY))
        game.play(game.batch({"key": "a", "occurred_at": later(days=-1).isoformat()}))
        assert reasons(mission(mission_id)) == ["It counted in another window, 2026-11-17."]

    def test_work_that_came_too_late_says_since_when(self) -> None:
        mission_id = game.published(game.mission(3, window=Window.DAILY))
        game.play(game.batch({"key": "a"}), now=later(days=9))
        assert reasons(mission(mission_id)) == [
            "It arrived too late: its window was decided on 21 November 2026.",
        ]

    def test_work_from_before_the_mission_says_so(self) -> None:
        game.play(game.batch({"key": "a", "occurred_at": later(days=-1).isoformat()}))
        mission_id = game.published(game.mission(3), now=NOW)
        assert reasons(mission(mission_id)) == ["It happened before the mission began on 18 November 2026."]

    def test_work_of_somebody_outside_the_audience_says_for_whom_it_is(self) -> None:
        admin, team = game.an_admin(), uuid4()
        session.write(teams.create, team, "red", "Red", actor_id=admin, now=game.LONG_AGO)
        mission_id = game.published(game.mission(3, audience=Audience(teams=("red",))), admin=admin)
        ada = game.joined(ADA, now=game.LONG_AGO)
        game.play(game.batch({"key": "a"}))
        session.write(teams.join, team, ada, actor_id=admin, now=later(minutes=1))

        assert reasons(mission(mission_id, at=timedelta(minutes=2))) == ["This mission is for the team red."]

    def test_work_that_was_taken_back_says_so(self) -> None:
        mission_id = game.published(game.mission(3))
        game.play(game.batch({"key": "a"}), game.batch({"key": "undo", "reverses": "a"}))
        assert reasons(mission(mission_id)) == ["It was taken back."]

    def test_the_newest_work_stands_first_and_a_long_list_ends(self) -> None:
        mission_id = game.published(game.mission(99))
        work = [{"key": f"w{n}", "occurred_at": later(minutes=-n).isoformat()} for n in range(40)]
        game.play(game.batch(*work))

        times = [one.at for one in mission(mission_id).evidence]

        assert times == [later(minutes=-n) for n in range(explain.SHOWN)]

    def test_each_condition_of_several_is_answered(self) -> None:
        both = {"all": [{"metric": "ticket.solved", "threshold": 1}, {"metric": "issue.completed", "threshold": 1}]}
        mission_id = game.published(MissionSpec.model_validate({"title": "Both", "requirement": both}))
        game.play(game.batch({"key": "a"}))

        assert [line.partition(":")[0] for line in mission(mission_id).sentences[-2:]] == ["Yes", "Not yet"]

    def test_that_is_not_there(self) -> None:
        game.joined(ADA)
        with pytest.raises(NotFound):
            mission(uuid4())


class TestQuest:
    @pytest.fixture
    def quest(self) -> UUID:
        step = Step(title="Two tickets", requirement=game.mission(2).requirement)
        return game.published(MissionSpec(title="Tour", kind=Kind.QUEST, steps=(step,)))

    def test_not_accepted(self, quest: UUID) -> None:
        game.play(game.batch({"key": "a"}))
        assert reasons(mission(quest)) == ["You have not accepted this quest."]

    def test_work_before_it_was_accepted(self, quest: UUID) -> None:
        ada = game.joined(ADA)
        session.write(quests.accept, quest, player_id=ada, now=NOW)
        before, inside = later(minutes=-1), later(minutes=1)
        for key, at in (("a", before), ("b", inside)):
            game.play(game.batch({"key": key, "occurred_at": at.isoformat()}), now=inside)

        found = mission(quest, at=timedelta(minutes=2))

        assert reasons(found) == ["It counts.", "It was not done while you were on this quest."]
        assert found.sentences[-1].startswith("Step “Two tickets”: 1 of 2")


class TestActivity:
    def test_what_a_piece_of_work_gave_rule_by_rule_and_mission_by_mission(self) -> None:
        game.published(game.mission(3, metric="issue.completed"))
        game.play(game.issue(ADA, 1))
        (key,) = game.rows("select key from activity")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert found.title == key
        assert found.sentences[0].startswith(f"{RULE}: +25 XP. It is worth 25 XP.")
        assert found.sentences[1] == "Mission “Tidy up”, version 1: it counts."

    def test_which_filter_kept_a_rule_from_paying(self) -> None:
        game.play(game.reviewed(ADA, 1, body="ok"))
        (key,) = game.rows("select key from activity")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert "nothing. Its substance is" in found.sentences[0]

    def test_when_it_was_taken_back(self) -> None:
        game.play(game.reviewed(ADA, 1), game.dismissed(ADA, 1))
        (key,) = game.rows("select key from activity where reverses is null")[0]

        found = session.read(explain.explain_activity, key, player_id=game.player(ADA))

        assert found.sentences[0] == "It was taken back on 18 November 2026."

    def test_of_somebody_else_is_not_known(self) -> None:
        game.play(game.issue(ADA, 1), game.issue(BEN, 2))
        (key,) = game.rows("select key from activity where player_id = %s", game.player(ADA))[0]
        with pytest.raises(NotFound, match="This work is not known here"):
            session.read(explain.explain_activity, key, player_id=game.player(BEN))


class TestByName:
    def test_a_mission_is_found_by_its_newest_version(self) -> None:
        game.play(game.batch({"key": "a"}))
        admin = game.an_admin()
        first = game.published(game.mission(3), admin=admin)
        game.revised(first, game.mission(4), admin=admin)

        found = session.read(explain.explain, "PERSON-0", "tidy-up", now=later(hours=1))

        assert found.sentences[0].startswith("Version 2, ")

    def test_a_draft_is_no_answer(self) -> None:
        game.joined(ADA)
        session.write(missions.draft, uuid4(), game.mission(3), actor_id=None, now=NOW)
        with pytest.raises(NotFound, match="This work is not known here"):
            session.read(explain.explain, "person-0", "tidy-up", now=NOW)

    def test_somebody_unknown(self) -> None:
        with pytest.raises(NotFound, match="There is no player “nobody”"):
            session.read(explain.explain, "nobody", "tidy-up", now=NOW)
