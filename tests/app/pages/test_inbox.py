from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from domain.events import DomainEvent, InboxChanged
from domain.store import awards, session
from domain.store.queries import notifications
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

ME, OTHER = accounts(2)


def soon() -> datetime:
    """GitHub tells whole seconds: this one may have begun before the missions were published."""
    return datetime.now(UTC) + timedelta(seconds=1)


async def test_what_happens_rings_the_bell_of_every_page(visit: Visit) -> None:
    await visit.user.open("/badges")
    assert visit.props("nav")["unread"] == 0
    visit.happens(merged_pull(OTHER, number=43, at=soon()))
    visit.happens(merged_pull(ME, at=soon()))
    await visit.eventually(lambda: bool(visit.props("nav")["unread"] == 3))
    await visit.user.open("/quests")
    await visit.eventually(lambda: bool(visit.props("nav")["unread"] == 3))


async def test_it_says_what_happened_and_leads_there(visit: Visit) -> None:
    await visit.user.open("/inbox")
    assert visit.props("inbox")["notes"] == []
    visit.happens(merged_pull(ME, at=soon()))
    await visit.eventually(lambda: len(visit.props("inbox")["notes"]) == 3)
    found = {(note["title"], note["text"], note["href"], note["read"]) for note in visit.props("inbox")["notes"]}
    assert found == {
        ("Level 2", "You reached a new level.", "/", False),
        ("First light", "Mission completed. +50 XP", "/missions", False),
        ("First light", "You earned a bronze badge.", "/badges", False),
    }


async def test_all_is_marked_read_here_and_in_other_windows(visit: Visit) -> None:
    visit.happens(merged_pull(ME, at=soon()))
    await visit.user.open("/inbox")
    assert visit.props("inbox")["unread"] == 3
    visit.user.find(marker="inbox").trigger("read")
    await visit.eventually(lambda: session.read(notifications.unread, visit.player_id) == 0)
    visit.live.hear([InboxChanged(visit.player_id)])
    await visit.eventually(lambda: bool(visit.props("inbox")["unread"] == 0 == visit.props("nav")["unread"]))
    assert all(note["read"] for note in visit.props("inbox")["notes"])


async def test_a_long_inbox_has_pages(visit: Visit) -> None:
    session.write(_fill, visit, 70)
    shown: list[str] = []
    page = "/inbox"
    while page:
        await visit.user.open(page)
        assert visit.props("inbox")["newest"] == ("/inbox" if shown else None)
        shown += [note["title"] for note in visit.props("inbox")["notes"]]
        page = visit.props("inbox")["older"]
    assert shown == [f"Level {number}" for number in reversed(range(70))]


@pytest.mark.parametrize("before", ["", "newest", "-1", "9" * 30, "²"])
async def test_an_address_that_names_no_page_shows_the_newest(visit: Visit, before: str) -> None:
    session.write(_fill, visit, 1)
    await visit.user.open(f"/inbox?before={before}")
    assert len(visit.props("inbox")["notes"]) == 1


def _fill(writing: Session, visit: Visit, count: int) -> list[DomainEvent]:
    now = datetime.now(UTC)
    awards.notify(writing, [(visit.player_id, now, "level", f"Level {number}", "") for number in range(count)])
    return []
