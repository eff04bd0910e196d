"""What is on hold, as its player sees it."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.services import judging
from domain.store import session
from tests import factories
from tests.app.pages.conftest import Visit
from tests.domain.services import game, judged
from tests.factories import accounts

ME, OTHER, BOSS = accounts(3)


def _is_held(visit: Visit) -> UUID:
    """Six of the visitor’s reviews, by another admin."""
    judged.every_review_pays()
    now = datetime.now(UTC)
    visit.happens(*(factories.rubber_stamp(ME, OTHER, number, at=now) for number in range(1, 7)))
    [key] = game.looked(now=now)
    boss = game.joined(BOSS, admin=True)
    visit.live.hear(session.write(judging.hold, key, reason="Were they read?", actor_id=boss, now=datetime.now(UTC)))
    return boss


async def test_a_player_reads_why_and_says_what_it_was(visit: Visit) -> None:
    boss = _is_held(visit)
    await visit.user.open("/held")
    [row] = visit.props("holds")["rows"]
    assert (row["what"]["title"], row["xp"]) == ("6 pieces of work", 60)
    assert row["what"]["text"].startswith("Because you approved 6 pull requests")
    visit.user.find(marker="holds").trigger("act", {"key": "work", "id": row["id"]})
    await visit.eventually(lambda: visit.props("explanation")["explanation"] is not None)
    said = visit.props("explanation")["explanation"]["sentences"]
    assert said[1] == "Person-2 held it: Were they read?"
    evidence = visit.props("explanation")["explanation"]["evidence"]
    assert {(one["counts"], one["why"]) for one in evidence} == {(False, "It is on hold.")}
    visit.user.find(marker="holds").trigger("act", {"key": "appeal", "id": row["id"]})
    await visit.user.should_see("Whoever decides reads this")
    visit.user.find(marker="yes").click()
    await visit.user.should_see("What should the person who decides know?")
    _field(visit, "appeal").set_value("We read them together.")
    visit.user.find(marker="yes").click()
    await visit.eventually(lambda: game.rows("select text from hold_appeal") == [("We read them together.",)])
    await visit.eventually(lambda: [one["key"] for one in visit.props("holds")["rows"][0]["do"]] == ["work"])
    now, hold = datetime.now(UTC), UUID(row["id"])
    visit.live.hear(session.write(judging.release, hold, reason="Pairing.", actor_id=boss, now=now))
    await visit.eventually(lambda: visit.props("holds")["rows"][0]["what"]["text"] == "Pairing.")


async def test_the_dashboard_says_it_while_it_lasts_and_at_once(visit: Visit) -> None:
    await visit.user.open("/")
    await visit.user.should_not_see("Held for a look by a person")
    boss = _is_held(visit)
    await visit.user.should_see("because you approved 6 pull requests within a minute of their opening", retries=50)
    [[hold]] = game.rows("select id from hold")
    now = datetime.now(UTC)
    visit.live.hear(session.write(judging.release, hold, reason="Pairing.", actor_id=boss, now=now))
    await visit.user.should_not_see("Held for a look by a person", retries=50)


def _field(visit: Visit, name: str) -> Any:
    (element,) = visit.user.find(marker=name).elements
    return element
