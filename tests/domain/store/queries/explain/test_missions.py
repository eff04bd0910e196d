"""Every mission says why it stands where it does."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.errors import NotFound
from domain.services import quests, teams
from domain.specs import Audience, Kind, MissionSpec, Step, Window
from domain.store import session
from domain.store.queries import explain
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW, later
from tests.domain.store.queries.explain.asking import mission, reasons

pytestmark = pytest.mark.usefixtures("playing")


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
