"""Missions that count what the game itself produces, and versions that hand over to each other."""

from uuid import uuid4

from domain.rules.missions import MISSION_COMPLETED
from domain.services import inbox, missions
from domain.specs import Condition, Filter, MissionSpec
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW, later
from tests.domain.services.test_merging import is_replayed


def counting_missions(threshold: int, **fields: object) -> MissionSpec:
    done = Condition(metric=MISSION_COMPLETED, threshold=threshold)
    return MissionSpec.model_validate({"title": "Several missions", "requirement": done, "xp": 5, **fields})


def test_a_mission_does_not_count_its_own_completion(playing: str) -> None:
    tiers = [{"tier": "bronze", "threshold": 1, "xp": 5}, {"tier": "silver", "threshold": 2, "xp": 5}]
    several = game.published(counting_missions(2, kind="achievement", tiers=tiers))
    game.published(game.mission(1))

    game.play(game.batch({"key": "late"}))
    game.play(game.batch({"key": "early", "occurred_at": later(hours=-2).isoformat()}))

    assert game.rows("select period from progress where mission_id = %s and rewarded", several) == [("bronze",)]
    assert is_replayed(playing)


def test_badges_move_with_the_completions_that_gave_them(playing: str) -> None:
    game.published(game.mission(1, badge_id="polyglot"))
    badge = Condition(metric="badge.earned", threshold=1, filters=(Filter(dimension="badge", values=("polyglot",)),))
    holder = game.published(MissionSpec(title="Holder", requirement=badge))

    game.play(game.batch({"key": "late"}))
    game.play(game.batch({"key": "early", "occurred_at": later(hours=-2).isoformat()}))

    assert game.rows("select completed_at from progress where mission_id = %s", holder) == [(later(hours=-2),)]
    assert is_replayed(playing)


def test_work_that_waits_while_the_next_version_is_published_is_paid_once(playing: str) -> None:
    admin, next_one = game.an_admin(), uuid4()
    first = game.published(game.mission(1, xp=40), admin=admin)
    game.accept(game.batch({"key": "a"}), now=NOW)
    session.write(missions.revise, first, next_one, game.mission(1, xp=50), actor_id=admin, now=later(minutes=1))
    session.write(missions.publish, next_one, actor_id=admin, now=later(minutes=1))

    session.write(inbox.apply, now=later(minutes=2), limit=10)

    assert game.rows("select cause_id, amount from xp_entry where cause = 'mission'") == [(str(next_one), 50)]
    assert game.xp(ADA) == 50
    assert is_replayed(playing)
