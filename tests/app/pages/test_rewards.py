"""The pages of rewards and of the shop, as a player uses them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from domain.services import rewards as verbs
from domain.services import shop
from domain.specs import OfferSpec, RewardSpec
from domain.store import session
from domain.store.queries import rewards as queries
from domain.store.rewards import Grant, id_of
from tests.app.pages.conftest import Visit
from tests.domain.services import game

MUG: dict[str, Any] = {"id": "mug", "title": "A mug", "price": 20, "gives": {"kind": "item", "reference": "Mug"}}


def now() -> datetime:
    return datetime.now(UTC)


def given(player: UUID, *, at: datetime | None = None, **spec: Any) -> UUID:
    """The id of a reward that somebody was given for a good year."""
    key = f"test:{uuid4()}"
    grant = Grant(player, RewardSpec.model_validate(spec), key, "season", "frost", "A good year")
    session.write(verbs.grant, [grant], now=at or now())
    return id_of(key)


def offered(**fields: Any) -> None:
    session.write(shop.put, OfferSpec.model_validate(MUG | fields), actor_id=None, now=now())


async def test_without_rewards_the_page_says_what_will_stand_there(visit: Visit) -> None:
    await visit.user.open("/rewards")
    for name, said in (
        ("waiting-for-you", "Nothing waits"),
        ("your-things", "Nothing kept"),
        ("before", "Nothing yet"),
    ):
        assert (visit.props(name)["goods"], visit.props(name)["empty"][1]) == ([], said)
    await visit.user.should_not_see(marker="titles")


async def test_a_reward_that_comes_while_the_page_is_open_is_claimed_and_used(visit: Visit) -> None:
    await visit.user.open("/rewards")
    reward = given(visit.player_id, kind="boost", amount=2, percent=150, by_hand=True, days=7)
    _hears(visit)
    await visit.eventually(lambda: _names(visit, "waiting-for-you") == ["×1.5 XP for 2 hours"])
    for key, place, said in (("claim", "your-things", "Since"), ("use", "before", "Used")):
        list_ = "waiting-for-you" if key == "claim" else "your-things"
        visit.user.find(marker=list_).trigger("act", {"key": key, "id": str(reward)})
        await visit.eventually(lambda key=key: _state(reward, used=key == "use"))  # type: ignore[misc]
        _hears(visit)
        await visit.eventually(lambda place=place: len(_names(visit, place)) == 1)  # type: ignore[misc]
        assert visit.props(place)["goods"][0]["meta"].startswith(said)
    assert _names(visit, "waiting-for-you") == _names(visit, "your-things") == []


async def test_what_is_lost_or_taken_back_stays_with_its_reason(visit: Visit) -> None:
    given(visit.player_id, kind="xp", amount=5, by_hand=True, days=1, at=now() - timedelta(days=2))
    back = given(visit.player_id, kind="item", reference="Mug")
    session.write(verbs.expire, now=now())
    session.write(verbs.revoke, back, reason="Given by mistake.", actor_id=game.an_admin(), now=now())
    await visit.user.open("/rewards")
    said = [good["meta"] for good in visit.props("before")["goods"]]
    assert said[0].startswith("Taken back")
    assert said[0].endswith("Given by mistake.")
    assert said[1].startswith("Expired")


async def test_a_title_is_worn_and_taken_off(visit: Visit) -> None:
    given(visit.player_id, kind="title", reference="Night owl")
    await visit.user.open("/rewards")
    for key, worn in (("wear", "Night owl"), ("take-off", None)):
        visit.user.find(marker="titles").trigger("act", {"key": key, "id": "Night owl"})
        await visit.eventually(lambda worn=worn: _page(visit).worn == worn)  # type: ignore[misc]


async def test_the_shop_says_why_something_cannot_be_bought(visit: Visit) -> None:
    await visit.user.open("/shop")
    assert visit.props("on-offer")["empty"][1] == "Nothing is on offer"
    given(visit.player_id, kind="coins", amount=100)
    offered(per_person=1, stock=2)
    offered(id="pen", title="A pen", stock=0)
    offered(id="car", title="A car", price=2_000)
    await visit.user.open("/shop")
    assert _offers(visit) == {"A mug": "2 left", "A pen": "This is sold out.", "A car": _DEAR}
    await _buy(visit, "mug")
    _hears(visit)
    await visit.eventually(
        lambda: _offers(visit)["A mug"] == "You have bought this once, which is as often as one can."
    )
    assert _names(visit, "what-you-bought") == ["A mug"]
    assert visit.props("on-offer")["note"] == "You have 80 coins"


_DEAR = "You have 100 coins; this costs 2,000."


async def _buy(visit: Visit, offer: str) -> None:
    visit.user.find(marker="on-offer").trigger("act", {"key": "buy", "id": offer})
    await visit.user.should_see("It costs 20 coins of your 100.")
    visit.user.find(marker="yes").click()
    await visit.eventually(lambda: bool(game.rows("select from purchase")))


def _hears(visit: Visit) -> None:
    """Something changed for whoever looks at the page."""
    from domain.events import RewardChanged

    visit.live.hear([RewardChanged(visit.player_id, uuid4())])


def _page(visit: Visit) -> Any:
    return session.read(queries.page, visit.player_id)


def _names(visit: Visit, marker: str) -> list[str]:
    return [good["name"] for good in visit.props(marker)["goods"]]


def _offers(visit: Visit) -> dict[str, str]:
    return {good["name"]: good["meta"] for good in visit.props("on-offer")["goods"]}


def _state(reward: UUID, *, used: bool) -> bool:
    return game.rows("select state, used_at is not null from reward where id = %s", reward) == [("claimed", used)]
