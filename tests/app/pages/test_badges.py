from datetime import UTC, datetime
from typing import Any

from domain.events import PlayerJoined
from tests.app.pages.conftest import Visit
from tests.factories import accounts, merged_pull

ME, *OTHERS = accounts(6)


async def test_badges_say_how_rare_they_are(visit: Visit) -> None:
    visit.happens(*(merged_pull(other, at=datetime.now(UTC)) for other in OTHERS[:2]))
    await visit.user.open("/badges")
    assert _first_light(visit)["earned_at"] is None
    assert _first_light(visit)["rarity"] == "Held by 66 % of 3 people"
    visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    await visit.eventually(lambda: _first_light(visit)["earned_at"] is not None)
    assert _first_light(visit)["rarity"] == "Everybody holds it"


async def test_whoever_joins_makes_badges_rarer(visit: Visit) -> None:
    visit.happens(merged_pull(ME, at=datetime.now(UTC)))
    await visit.user.open("/badges")
    assert _first_light(visit)["rarity"] == "Only you hold it"
    visit.happens(*(merged_pull(other, at=datetime.now(UTC)) for other in OTHERS[:1]), heard=False)
    visit.live.hear([PlayerJoined(visit.player_id)])
    await visit.eventually(lambda: _first_light(visit)["rarity"] == "Everybody holds it")


def _first_light(visit: Visit) -> dict[str, Any]:
    badges = [badge for group in visit.props("badges")["groups"] for badge in group["badges"]]
    return next(badge for badge in badges if badge["id"] == "first-light")
