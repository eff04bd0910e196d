"""The page of duels, as a person uses it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from nicegui import ui

from domain.services import duels
from domain.specs import DuelRules, plain_goal
from domain.store import session
from domain.store.queries import duels as queries
from domain.views import DuelPage
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts

OTHER = accounts(2)[1]


def _now() -> datetime:
    return datetime.now(UTC)


def _page(visit: Visit) -> DuelPage:
    return session.read(queries.page, visit.player_id, now=_now())


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element


def _other() -> UUID:
    session.write(duels.set_rules, DuelRules(on=True), actor_id=game.an_admin(), now=_now())
    return game.joined(OTHER, now=_now())


async def test_there_is_no_duel_until_an_admin_switches_them_on(visit: Visit) -> None:
    await visit.user.open("/duels")
    await visit.user.should_see(marker="no-duels")
    await visit.user.open("/people")
    await visit.user.should_not_see("Duels")


async def test_somebody_is_challenged(visit: Visit) -> None:
    other = _other()
    await visit.user.open("/duels")
    visit.user.find(kind=ui.button, content="Challenge").click()
    await visit.user.should_see("Please choose somebody.")
    _field(visit, "duel-who").set_value(str(other))
    _field(visit, "duel-days").set_value(30)
    visit.user.find(kind=ui.button, content="Challenge").click()
    await visit.user.should_see("From 1 to 14 days, please.")
    _field(visit, "duel-days").set_value(3)
    visit.user.find(kind=ui.button, content="Challenge").click()
    await visit.eventually(lambda: [view.days for view in _page(visit).waiting] == [3])


async def test_a_profile_leads_to_a_challenge(visit: Visit) -> None:
    await visit.user.open(f"/players/{game.joined(OTHER, now=_now())}")
    assert visit.props("profile")["person"]["challenge"] is None
    other = _other()
    await visit.user.open(f"/players/{other}")
    await visit.user.open(visit.props("profile")["person"]["challenge"])
    assert _field(visit, "duel-who").value == str(other)
    await visit.user.open(f"/players/{visit.player_id}")
    assert visit.props("profile")["person"]["challenge"] is None
    await visit.user.open("/duels?to=nobody")
    assert _field(visit, "duel-who").value is None


async def test_a_challenge_may_be_said_more_exactly(visit: Visit) -> None:
    other = _other()
    await visit.user.open("/duels")
    _field(visit, "duel-who").set_value(str(other))
    _field(visit, "exactly").set_value(True)
    visit.user.find(kind=ui.button, content="Challenge").click()
    await visit.user.should_see("Please fill this in.")

    assert _metrics(visit)[0].options["review.submitted"] == "reviews"
    _metrics(visit)[0].set_value("review.submitted")
    _field(visit, "aggregate").set_value("distinct_days")
    await visit.user.should_see("At least 3 days with reviews")
    _field(visit, "duel-contest").set_value("most")
    await visit.user.should_see("Days with reviews")
    visit.user.find(marker="add-condition").click()
    _metrics(visit)[1].set_value("issue.completed")
    visit.user.find(kind=ui.button, content="Challenge").click()
    await visit.user.should_see("Who does more is said of one thing. For several, choose a goal to reach.")

    _field(visit, "duel-contest").set_value("reach")
    visit.user.find(kind=ui.button, content="Challenge").click()
    said = "Who reaches at least 3 days with reviews and at least 10 completed issues"
    await visit.eventually(lambda: [view.what for view in _page(visit).waiting] == [said])


def _metrics(visit: Visit) -> list[Any]:
    """The fields of the conditions, as they stand below each other."""
    found = [one for one in visit.user.find(kind=ui.select).elements if one.props["label"] == "Metric"]
    return sorted(found, key=lambda one: one.id)


async def test_a_challenge_appears_and_is_taken_on(visit: Visit) -> None:
    other = _other()
    await visit.user.open("/duels")
    asked = session.write(
        duels.invite,
        uuid4(),
        other,
        visit.player_id,
        goal=plain_goal("review.submitted"),
        days=2,
        actor_id=other,
        now=_now(),
    )
    visit.live.hear(asked)
    await visit.eventually(lambda: len(_page(visit).invitations) == 1)
    (duel,) = _page(visit).invitations
    await visit.eventually(lambda: any(one.props["duels"] for one in visit.user.find(marker="duels").elements))
    visit.user.find(marker="duels").trigger("act", {"key": "accept", "id": str(duel.id)})
    await visit.eventually(lambda: [view.id for view in _page(visit).under_way] == [duel.id])


async def test_an_admin_switches_duels_on(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/rules")
    _field(admin_visit, "duels-on").set_value(True)
    _field(admin_visit, "duels-xp").set_value(20)
    admin_visit.user.find(kind=ui.button, content="Save duels").click()
    await admin_visit.eventually(lambda: session.read(queries.rules_of) == DuelRules(on=True, xp=20))
