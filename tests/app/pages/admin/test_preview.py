from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from domain.specs import MissionSpec
from domain.store.queries.preview_walk import Cancelled
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts, merged_pull

(ME,) = accounts(1)


async def test_a_mission_is_tried_on_what_is_recorded(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(ME, at=datetime.now(UTC) - timedelta(days=40)))
    await _fill(admin_visit)
    admin_visit.user.find(marker="preview-try").click()
    await _answers(admin_visit, "1 of 1 person would have finished")
    _field(admin_visit, "preview-days").set_value(30)
    admin_visit.user.find(marker="preview-try").click()
    await _answers(admin_visit, "Nothing was recorded in that time.")


async def test_trying_changes_nothing(admin_visit: Visit) -> None:
    admin_visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    before = _booked()
    await _fill(admin_visit)
    admin_visit.user.find(marker="preview-try").click()
    await _answers(admin_visit, "would have finished")
    assert _booked() == before


async def test_an_unfinished_form_says_so_and_marks_its_fields(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/missions/new")
    admin_visit.user.find(marker="preview-try").click()
    await _answers(admin_visit, "Please finish the form first")
    assert _field(admin_visit, "title").error == "Please fill this in."


async def test_it_is_stopped_by_its_button(admin_visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    await _fill(admin_visit)
    admin_visit.user.find(marker="preview-try").click()
    await admin_visit.eventually(slow.begun.is_set)
    await admin_visit.eventually(lambda: _bar(admin_visit) == 50)
    admin_visit.user.find(marker="preview-stop").click()
    await admin_visit.eventually(slow.stopped.is_set)
    await admin_visit.eventually(lambda: _field(admin_visit, "preview-try").enabled)


async def test_it_is_stopped_when_the_page_is_left(admin_visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = Slow(monkeypatch)
    await _fill(admin_visit)
    admin_visit.user.find(marker="preview-try").click()
    await admin_visit.eventually(slow.begun.is_set)
    client = admin_visit.user.client
    assert client is not None
    client.delete()
    await admin_visit.eventually(slow.stopped.is_set)


class Slow:
    """A preview that comes half of its way and then waits to be stopped."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from app.pages.admin import preview as page  # the simulation imports the pages anew for every test

        self.begun, self.stopped = Event(), Event()
        monkeypatch.setattr(page, "preview", self.preview)

    def preview(self, _session: object, _spec: MissionSpec, **asked: Any) -> None:
        asked["tell"](0.5)
        self.begun.set()
        for _ in range(500):
            if asked["cancelled"]():
                self.stopped.set()
                raise Cancelled("The preview was stopped.")
            Event().wait(0.01)


async def _fill(visit: Visit) -> None:
    await visit.user.open("/admin/missions/new")
    for name, value in {"title": "Ship it", "metric": "pull_request.merged", "threshold": 1}.items():
        _field(visit, name).set_value(value)


def _field(visit: Visit, marker: str) -> Any:
    return min(visit.user.find(marker=marker).elements, key=lambda element: element.id)


def _bar(visit: Visit) -> int:
    (bar,) = visit.user.find(marker="preview-progress").elements
    return int(bar.props["aria-valuenow"])


async def _answers(visit: Visit, text: str) -> None:
    await visit.user.should_see(text, retries=50)


def _booked() -> list[tuple[Any, ...]]:
    return game.rows("select count(*), coalesce(sum(amount), 0) from xp_entry")
