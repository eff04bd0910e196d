"""A completion that an admin takes back, with a reason."""

from uuid import UUID

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.rules.derived import XP_EARNED
from domain.rules.missions import MISSION_COMPLETED
from domain.services import correcting, quests
from domain.specs import Aggregate, Condition, Kind, MissionSpec, Step, Window
from domain.store import session
from domain.store.queries import badges, cards, completions
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW, later
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")


def take_back(mission: UUID, *, period: str = "once", admin: UUID | None = None, reason: str = "A test run.") -> None:
    session.write(
        correcting.reverse,
        mission,
        game.player(ADA),
        period,
        reason=reason,
        actor_id=admin or game.an_admin(),
        now=later(minutes=30),
    )


def test_xp_and_badge_go_and_the_day_is_as_if_it_had_never_been(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40, badge_id="polyglot"))
    game.play(game.batch({"key": "a"}))
    before = game.xp(ADA)

    take_back(mission)

    assert game.xp(ADA) == before - 40
    assert [b.id for b in session.read(badges.badges, game.player(ADA)) if b.earned_at] == []
    assert game.rows("select sum(sum) from metric_day where metric = %s", XP_EARNED) == [(before - 40,)]
    assert [one.reversed_because for one in session.read(completions.completions, mission)] == ["A test run."]
    assert game.rows("select action from audit order by id desc limit 1") == [("mission.reversed",)]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_quest_is_taken_back_and_its_steps_stay(playing: str) -> None:
    step = Step(title="Begin", requirement=Condition(metric="ticket.solved", threshold=1), xp=5)
    mission = game.published(
        MissionSpec(title="A way", kind=Kind.QUEST, steps=(step,), xp=40, coins=7, badge_id="polyglot")
    )
    session.write(quests.accept, mission, player_id=game.joined(ADA), now=NOW)
    game.solve("a", at=later(minutes=10))
    assert (game.xp(ADA), game.rows("select coins from player where login = %s", ADA.login)) == (45, [(7,)])

    take_back(mission, period="1")

    assert (game.xp(ADA), game.rows("select coins from player where login = %s", ADA.login)) == (5, [(0,)])
    assert [b.id for b in session.read(badges.badges, game.player(ADA)) if b.earned_at] == []
    assert not game.broken()
    assert is_replayed(playing)


def test_it_stays_completed_and_is_not_paid_again(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40, window=Window.WEEKLY))
    game.play(game.batch({"key": "a"}))
    before = game.xp(ADA)
    take_back(mission, period="2026-W47")

    game.play(game.batch({"key": "b"}), now=later(hours=1))

    assert game.xp(ADA) == before - 40
    assert session.read(cards.mission_card, game.player(ADA), mission, now=NOW).completed_at is not None
    assert not game.broken()
    assert is_replayed(playing)


def test_other_missions_count_it_no_more_but_keep_what_they_gave(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40))
    completed = Condition(metric=MISSION_COMPLETED, threshold=3)
    earned = Condition(metric=XP_EARNED, aggregate=Aggregate.SUM, threshold=40)
    two = game.published(MissionSpec(title="Three missions", requirement=completed))
    rich = game.published(MissionSpec(title="Forty XP", requirement=earned, xp=5))
    game.play(game.batch({"key": "a"}))

    take_back(mission)

    assert session.read(cards.mission_card, game.player(ADA), rich, now=NOW).completed_at is not None
    assert session.read(cards.mission_card, game.player(ADA), two, now=NOW).line == "1 of 3 completed missions"
    assert not game.broken()
    assert is_replayed(playing)


def test_it_happens_once_with_a_reason_and_never_to_oneself() -> None:
    admin = game.an_admin()
    mission = game.published(game.mission(1, xp=40), admin=admin)
    open_one = game.published(game.mission(5), admin=admin)
    game.play(game.batch({"key": "a"}))
    with pytest.raises(Invalid):
        take_back(mission, admin=admin, reason="  ")
    with pytest.raises(NotFound):
        take_back(open_one, admin=admin)
    with pytest.raises(Forbidden):
        take_back(mission, admin=game.player(ADA))
    take_back(mission, admin=admin)
    with pytest.raises(Refused):
        take_back(mission, admin=admin)
    game.joined(ADA, admin=True)
    with pytest.raises(Refused, match="yourself"):
        take_back(mission, admin=game.player(ADA))
