"""What a player could do next, as the database tells it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.errors import NotFound
from domain.services import players, quests
from domain.specs import Audience, Condition, Filter, Kind, MissionSpec, Operator, Step, Window
from domain.store import session
from domain.store.queries import cards, recommendations
from domain.store.queries.players import player_card
from domain.views import Next, Recommendations
from tests import corpus
from tests.benchmarks import recommendations as measured
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW
from tests.long import long

#: A Wednesday, at noon.
HERE = datetime(2026, 11, 18, 12, tzinfo=NOW.tzinfo)


def mission(title: str = "Solve ten", threshold: int = 10, **fields: Any) -> MissionSpec:
    requirement = Condition(metric=fields.pop("metric", "ticket.solved"), threshold=threshold)
    return MissionSpec(**{"title": title, "requirement": requirement, **fields})


def busy(*, at: datetime = HERE, times: int = 8) -> None:
    """Ada solves a ticket a day, and the last of them today."""
    for number in range(times):
        game.solve(f"ticket-{number}", at=at - timedelta(days=times - 1 - number))


def found(*, at: datetime = HERE) -> Recommendations | None:
    def ask(reading: Any) -> Recommendations | None:
        ada = game.player(ADA)
        mine = cards.mission_cards(reading, ada, now=at)
        return recommendations.recommendations(reading, ada, mine, player_card(reading, ada, now=at).streak, now=at)

    return session.read(ask)


def titles(*, at: datetime = HERE) -> list[str]:
    return [one.title for one in (found(at=at) or Recommendations((), calm=True)).items]


@pytest.fixture
def alone(store: str) -> str:
    """A game without anything in it."""
    return store


def test_what_is_nearly_done_is_recommended_with_its_reason(alone: str) -> None:
    game.published(mission())
    busy()
    shown = found()
    assert shown is not None
    assert not shown.calm
    (one,) = shown.items
    assert (one.about, one.title, one.progress) == (Next.MISSION, "Solve ten", 0.8)
    assert one.reason.startswith("Two more solved tickets")


def test_what_is_done_is_recommended_no_longer(alone: str) -> None:
    game.published(mission(threshold=9))
    busy()
    assert titles() == ["Solve ten"]
    game.solve("the-last", at=HERE)
    assert titles() == []


def test_nobody_is_told_of_secret_missions_or_of_those_for_other_people(alone: str) -> None:
    game.published(mission("Secret", secret=True))
    game.published(mission("For admins", audience=Audience(roles=("admin",))))
    game.published(mission("For the experienced", audience=Audience(min_level=90)))
    busy()
    assert titles() == []


def test_nothing_that_can_be_lost_is_recommended(alone: str) -> None:
    most = Condition(metric="ticket.solved", operator=Operator.LTE, threshold=10)
    game.published(MissionSpec(title="Slowly", requirement=most, window=Window.WEEKLY))
    busy()
    assert titles() == []


def test_a_quest_that_was_accepted_goes_on_with_its_next_step(alone: str) -> None:
    steps = (
        Step(title="Begin", requirement=Condition(metric="ticket.solved", threshold=1)),
        Step(title="Go on", requirement=Condition(metric="ticket.solved", threshold=2)),
    )
    quest = game.published(MissionSpec(title="A way", kind=Kind.QUEST, steps=steps))
    busy(at=HERE - timedelta(days=1))
    session.write(quests.accept, quest, player_id=game.player(ADA), now=HERE - timedelta(hours=2))
    game.solve("first-step", at=HERE - timedelta(hours=1))
    shown = found()
    assert shown is not None
    assert [(one.about, one.reason) for one in shown.items] == [(Next.QUEST, "Your next step: two solved tickets.")]


def test_a_quest_that_may_not_be_accepted_yet_is_not_recommended(alone: str) -> None:
    step = Step(title="Begin", requirement=Condition(metric="ticket.solved", threshold=1))
    quest = {"kind": Kind.QUEST, "steps": (step,)}
    game.published(mission("Solve nine", 9))
    game.published(MissionSpec(title="Afterwards", after=("solve-nine",), **quest))
    game.published(MissionSpec(title="For the experienced", audience=Audience(min_level=90), **quest))
    busy()
    assert titles() == ["Solve nine"]
    game.solve("the-ninth", at=HERE)
    assert titles() == ["Afterwards"]


def test_whoever_does_not_want_them_has_none(alone: str) -> None:
    game.published(mission())
    busy()
    ada = game.player(ADA)
    assert session.read(recommendations.wants_them, ada)
    session.write(players.change_profile, ada, timezone="UTC", hidden=False, recommendations=False, now=HERE)
    assert found() is None
    assert not session.read(recommendations.wants_them, ada)


def test_saving_a_profile_leaves_the_switch_as_it_is(alone: str) -> None:
    ada = game.joined(ADA)
    session.write(players.change_profile, ada, timezone="UTC", hidden=False, recommendations=False, now=HERE)
    session.write(players.change_profile, ada, timezone="UTC", hidden=True, now=HERE)
    assert not session.read(recommendations.wants_them, ada)


def test_somebody_who_is_not_there_is_not_found(alone: str) -> None:
    ada = game.joined(ADA)
    with pytest.raises(NotFound):
        session.read(recommendations.wants_them, type(ada)(int=7))


def test_it_is_evening_where_the_player_is(alone: str) -> None:
    game.published(mission())
    busy()
    session.write(
        players.change_profile, game.player(ADA), timezone="Asia/Tokyo", hidden=False, now=HERE - timedelta(hours=1)
    )
    shown = found()
    assert shown is not None
    assert shown.calm
    assert [one.reason for one in shown.items] == ["Two more solved tickets, when you are back at work."]


def test_a_habit_is_how_often_how_much_and_on_how_many_days(alone: str) -> None:
    game.published(mission(threshold=1))
    for key, days in (("a", 0), ("b", 0), ("c", 3), ("long-ago", 100)):
        game.solve(key, at=HERE - timedelta(days=days), value=5)
    mine = session.read(recommendations.habits, game.player(ADA), HERE.date(), HERE.date())
    solved = mine.of["ticket.solved"]
    assert (solved.times, solved.total, solved.days, solved.latest) == (3, 15, 2, HERE.date())
    assert mine.since == HERE.date() - timedelta(days=3)


def test_completed_missions_are_a_habit_too(alone: str) -> None:
    game.published(mission("Daily", 1, window=Window.DAILY))
    wanted = Condition(metric="mission.completed", threshold=10, filters=(_not("nothing"),))
    game.published(MissionSpec(title="Ten missions", requirement=wanted))
    busy()
    assert "Ten missions" in titles()


def _not(slug: str) -> Filter:
    return Filter(dimension="mission", match="not_in", values=(slug,))


@corpus.needs_corpus
@long
def test_what_is_recommended_is_done_more_often_than_any_other_choice(alone: str) -> None:
    seen = measured.measure("httpx")
    assert seen.hits / seen.chosen > seen.random_hits / seen.chosen
    assert seen.hits / seen.chosen > seen.always_hits / seen.always
