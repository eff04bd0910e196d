from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from nicegui.testing.user_interaction import UserInteraction

from domain.services import missions as verbs
from domain.specs import (
    AllOf,
    BadgeTier,
    Condition,
    Kind,
    MissionSpec,
    NotOf,
    Operator,
    Scope,
    Span,
    Tier,
    Unit,
    Window,
)
from domain.store import session
from domain.store.queries import missions
from domain.views import MissionDefinition
from tests.app.pages.conftest import Visit

REVIEWS = Condition(metric="review.submitted", threshold=5)


async def test_a_mission_is_built_checked_and_published(admin_visit: Visit) -> None:
    user = admin_visit.user
    await user.open("/admin/missions/new")
    user.find(marker="publish").click()
    await admin_visit.eventually(lambda: _error(admin_visit, "title") == "Please fill this in.")
    _fill(admin_visit, title="Review sprint", metric="review.submitted", threshold=5, xp=70)
    assert _error(admin_visit, "title") is None
    assert admin_visit.props("missions")["missions"][0]["line"] == "3 of 5 reviews"
    await _publish(admin_visit)
    await admin_visit.eventually(lambda: _state("Review sprint") == "published")
    made = _definition("Review sprint")
    assert (made.spec.requirement, made.spec.xp) == (REVIEWS, 70)


