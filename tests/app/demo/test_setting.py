"""What the demo's team has lived through when somebody first looks, in a game that nothing was sent to yet."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.demo import setting
from domain.services import inbox, samples, setup
from domain.store import session
from domain.store.queries import duels, holds, kudos, leagues, rewards, shop
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.long import long
from workers.close import Closer

NOW = datetime(2026, 11, 27, 10, 20, tzinfo=UTC)  # a Friday
SOON = timedelta(seconds=30)


def begun(now: datetime) -> bool:
    """As `questboard demo` does it."""
    since = setting.began(now)
    session.write(setup.seed, now=since)
    session.write(samples.invite, now=since)
    return setting.prepare(since, now)


def lived(now: datetime) -> UUID:
    """The admin among the sample people, when a worker has applied the team's past and looked at it."""
    assert begun(now)
    soon = now + SOON
    while game.rows("select from delivery where state = 'pending' limit 1"):
        session.write(inbox.apply, now=now + timedelta(seconds=5), limit=1_000)
    Closer(threading.Event(), clock=lambda: soon).settle()
    for _ in range(6):
        session.write(samples.go_shopping, now=soon)
    session.write(samples.ask_about, now=soon)
    found: UUID = game.rows("select id from player where login = 'mira-okafor'")[0][0]
    return found


def test_everything_of_the_economy_is_under_way_and_played_again_ends_the_same(store: str) -> None:
    assert store
    mira = lived(NOW)
    paid = "select day, sum(amount) from xp_entry where cause = 'rule' group by 1 having sum(amount) > 0"
    assert len(game.rows(paid)) == 10
    assert [one.state for one in session.read(shop.queue)].count("waiting") > 0
    assert len({title for (title,) in game.rows("select title from purchase")}) > 3
    assert [one.kind for one in session.read(rewards.page, mira).waiting] == ["boost"]
    assert ("Release days", True) in game.rows("select title, starts_at < %s and ends_at > %s from boost", NOW, NOW)
    duelling = session.read(duels.page, mira, now=NOW + SOON)
    assert [len(duelling.invitations), len(duelling.under_way)] == [1, 2]
    assert all(float(view.mine) + float(view.theirs) > 0 for view in duelling.under_way)
    assert session.read(leagues.league, mira) is not None
    assert session.read(kudos.page, mira, now=NOW + SOON).left == 4
    assert [one.xp for one in session.read(holds.newest)] == [100]
    assert [state for (_, state) in game.rows("select id, started_at is not null from experiment")] == [True]
    assert game.rows("select count(*) from pause") == [(1,)]
    assert game.broken() == []
    assert replayed(NOW + SOON) == []


def test_begun_again_it_goes_on_where_it_was(store: str) -> None:
    def size() -> list[tuple[object, ...]]:
        counts = (f"(select count(*) from {table})" for table in ("delivery", "mission", "duel", "audit"))
        return game.rows(f"select {', '.join(counts)}")

    assert store
    assert begun(NOW)
    before = size()
    assert not begun(NOW + timedelta(hours=1))
    assert size() == before


@long
@pytest.mark.parametrize("days", range(1, 7))
def test_it_is_sound_on_every_day_of_the_week(store: str, days: int) -> None:
    assert store
    lived(NOW + timedelta(days=days, hours=3 * days - 10))
    assert game.broken() == []
    assert replayed(NOW + timedelta(days=days + 1)) == []


def test_a_game_that_something_was_sent_to_keeps_its_past(store: str) -> None:
    game.accept(game.merged(game.ADA, 1), now=NOW)
    assert not begun(NOW)
    assert game.rows("select count(*) from delivery") == [(1,)]
    assert game.rows("select min(published_at) from mission") == [(NOW,)]
