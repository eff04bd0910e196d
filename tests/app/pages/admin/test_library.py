from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from components.toasts import Toasts
from domain.services import missions as verbs
from domain.specs import BadgeTier, Condition, Kind, MissionSpec, Step, Tier, Window
from domain.store import session
from domain.store.queries import missions
from tests.app.pages.conftest import Visit

REVIEWS = Condition(metric="review.submitted", threshold=5)
WEEKLY = MissionSpec(title="Review sprint", requirement=REVIEWS, window=Window.WEEKLY)


async def test_a_row_says_what_a_mission_asks_for(admin_visit: Visit) -> None:
    steps = (Step(title="Look", requirement=REVIEWS), Step(title="Help", requirement=REVIEWS, xp=5))
    quest = _drafted(admin_visit, MissionSpec(title="Way in", kind=Kind.QUEST, steps=steps, xp=20))
    weekly = _drafted(admin_visit, WEEKLY)
    await admin_visit.user.open("/admin/missions")
    assert _row(admin_visit, weekly)["mission"]["text"] == "Version 1 · at least 5 reviews"
    assert _row(admin_visit, weekly)["kind"] == [{"text": "Mission", "tone": ""}]
    assert [_row(admin_visit, one)["window"] for one in (weekly, quest)] == ["Every week afresh", ""]
    assert _row(admin_visit, quest)["mission"]["text"] == "Version 1 · Look, Help"
    assert _row(admin_visit, quest)["xp"] == 25


async def test_the_xp_of_an_achievement_are_those_of_all_its_tiers(admin_visit: Visit) -> None:
    tiers = (Tier(tier=BadgeTier.BRONZE, threshold=2, xp=10), Tier(tier=BadgeTier.SILVER, threshold=5, xp=30))
    tiered = _drafted(
        admin_visit, MissionSpec(title="Reviewer", kind=Kind.ACHIEVEMENT, requirement=REVIEWS, tiers=tiers)
    )
    await admin_visit.user.open("/admin/missions")
    assert _row(admin_visit, tiered)["xp"] == 40


async def test_a_draft_is_published_after_the_question_from_when_it_counts(admin_visit: Visit) -> None:
    draft = _drafted(admin_visit, WEEKLY)
    await _act(admin_visit, "publish", draft)
    await admin_visit.user.should_see("Publish Review sprint")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state(draft) == "published")


async def test_a_scheduled_mission_says_when_it_begins_and_can_be_cancelled(admin_visit: Visit) -> None:
    draft = _drafted(admin_visit, WEEKLY)
    at, now = datetime(2999, 5, 2, 9, tzinfo=UTC), datetime.now(UTC)
    session.write(verbs.publish, draft, at=at, actor_id=admin_visit.player_id, now=now)
    await _act(admin_visit, "retire", draft)
    row = _row(admin_visit, draft)
    assert row["state"] == [{"text": "scheduled", "tone": "info"}]
    assert row["mission"]["text"] == "Version 1 · begins on 2 May 2999 at 09:00 · at least 5 reviews"
    await admin_visit.user.should_see("Cancel Review sprint?")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state(draft) == "retired")


async def test_a_mission_is_retired_only_after_a_question(admin_visit: Visit) -> None:
    mission = _drafted(admin_visit, WEEKLY)
    session.write(verbs.publish, mission, actor_id=admin_visit.player_id, now=datetime.now(UTC))
    await _act(admin_visit, "retire", mission)
    await admin_visit.user.should_see("Retire Review sprint?")
    assert _state(mission) == "published"
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _state(mission) == "retired")


async def test_a_refused_publication_says_why(admin_visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    over = WEEKLY.model_copy(update={"ends_at": datetime.now(UTC) - timedelta(days=1)})
    draft = _drafted(admin_visit, over)
    said: list[str] = []

    def say(_: Toasts, title: str, text: str = "", *, good: bool = True) -> None:
        said.append(text)

    monkeypatch.setattr(Toasts, "say", say)
    await _act(admin_visit, "publish", draft)
    await admin_visit.user.should_see("Publish Review sprint")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: said == ["This mission would be over before it begins."])
    assert _state(draft) == "draft"


def _drafted(visit: Visit, spec: MissionSpec) -> UUID:
    key = uuid4()
    session.write(verbs.draft, key, spec, actor_id=visit.player_id, now=datetime.now(UTC))
    return key


async def _act(visit: Visit, key: str, mission_id: UUID) -> None:
    await visit.user.open("/admin/missions")
    visit.user.find(marker="table").trigger("act", {"key": key, "id": str(mission_id)})


def _row(visit: Visit, mission_id: UUID) -> dict[str, Any]:
    return next(row for row in visit.props("table")["rows"] if row["id"] == str(mission_id))


def _state(mission_id: UUID) -> str:
    return session.read(missions.definition, mission_id).state