async def test_only_fields_that_were_touched_are_marked_while_typing(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/missions/new")
    _fill(admin_visit, metric="review.submitted", threshold=0)
    assert _error(admin_visit, "threshold") == "“At least 0” is always so."
    assert _error(admin_visit, "title") is None


async def test_conditions_and_groups_come_and_go_and_are_read_out(admin_visit: Visit) -> None:
    await _open(admin_visit, "Balance", metric="review.submitted", threshold=5)
    _press(admin_visit, "add-condition")
    _fill(admin_visit, 1, metric="issue.completed", threshold=3)
    _press(admin_visit, "add-group")
    _fill(admin_visit, 1, grouping="none")
    _fill(admin_visit, 2, metric="release.published", threshold=1, operator=Operator.GT)
    assert (
        _field(admin_visit, "outline").text
        == "At least 5 reviews and at least 3 completed issues and not (more than 1 release)"
    )
    _press(admin_visit, "remove-condition", 1)
    await _save(admin_visit, "Balance")
    assert _definition("Balance").spec.requirement == AllOf(
        all=(REVIEWS, NotOf(not_=Condition(metric="release.published", operator=Operator.GT, threshold=1)))
    )


async def test_a_group_goes_with_its_last_condition(admin_visit: Visit) -> None:
    await _open(admin_visit, "Plain again", metric="review.submitted", threshold=5)
    _press(admin_visit, "add-condition")
    _press(admin_visit, "add-group")
    _press(admin_visit, "remove-condition", 2)
    assert not _has(admin_visit, "remove-group")
    _press(admin_visit, "remove-condition", 1)
    await _save(admin_visit, "Plain again")
    assert _definition("Plain again").spec.requirement == REVIEWS


async def test_a_mistake_is_marked_at_its_own_field_wherever_it_lies(admin_visit: Visit) -> None:
    await _open(admin_visit, "In one repository", metric="review.submitted", threshold=5)
    _press(admin_visit, "add-condition")
    _fill(admin_visit, 1, metric="issue.completed")
    _press(admin_visit, "add-filter", 1)
    _press(admin_visit, "save")
    await admin_visit.eventually(lambda: _error(admin_visit, "values") == "Please fill this in.")
    assert _error(admin_visit, "dimension") == "Please fill this in."
    assert _error(admin_visit, "metric", 0) is None
    _fill(admin_visit, values=["acme/app"], dimension="repository")
    await _save(admin_visit, "In one repository")
    requirement = _definition("In one repository").spec.requirement
    assert isinstance(requirement, AllOf)
    assert requirement.all[1].filters[0].values == ("acme/app",)  # type: ignore[union-attr]


async def test_a_quest_is_built_of_steps_in_order(admin_visit: Visit) -> None:
    await _open(admin_visit, "Way in", kind=Kind.QUEST, number=2, unit=Unit.WEEKS)
    _press(admin_visit, "add-step")
    _fill(admin_visit, 0, **{"step-title": "Help", "metric": "review.submitted", "threshold": 5})
    _fill(admin_visit, 1, **{"step-title": "Look around", "metric": "issue.completed", "optional": True})
    _press(admin_visit, "save")
    sentence = "A quest has steps and ends with the last of them, so that one cannot be optional."
    await admin_visit.eventually(lambda: _has(admin_visit, "complaint-steps"))
    assert _field(admin_visit, "complaint-steps").text == sentence
    _press(admin_visit, "move-down")
    await _save(admin_visit, "Way in")
    made = _definition("Way in").spec
    assert [(step.title, step.optional) for step in made.steps] == [("Look around", True), ("Help", False)]
    assert made.steps[1].requirement == REVIEWS
    assert made.time_limit == Span(number=2, unit=Unit.WEEKS)


async def test_a_step_that_is_removed_takes_its_mistakes_along(admin_visit: Visit) -> None:
    await _open(admin_visit, "Short", kind=Kind.QUEST, **{"step-title": "Help", "metric": "review.submitted"})
    _press(admin_visit, "add-step")
    _press(admin_visit, "save")
    await admin_visit.eventually(lambda: _error(admin_visit, "step-title", 1) == "Please fill this in.")
    _press(admin_visit, "remove-step", 1)
    await _save(admin_visit, "Short")
    assert [step.title for step in _definition("Short").spec.steps] == ["Help"]


async def test_a_step_offers_only_what_cannot_be_lost_again(admin_visit: Visit) -> None:
    await _open(admin_visit, "Lasting", kind=Kind.QUEST)
    assert list(_field(admin_visit, "operator").options) == ["gte", "gt"]
    assert list(_field(admin_visit, "timeframe").options) == ["window", "within"]


async def test_an_achievement_has_tiers(admin_visit: Visit) -> None:
    await _open(admin_visit, "Reviewer", kind=Kind.ACHIEVEMENT, metric="review.submitted")
    _fill(admin_visit, **{"bronze-threshold": 5, "bronze-xp": 10, "gold-threshold": 50, "secret": True})
    assert admin_visit.props("missions")["missions"][0]["tier"] == "bronze"
    await _save(admin_visit, "Reviewer")
    made = _definition("Reviewer").spec
    assert made.tiers == (Tier(tier=BadgeTier.BRONZE, threshold=5, xp=10), Tier(tier=BadgeTier.GOLD, threshold=50))
    assert (made.requirement, made.secret) == (REVIEWS.model_copy(update={"threshold": 50}), True)


async def test_a_team_mission_is_for_some_people(admin_visit: Visit) -> None:
    await _open(admin_visit, "Together", metric="review.submitted", scope=Scope.TEAM, min_contributors=2)
    _fill(admin_visit, roles=["player"], window=Window.SEASON, places=3)
    _press(admin_visit, "save")
    sentence = "Achievements and limited places are personal."
    await admin_visit.eventually(lambda: _error(admin_visit, "places") == sentence)
    _fill(admin_visit, places=None)
    await _save(admin_visit, "Together")
    made = _definition("Together").spec
    assert (made.scope, made.min_contributors, made.audience.roles) == (Scope.TEAM, 2, ("player",))


async def test_a_mission_can_follow_another_one_but_not_itself(admin_visit: Visit) -> None:
    first = next(one for one in session.read(missions.definitions) if one.state == "published")
    await admin_visit.user.open(f"/admin/missions/{first.id}")
    assert first.slug not in _field(admin_visit, "after").options
    await _open(admin_visit, "Afterwards", metric="review.submitted", after=[first.slug])
    await _save(admin_visit, "Afterwards")
    assert _definition("Afterwards").spec.after == (first.slug,)


async def test_a_mission_can_follow_one_that_is_still_to_come_but_is_not_published_before_it(
    admin_visit: Visit,
) -> None:
    await _open(admin_visit, "Groundwork", metric="review.submitted")
    await _save(admin_visit, "Groundwork")
    await _open(admin_visit, "Harvest", metric="review.submitted", after=["groundwork"])
    assert _field(admin_visit, "after").options["groundwork"] == "Groundwork (draft)"
    await _publish(admin_visit)
    sentence = "“Groundwork” has not begun by then. Publish that one first."
    await admin_visit.eventually(lambda: _error(admin_visit, "after") == sentence)
    assert _state("Harvest") == "draft"


async def test_revising_a_published_mission_makes_the_next_version(admin_visit: Visit) -> None:
    first = _published(admin_visit, "Steady")
    await admin_visit.user.open(f"/admin/missions/{first.id}")
    _fill(admin_visit, threshold=3)
    await _publish(admin_visit)
    await admin_visit.eventually(lambda: _versions("Steady") == {1: "retired", 2: "published"})


async def test_only_from_a_mission_that_was_on_a_way_leads_to_who_reaches_it(admin_visit: Visit) -> None:
    published = _published(admin_visit, "Steady")
    await admin_visit.user.open(f"/admin/missions/{published.id}")
    (link,) = admin_visit.user.find(marker="preview-report").elements
    assert link.props["href"] == f"/admin/missions/{published.id}/fairness"
    await admin_visit.user.open("/admin/missions/new")
    await admin_visit.user.should_not_see(marker="preview-report")


async def test_a_mission_is_published_at_a_later_time(admin_visit: Visit) -> None:
    await _open(admin_visit, "Soon", metric="review.submitted")
    await _ask(admin_visit)
    _fill(admin_visit, award="later")
    _press(admin_visit, "yes")
    assert _error(admin_visit, "publish-at") == "A date and a time to come, please."
    _fill(admin_visit, **{"publish-at": "2026-01-01T10:00"})
    _press(admin_visit, "yes")
    assert _error(admin_visit, "publish-at") == "A date and a time to come, please."
    _fill(admin_visit, **{"publish-at": "2999-01-01T10:00"})
    _press(admin_visit, "yes")
    await admin_visit.eventually(lambda: _state("Soon") == "scheduled")
    assert _definition("Soon").published_at == datetime(2999, 1, 1, 10, tzinfo=UTC)


async def test_quests_do_not_offer_to_reward_past_work(admin_visit: Visit) -> None:
    await _open(admin_visit, "Way in", kind=Kind.QUEST, **{"step-title": "Help", "metric": "review.submitted"})
    await _ask(admin_visit)
    assert list(_field(admin_visit, "award").options) == ["now", "later"]


async def test_a_refused_publication_leaves_a_draft_and_a_marked_field(admin_visit: Visit) -> None:
    await _open(admin_visit, "Over", metric="review.submitted", ends_at="2020-01-01T10:00")
    await _publish(admin_visit)
    sentence = "This mission would be over before it begins."
    await admin_visit.eventually(lambda: _error(admin_visit, "ends_at") == sentence)
    assert _state("Over") == "draft"


async def _open(visit: Visit, title: str, **values: Any) -> None:
    await visit.user.open("/admin/missions/new")
    _fill(visit, **{"title": title, **({"kind": values.pop("kind")} if "kind" in values else {})})
    _fill(visit, **values)


async def _ask(visit: Visit) -> None:
    _press(visit, "publish")
    await visit.eventually(lambda: _has(visit, "award"))


async def _publish(visit: Visit) -> None:
    await _ask(visit)
    _press(visit, "yes")


async def _save(visit: Visit, title: str) -> None:
    _press(visit, "save")
    await visit.eventually(lambda: _state(title) == "draft")


def _published(visit: Visit, title: str) -> MissionDefinition:
    spec, key = MissionSpec(title=title, requirement=REVIEWS, window=Window.WEEKLY), uuid4()
    now = datetime.now(UTC) - timedelta(minutes=1)
    session.write(verbs.draft, key, spec, actor_id=visit.player_id, now=now)
    session.write(verbs.publish, key, actor_id=visit.player_id, now=now)
    return _definition(title)


def _field(visit: Visit, name: str, at: int = 0) -> Any:
    """The visible element of that marker, the first that was made unless told otherwise."""
    return sorted(visit.user.find(marker=name).elements, key=lambda element: element.id)[at]


def _press(visit: Visit, name: str, at: int = 0) -> None:
    UserInteraction(visit.user, {_field(visit, name, at)}, None).click()


def _has(visit: Visit, name: str) -> bool:
    try:
        return bool(visit.user.find(marker=name).elements)
    except AssertionError:
        return False


def _error(visit: Visit, name: str, at: int = 0) -> str | None:
    error: str | None = _field(visit, name, at).error
    return error


def _fill(visit: Visit, at: int = 0, /, **values: Any) -> None:
    for name, value in values.items():
        _field(visit, name, at).set_value(value)


def _state(title: str) -> str | None:
    return next((one.state for one in session.read(missions.definitions) if one.spec.title == title), None)


def _definition(title: str) -> MissionDefinition:
    return next(one for one in session.read(missions.definitions) if one.spec.title == title)


def _versions(title: str) -> dict[int, str]:
    return {one.version: one.state for one in session.read(missions.definitions) if one.spec.title == title}
