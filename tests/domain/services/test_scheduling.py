"""Missions that begin later, that reward past work, and that go on in a next version."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import Refused
from domain.events import MissionCompleted, MissionPublished, MissionRetired, PlayerChanged
from domain.services import deliveries, inbox, missions
from domain.specs import Award, MissionSpec, Window
from domain.store import session
from domain.store.queries import closing
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW
from tests.domain.services.test_merging import is_replayed

TOMORROW = game.later(days=1)


def drafted(spec: MissionSpec, *, admin: UUID, of: UUID | None = None) -> UUID:
    mission = uuid4()
    if of is None:
        session.write(missions.draft, mission, spec, actor_id=admin, now=NOW)
    else:
        session.write(missions.revise, of, mission, spec, actor_id=admin, now=NOW)
    return mission


def publish(mission: UUID, *, admin: UUID, now: datetime = NOW, **how: Any) -> list[Any]:
    return session.write(missions.publish, mission, actor_id=admin, now=now, **how)


def state(mission: UUID) -> str:
    found: str = game.rows("select state from mission where id = %s", mission)[0][0]
    return found


def open_scheduled(now: datetime) -> list[Any]:
    return session.write(missions.open_scheduled, now=now)


def test_a_scheduled_mission_counts_from_its_time_even_when_it_is_opened_late(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(2), admin=admin)
    assert publish(mission, admin=admin, at=TOMORROW) == []
    game.solve("early", at=game.later(hours=23))
    game.solve("a", at=game.later(hours=25))
    game.solve("b", at=game.later(hours=26))

    assert state(mission) == "scheduled"
    assert session.read(closing.is_scheduled, now=game.later(days=3))
    assert open_scheduled(game.later(days=3)) == [MissionPublished(mission, "Tidy up")]
    assert (state(mission), game.xp(ADA)) == ("published", 40)
    assert game.rows("select completed_by from progress where mission_id = %s", mission) == [("activities:b",)]
    assert not session.read(closing.is_scheduled, now=game.later(days=3))
    assert game.broken() == []


def test_a_scheduled_version_takes_over_from_the_one_before_at_its_time(playing: str) -> None:
    admin = game.an_admin()
    first = game.published(game.mission(1, window=Window.DAILY), admin=admin)
    second = drafted(game.mission(1, window=Window.DAILY, xp=5), admin=admin, of=first)
    publish(second, admin=admin, at=TOMORROW)
    game.solve("old", at=game.later(hours=1))
    game.solve("new", at=game.later(days=2))
    events = open_scheduled(game.later(days=2))

    assert (state(first), state(second)) == ("retired", "published")
    assert events[:2] == [MissionRetired(first), MissionPublished(second, "Tidy up")]
    assert game.xp(ADA) == 40 + 5
    assert game.broken() == []


def test_a_scheduled_version_can_be_called_off_and_the_running_one_goes_on(playing: str) -> None:
    admin = game.an_admin()
    first = game.published(game.mission(1), admin=admin)
    second = drafted(game.mission(1), admin=admin, of=first)
    publish(second, admin=admin, at=TOMORROW)
    session.write(missions.retire, second, actor_id=admin, now=NOW)
    game.solve("a", at=game.later(days=2))

    assert open_scheduled(game.later(days=3)) == []
    assert (state(first), game.xp(ADA)) == ("published", 40)


def test_what_was_called_off_never_begins(playing: str) -> None:
    """Neither when its time comes, nor when everything is played again; and the version before it goes on counting."""
    admin, first = game.an_admin(), game.published(game.mission(2))
    lasting = game.mission(9, metric="ticket.solved", ever=True)
    second = drafted(lasting, admin=admin, of=first)
    publish(second, admin=admin, at=TOMORROW)
    game.solve("a")
    session.write(missions.retire, second, actor_id=admin, now=game.later(hours=1))

    game.solve("b", at=game.later(days=2))

    assert game.rows("select mission_id from progress where completed_at is not null") == [(first,)]
    assert game.rows("select count(*) from progress where mission_id = %s", second) == [(0,)]
    assert is_replayed(playing)


def test_what_is_retired_after_its_time_came_and_before_a_worker_opened_it_was_on(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(2), admin=admin)
    publish(mission, admin=admin, at=game.later(hours=2))
    game.solve("a", at=game.later(hours=3))
    session.write(missions.retire, mission, actor_id=admin, now=game.later(hours=4))

    assert game.rows("select published_at < retired_at from mission where id = %s", mission) == [(True,)]
    assert replayed(game.later(hours=5)) == []


def test_a_worker_whose_clock_was_read_before_a_publication_applies_after_it(playing: str) -> None:
    admin, first = game.an_admin(), game.published(game.mission(2))
    early = game.later(seconds=-2)
    session.write(deliveries.accept, [game.batch({"key": "a", "occurred_at": early.isoformat()})], now=early)
    publish(drafted(game.mission(2, metric="issue.completed"), admin=admin, of=first), admin=admin)

    session.write(inbox.apply, now=game.later(seconds=-1), limit=5)

    assert game.rows("select count(*) from progress where mission_id = %s", first) == [(0,)]
    assert game.rows("select done_at > %s from delivery", NOW) == [(True,)]
    assert is_replayed(playing)


def test_only_one_version_is_scheduled_at_a_time(playing: str) -> None:
    admin = game.an_admin()
    first = game.published(game.mission(1), admin=admin)
    publish(drafted(game.mission(1), admin=admin, of=first), admin=admin, at=TOMORROW)

    with pytest.raises(Refused, match="Another version"):
        publish(drafted(game.mission(1), admin=admin, of=first), admin=admin)


def test_what_begins_later_cannot_reward_past_work(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(1), admin=admin)
    with pytest.raises(Refused, match="counts from then on"):
        publish(mission, admin=admin, at=TOMORROW, award=Award.CELEBRATED)


@pytest.mark.parametrize(("award", "notes"), [(Award.SILENTLY, 0), (Award.CELEBRATED, 2)])
def test_past_work_is_rewarded_silently_or_with_a_celebration(playing: str, award: Award, notes: int) -> None:
    admin = game.an_admin()
    game.solve("a", "b", at=game.later(days=-30))
    game.solve("c", "d", by=BEN, at=game.later(days=-10))
    mission = drafted(game.mission(2), admin=admin)
    events = publish(mission, admin=admin, award=award)

    assert (game.xp(ADA), game.xp(BEN)) == (40, 40)
    assert [str(day) for (day,) in game.rows("select day from xp_entry order by day")] == ["2026-10-19", "2026-11-08"]
    assert game.rows("select count(*) from notification") == [(notes,)]
    assert len(game.only(MissionCompleted, events)) == notes
    quiet = [event for event in events if not isinstance(event, MissionPublished)]
    if award is Award.SILENTLY:
        assert {type(event) for event in quiet} == {PlayerChanged}
        assert {event.player_id for event in quiet} == {game.player(ADA), game.player(BEN)}
    assert game.broken() == []


def test_from_now_on_past_work_is_not_rewarded(playing: str) -> None:
    admin = game.an_admin()
    game.solve("a", "b", at=game.later(days=-3))
    publish(drafted(game.mission(2), admin=admin), admin=admin)

    assert game.xp(ADA) == 0


def test_every_past_window_is_rewarded_once(playing: str) -> None:
    admin = game.an_admin()
    for day in range(1, 4):
        game.solve(f"{day}a", f"{day}b", at=game.later(days=-day))
    mission = drafted(game.mission(2, window=Window.DAILY), admin=admin)
    publish(mission, admin=admin, award=Award.SILENTLY)

    assert game.xp(ADA) == 120
    assert game.rows("select count(*) from progress where completed_at is not null") == [(3,)]
    assert game.broken() == []


def test_the_next_version_goes_on_with_what_was_counted(playing: str) -> None:
    admin = game.an_admin()
    first = game.published(game.mission(5), admin=admin)
    game.solve("a", "b")
    second = game.revised(first, game.mission(3), admin=admin, now=game.later(hours=1))
    assert game.counted(second, at=game.later(hours=1)) == 2

    game.solve("c", at=game.later(hours=2))
    assert game.xp(ADA) == 40
    assert game.broken() == []


def test_the_next_version_pays_no_window_again(playing: str) -> None:
    admin = game.an_admin()
    first = game.published(game.mission(1, window=Window.DAILY), admin=admin)
    game.solve("a")
    game.revised(first, game.mission(1, window=Window.DAILY, xp=90), admin=admin, now=game.later(hours=1))
    game.solve("b", at=game.later(hours=2))
    assert game.xp(ADA) == 40

    game.solve("c", at=game.later(days=1))
    assert game.xp(ADA) == 40 + 90
    assert game.broken() == []


def test_what_counts_for_ever_counts_at_once(playing: str) -> None:
    admin = game.an_admin()
    game.solve("a", "b", at=game.later(days=-30))
    mission = drafted(game.mission(3, ever=True), admin=admin)
    publish(mission, admin=admin)
    assert game.counted(mission) == 2

    game.solve("c", at=game.later(hours=1))
    assert game.xp(ADA) == 40
    assert game.broken() == []


def test_a_retired_mission_takes_in_what_came_in_before_and_nothing_after(playing: str) -> None:
    admin = game.an_admin()
    mission = game.published(game.mission(2), admin=admin)
    game.solve("a")
    game.accept(game.batch({"key": "b"}), now=NOW)
    session.write(missions.retire, mission, actor_id=admin, now=game.later(hours=1))
    game.apply(now=game.later(hours=2))

    assert game.xp(ADA) == 40
    assert game.broken() == []
