"""Quests: accepted, walked step by step, finished, given up or out of time."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, MissionCompleted, QuestAbandoned, QuestAccepted, StepCompleted
from domain.services import missions, quests
from domain.specs import Audience, Award, Condition, Kind, MissionSpec, Span, Step, Unit
from domain.store import session
from domain.store.queries import quests as queries
from domain.views import QuestRun, Standing
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def step(title: str, metric: str, threshold: int = 1, **fields: Any) -> Step:
    return Step(title=title, requirement=Condition(metric=metric, threshold=threshold), **fields)


STEPS = (
    step("Solve", "ticket.solved", 2, xp=5, badge_id="polyglot"),
    step("Write", "note.written", optional=True, xp=3),
    step("Close", "issue.closed", xp=7),
)


def quest(**fields: Any) -> MissionSpec:
    return MissionSpec(**{"title": "A journey", "kind": Kind.QUEST, "steps": STEPS, "xp": 50, **fields})


def accept(mission: UUID, *, at: datetime = NOW) -> list[DomainEvent]:
    return session.write(quests.accept, mission, player_id=game.joined(ADA), now=at)


def abandon(mission: UUID, *, at: datetime) -> list[DomainEvent]:
    return session.write(quests.abandon, mission, player_id=game.player(ADA), now=at)


def did(metric: str, key: str, *, minutes: float = 1, late: float = 0) -> list[DomainEvent]:
    at = game.later(minutes=minutes)
    return game.solve(key, at=at, now=game.later(minutes=minutes + late), metric=metric)


def history(*, at: datetime = NOW) -> tuple[QuestRun, ...]:
    return session.read(queries.quest_history, game.player(ADA), now=at)


def three_days() -> Span:
    return Span(number=3, unit=Unit.DAYS)


def test_a_quest_that_was_not_accepted_counts_nothing(playing: str) -> None:
    mission = game.published(quest())
    game.solve("a", "b")

    assert game.card(mission).standing is Standing.NOT_STARTED
    assert [line.open for line in game.card(mission).steps] == [False, False, False]
    assert game.rows("select count(*) from progress where mission_id = %s", mission) == [(0,)]


def test_what_is_done_from_then_on_leads_through_the_steps_in_their_order(playing: str) -> None:
    mission = game.published(quest())
    assert accept(mission) == [QuestAccepted(game.player(ADA), mission)]
    did("issue.closed", "too-soon")
    first = game.only(StepCompleted, [*did("ticket.solved", "a", minutes=2), *did("ticket.solved", "b", minutes=3)])
    halfway = game.card(mission, at=game.later(minutes=3))
    last = did("issue.closed", "c", minutes=4)

    assert [(one.title, one.xp) for one in first] == [("Solve", 5)]
    assert [line.open for line in halfway.steps] == [False, True, True]
    assert halfway.progress == 0.5
    assert [one.title for one in game.only(StepCompleted, last)] == ["Close"]
    assert [(one.title, one.xp) for one in game.only(MissionCompleted, last)] == [("A journey", 50)]
    assert game.card(mission, at=game.later(minutes=5)).standing is Standing.COMPLETED
    assert game.xp(ADA) == 5 + 7 + 50
    assert game.broken() == []


def test_work_from_before_it_was_accepted_does_not_count(playing: str) -> None:
    mission = game.published(quest())
    accept(mission)
    did("ticket.solved", "old", minutes=-1)
    did("ticket.solved", "new")

    assert game.rows("select count(*) from progress where mission_id = %s", mission) == [(0,)]


def test_an_optional_step_pays_while_the_quest_is_under_way(playing: str) -> None:
    mission = game.published(quest())
    accept(mission)
    for minute, (metric, key) in enumerate(
        [("ticket.solved", "a"), ("ticket.solved", "b"), ("note.written", "n"), ("issue.closed", "c")], start=1
    ):
        did(metric, key, minutes=minute)
    did("note.written", "too-late", minutes=9)

    assert game.xp(ADA) == 5 + 3 + 7 + 50
    assert game.broken() == []


def test_steps_that_arrive_backwards_are_walked_as_they_happened(playing: str) -> None:
    mission = game.published(quest())
    accept(mission)
    for minute, metric, key in [(4, "issue.closed", "c"), (2, "ticket.solved", "b"), (1, "ticket.solved", "a")]:
        did(metric, key, minutes=minute, late=60)

    assert game.rows("select period, completed_at from progress where mission_id = %s order by 1", mission) == [
        ("1", game.later(minutes=4)),
        ("1/1", game.later(minutes=2)),
        ("1/3", game.later(minutes=4)),
    ]
    assert game.xp(ADA) == 62
    assert game.broken() == []


def test_a_step_is_paid_once_however_often_the_quest_is_accepted(playing: str) -> None:
    mission = game.published(quest())
    accept(mission)
    did("ticket.solved", "a")
    did("ticket.solved", "b")
    assert abandon(mission, at=game.later(minutes=5)) == [QuestAbandoned(game.player(ADA), mission)]
    accept(mission, at=game.later(minutes=6))
    for minute, (metric, key) in enumerate(
        [("ticket.solved", "c"), ("ticket.solved", "d"), ("issue.closed", "e")], start=7
    ):
        did(metric, key, minutes=minute)

    assert game.xp(ADA) == 62
    assert game.rows("select count(*) from badge_award") == [(1,)]
    assert [run.standing for run in history(at=game.later(minutes=20))] == [Standing.COMPLETED, Standing.FAILED]
    assert game.broken() == []


def test_what_was_given_up_counts_no_more(playing: str) -> None:
    mission = game.published(quest())
    accept(mission)
    abandon(mission, at=game.later(minutes=5))
    did("ticket.solved", "a", minutes=6)
    did("ticket.solved", "b", minutes=7)

    assert game.xp(ADA) == 0
    with pytest.raises(Refused, match="not under way"):
        abandon(mission, at=game.later(minutes=8))


def test_a_quest_with_a_time_limit_expires_when_it_is_over(playing: str) -> None:
    mission = game.published(quest(time_limit=three_days()))
    accept(mission)
    assert game.card(mission).ends_at == game.later(days=3)
    did("ticket.solved", "a")
    did("ticket.solved", "b")
    did("issue.closed", "c", minutes=3 * 24 * 60)

    (run,) = history(at=game.later(days=3))
    assert (run.standing, run.ended_at) == (Standing.EXPIRED, game.later(days=3))
    assert (run.closed, run.again) == (False, True)
    assert game.card(mission, at=game.later(days=3)).standing is Standing.EXPIRED
    assert game.xp(ADA) == 5
    assert game.broken() == []


@pytest.mark.parametrize(("days", "xp"), [(4, 62), (5, 62), (6, 5)])
def test_work_in_time_may_come_in_late_for_two_days(playing: str, days: int, xp: int) -> None:
    mission = game.published(quest(time_limit=three_days()))
    accept(mission)
    did("ticket.solved", "a")
    did("ticket.solved", "b")
    game.solve("c", metric="issue.closed", at=game.later(days=2), now=game.later(days=days))

    assert game.xp(ADA) == xp
    assert game.broken() == []


def test_a_quest_whose_time_ran_out_can_be_tried_again(playing: str) -> None:
    mission = game.published(quest(time_limit=three_days()))
    accept(mission)
    accept(mission, at=game.later(days=4))

    runs = history(at=game.later(days=4))
    assert [run.standing for run in runs] == [Standing.IN_PROGRESS, Standing.EXPIRED]
    assert [run.again for run in runs] == [False, False]


def test_what_was_given_up_is_told_from_what_ran_out_of_time(playing: str) -> None:
    mission = game.published(quest(time_limit=three_days()))
    accept(mission)
    abandon(mission, at=game.later(days=1))
    (run,) = history(at=game.later(days=1))
    assert (run.standing, run.ended_at, run.closed, run.again) == (Standing.FAILED, game.later(days=1), False, True)

    assert [one.standing for one in history(at=game.later(days=4))] == [Standing.FAILED]


def test_a_quest_that_is_under_way_or_done_cannot_be_accepted(playing: str) -> None:
    mission = game.published(quest(steps=(step("Solve", "ticket.solved"),)))
    accept(mission)
    with pytest.raises(Refused, match="already"):
        accept(mission)
    did("ticket.solved", "a")
    with pytest.raises(Refused, match="completed"):
        accept(mission, at=game.later(hours=1))
    with pytest.raises(Refused, match="not under way"):
        abandon(mission, at=game.later(hours=1))


def test_a_quest_that_is_retired_ends_for_those_on_it(playing: str) -> None:
    admin = game.an_admin()
    mission = game.published(quest(), admin=admin)
    accept(mission)
    session.write(missions.retire, mission, actor_id=admin, now=game.later(days=1))

    (run,) = history(at=game.later(days=2))
    assert (run.standing, run.ended_at) == (Standing.EXPIRED, game.later(days=1))
    assert (run.closed, run.again) == (True, False)
    with pytest.raises(Refused, match="not on offer"):
        accept(mission, at=game.later(days=2))


def test_a_quest_can_be_refused_for_its_audience_and_what_comes_before_it(playing: str) -> None:
    ben = game.joined(BEN)
    others = game.published(quest(title="For Ben", audience=Audience(people=(ben,))))
    game.published(game.mission(1))
    later = game.published(quest(title="Later", after=("tidy-up",)))
    with pytest.raises(Refused, match="other people"):
        accept(others)
    with pytest.raises(Refused, match="after the mission"):
        accept(later)

    game.solve("a")
    accept(later)
    assert game.card(later).standing is Standing.IN_PROGRESS


def test_what_is_no_quest_cannot_be_accepted(playing: str) -> None:
    plain = game.published(game.mission())
    for mission in (plain, uuid4()):
        with pytest.raises(NotFound):
            accept(mission)


def test_a_quest_rewards_no_past_work(playing: str) -> None:
    admin, mission = game.an_admin(), uuid4()
    session.write(missions.draft, mission, quest(), actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="cannot reward past work"):
        session.write(missions.publish, mission, award=Award.CELEBRATED, actor_id=admin, now=NOW)


def test_the_badge_of_a_step_must_exist(playing: str) -> None:
    steps = (step("Solve", "ticket.solved", badge_id="none"),)
    with pytest.raises(Invalid) as refused:
        session.write(missions.draft, uuid4(), quest(steps=steps), actor_id=game.an_admin(), now=NOW)
    assert refused.value.fields == {"steps.0.badge_id": "There is no such badge."}


def test_a_quest_for_some_levels_is_accepted_at_these(playing: str) -> None:
    experts = game.published(quest(title="For experts", audience=Audience(min_level=2)))
    beginners = game.published(quest(title="For beginners", audience=Audience(max_level=1)))
    with pytest.raises(Refused, match=r"begins at level 2\. You are at level 1"):
        accept(experts)
    accept(beginners)

    game.play(*(game.merged(ADA, number) for number in (901, 902, 903)))

    abandon(beginners, at=game.later(minutes=5))
    with pytest.raises(Refused, match=r"up to level 1\. You are at level 2"):
        accept(beginners, at=game.later(minutes=6))
    accept(experts, at=game.later(minutes=6))
