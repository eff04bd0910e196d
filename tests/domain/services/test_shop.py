"""The shop: what is bought, by whom and how often, and what comes back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, NotFound, QuestboardError, Refused
from domain.events import DomainEvent
from domain.rules.packs import Pack, read
from domain.services import merging, packs, rewards, shop
from domain.specs import OfferSpec
from domain.store import session
from domain.store.queries import feed
from domain.store.queries import rewards as shown
from domain.store.queries.packs import current
from domain.store.rewards import id_of
from tests import factories
from tests.domain.rules.packs.refusing import HEAD
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")

MUG: dict[str, Any] = {"id": "mug", "title": "A mug", "price": 50, "gives": {"kind": "item", "reference": "Mug"}}


def offered(admin: UUID | None = None, **fields: Any) -> str:
    offer = OfferSpec.model_validate(MUG | fields)
    session.write(shop.put, offer, actor_id=admin or game.an_admin(), now=NOW)
    return offer.id


def rich(account: Account = ADA, coins: int = 100) -> UUID:
    """A player who was given coins by a mission of his own."""
    player = game.joined(account)
    mission = game.published(
        game.mission(1, metric="ticket.solved", xp=0, coins=coins, audience={"people": [str(player)]})
    )
    assert mission
    game.solve(f"coins-{account.number}", by=account)
    return player


def buy(player: UUID, offer: str = "mug", *, purchase: UUID | None = None, at: datetime | None = None) -> UUID:
    purchase = purchase or uuid4()
    session.write(shop.buy, purchase, offer, player_id=player, now=at or later(minutes=5))
    return purchase


def decide(verb: Callable[..., list[DomainEvent]], purchase: UUID, *, at: datetime | None = None, **more: Any) -> None:
    session.write(verb, purchase, now=at or later(minutes=30), **{"actor_id": game.an_admin(), **more})


def coins(player: UUID) -> int:
    found: int = game.rows("select coins from player where id = %s", player)[0][0]
    return found


def sold() -> int:
    found: int = game.rows("select sold from offer")[0][0]
    return found


def test_it_is_paid_once_and_what_was_bought_is_there(playing: str) -> None:
    offered()
    ada = rich()
    purchase = buy(ada)
    buy(ada, purchase=purchase)

    (line, *_) = session.read(feed.feed, player_id=ada)
    assert (coins(ada), sold()) == (50, 1)
    assert [one.name for one in session.read(shown.page, ada).kept] == ["Mug"]
    assert (line.text, line.why) == ("bought A mug", "paid with coins")
    assert game.rows("select title, text from notification order by id desc limit 1") == [
        ("Mug", "For A mug. It is yours.")
    ]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_purchase_is_refused_kindly(playing: str) -> None:
    offered(price=120, per_person=2)
    ada = rich(coins=100)
    with pytest.raises(Refused, match=r"You have 100 coins; this costs 120\."):
        buy(ada)
    offered(price=10, per_person=2, stock=3)
    buy(ada)
    buy(ada)
    with pytest.raises(Refused, match=r"You have bought this twice, which is as often as one can\."):
        buy(ada)
    ben = rich(BEN)
    buy(ben)
    with pytest.raises(Refused, match=r"This is sold out\."):
        buy(ben)
    offered(price=10, on=False, stock=30)
    with pytest.raises(Refused, match=r"This is not on offer now\."):
        buy(ben)
    with pytest.raises(NotFound, match=r"There is no such offer\."):
        buy(ben, "no-such-thing")
    assert (coins(ada), coins(ben), sold()) == (80, 90, 3)
    assert not game.broken()
    assert is_replayed(playing)


def test_what_a_person_hands_over_waits_for_an_admin_and_is_then_used(playing: str) -> None:
    offered(real=True, approval=True)
    ada = rich()
    purchase = buy(ada)
    assert (coins(ada), session.read(shown.page, ada).kept) == (50, ())

    decide(shop.approve, purchase)
    (mug,) = session.read(shown.page, ada).kept
    with pytest.raises(Refused, match=r"Somebody of your team will hand this over to you\."):
        session.write(rewards.use, ada, mug.id, now=later(hours=1))
    decide(shop.hand_over, purchase, at=later(hours=2))

    assert session.read(shown.page, ada).kept == ()
    assert game.rows("select state from purchase") == [("done",)]
    assert game.rows("select action from audit where action like 'purchase.%%' order by id") == [
        ("purchase.approved",), ("purchase.done",),
    ]  # fmt: skip
    for verb in (shop.approve, shop.hand_over):
        with pytest.raises(Refused):
            decide(verb, purchase)
    with pytest.raises(Refused, match="used already"):
        decide(shop.refund, purchase, reason="Broken.")
    assert not game.broken()
    assert is_replayed(playing)


def test_what_is_refused_is_paid_back_once(playing: str) -> None:
    offered(real=True, approval=True, stock=1, per_person=1)
    ada = rich()
    purchase = buy(ada)
    decide(shop.refuse, purchase, reason="None are left.")
    for verb in (shop.refuse, shop.refund):
        with pytest.raises(Refused):
            decide(verb, purchase, reason="Again.")

    assert (coins(ada), sold()) == (100, 0)
    assert game.rows("select title, text from notification order by id desc limit 1") == [
        ("A mug", "Not this time, and your coins are back. None are left.")
    ]
    buy(ada, at=later(hours=1))
    assert (coins(ada), sold()) == (50, 1)
    assert not game.broken()
    assert is_replayed(playing)


def test_a_refund_takes_back_what_was_bought_unless_it_was_used(playing: str) -> None:
    offered(gives={"kind": "title", "reference": "Owl"})
    ada = rich()
    purchase = buy(ada)
    session.write(rewards.wear, ada, "Owl", now=later(minutes=6))
    with pytest.raises(Refused, match=r"You have this already\."):
        buy(ada)
    decide(shop.refund, purchase, reason="By mistake.")
    assert (coins(ada), sold(), session.read(shown.page, ada).titles, session.read(shown.page, ada).worn) == (
        100, 0, (), None,
    )  # fmt: skip
    with pytest.raises(Refused, match="nothing to give back"):
        decide(shop.refund, purchase, reason="Again.")

    offered(gives={"kind": "item", "reference": "Mug"})
    purchase = buy(ada, at=later(hours=1))
    for _ in range(2):
        session.write(rewards.use, ada, id_of(f"purchase:{purchase}"), now=later(hours=2))
    with pytest.raises(Refused, match="used already"):
        decide(shop.refund, purchase, reason="By mistake.")
    assert (coins(ada), sold()) == (50, 1)
    assert not game.broken()
    assert is_replayed(playing)


def test_a_freeze_is_bought_and_used_once_and_no_more_than_can_be_held(playing: str) -> None:
    offered(price=10, gives={"kind": "freeze", "amount": 2})
    ada = rich()
    first, second = buy(ada), buy(ada)
    for _ in range(2):
        session.write(rewards.use, ada, id_of(f"purchase:{first}"), now=later(hours=1))
    assert game.rows("select count from streak_freeze") == [(2,)]
    with pytest.raises(Refused, match="can be held"):
        session.write(rewards.use, ada, id_of(f"purchase:{second}"), now=later(hours=2))
    assert [one.name for one in session.read(shown.page, ada).kept] == ["2 streak freezes"]
    assert not game.broken()
    assert is_replayed(playing)


def test_nobody_decides_about_his_own_purchase_and_only_admins_do() -> None:
    offered(real=True, approval=True)
    ada = rich()
    purchase = buy(ada)
    with pytest.raises(Forbidden):
        decide(shop.approve, purchase, actor_id=game.joined(BEN))
    game.joined(ADA, admin=True)
    with pytest.raises(Refused, match="You cannot decide about what you bought yourself"):
        decide(shop.approve, purchase, actor_id=ada)
    with pytest.raises(Invalid):
        decide(shop.refuse, purchase, reason=" ")
    with pytest.raises(NotFound):
        decide(shop.approve, uuid4())


def test_an_offer_is_changed_within_reason() -> None:
    offered(stock=5)
    ada = rich()
    buy(ada)
    with pytest.raises(Invalid) as refusal:
        offered(stock=0)
    assert refusal.value.fields == {"stock": "1 are sold already, so there cannot be fewer."}
    with pytest.raises(Invalid) as refusal:
        offered(gives={"kind": "badge", "reference": "no-such-badge"})
    assert refusal.value.fields == {"gives.reference": "There is no such badge."}
    with pytest.raises(Invalid):
        session.write(shop.put, OfferSpec.model_validate(MUG), is_new=True, actor_id=game.an_admin(), now=NOW)
    with pytest.raises(Forbidden):
        offered(ada)
    actions = "select action, count(*) from audit where action like 'offer.%%' group by 1"
    assert game.rows(actions) == [("offer.created", 1)]
    offered(stock=5)
    assert game.rows(actions) == [("offer.created", 1)]


def test_who_carries_on_for_a_merged_account_has_what_it_bought_and_gets_its_coins_back(playing: str) -> None:
    offered(real=True, per_person=1)
    ada, ben = rich(), rich(BEN)
    purchase = buy(ada)
    session.write(merging.merge, ada, ben, actor_id=game.an_admin(), now=later(minutes=20))
    with pytest.raises(Refused, match="You have bought this once"):
        buy(ben, at=later(minutes=25))
    decide(shop.refund, purchase, reason="By mistake.")
    assert coins(ben) == 200
    assert not game.broken()
    assert is_replayed(playing)


def test_a_clock_that_is_behind_buys_behind_what_it_pays_with(playing: str) -> None:
    offered()
    ada = rich()
    purchase = buy(ada, at=later(hours=-3))
    decide(shop.refund, purchase, reason="By mistake.", at=later(hours=-2))
    assert coins(ada) == 100
    assert game.rows("select at > %s from purchase union all select at > %s from purchase_step", NOW, NOW) == [
        (True,), (True,),
    ]  # fmt: skip
    assert is_replayed(playing)


def test_fifty_buyers_for_three_things_are_three_winners(playing: str) -> None:
    offered(stock=3, per_person=1)
    session.configure(playing, pool_size=25)
    buyers = [game.joined(account) for account in factories.accounts(50)]
    game.published(game.mission(1, xp=0, coins=60))
    game.play(game.batch(*({"key": one.login, "person": game.who(one)} for one in factories.accounts(50))))

    def one_of_them(player: UUID) -> str:
        try:
            buy(player)
        except QuestboardError as refusal:
            return refusal.sentence
        return "bought"

    with ThreadPoolExecutor(50) as pool:
        said = list(pool.map(one_of_them, buyers))

    winners = [player for player, one in zip(buyers, said, strict=True) if one == "bought"]
    assert sorted(set(said)) == ["This is sold out.", "bought"]
    assert len(winners) == sold() == 3
    assert [coins(player) for player in winners] == [10] * 3
    assert game.rows("select count(*) from player where coins = 60") == [(47,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_one_buyer_in_many_windows_spends_no_coin_twice(playing: str) -> None:
    offered(per_person=2)
    session.configure(playing, pool_size=10)
    ada = rich(coins=75)

    def once_more(_: int) -> bool:
        try:
            buy(ada)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(once_more, range(8))) == 1
    assert (coins(ada), sold()) == (25, 1)
    assert not game.broken()


def test_of_admins_who_decide_at_once_one_is_heard(playing: str) -> None:
    offered(real=True, approval=True, stock=5)
    session.configure(playing, pool_size=10)
    ada, admin = rich(), game.an_admin()
    purchases = [buy(ada, at=later(minutes=5 + number)) for number in range(2)]

    def at_once(number: int) -> bool:
        decided: dict[str, Any] = {"actor_id": admin, "now": later(minutes=30)}
        purchase = purchases[number % 2]
        try:
            if number // 2 % 2:
                session.write(shop.refuse, purchase, reason="None are left.", **decided)
            else:
                session.write(shop.approve, purchase, **decided)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(at_once, range(8))) == 2
    refused = game.rows("select count(*) from purchase where state = 'refused'")[0][0]
    assert (coins(ada), sold()) == (50 * refused, 2 - refused)
    assert not game.broken()
    assert is_replayed(playing)


def test_a_buyer_who_is_killed_before_the_commit_has_bought_nothing(playing: str) -> None:
    offered(stock=1)
    ada, purchase = rich(), uuid4()

    def dying(db: Session) -> list[DomainEvent]:
        shop.buy(db, purchase, "mug", player_id=ada, now=later(minutes=5))
        raise KeyboardInterrupt

    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            session.write(dying)
    assert (coins(ada), sold(), game.rows("select count(*) from purchase")) == (100, 0, [(0,)])
    buy(ada, purchase=purchase)
    assert (coins(ada), sold()) == (50, 1)
    assert not game.broken()
    assert is_replayed(playing)


def test_a_pack_brings_offers_and_changes_them(playing: str) -> None:
    pack = Pack(name="a", title="A", offers=(OfferSpec.model_validate(MUG),))
    for _ in range(2):
        session.write(packs.apply, pack, actor_id=None, now=NOW)
    assert session.read(current).offers == pack.offers
    buy(rich())
    dearer = pack.model_copy(update={"offers": (OfferSpec.model_validate(MUG | {"price": 60, "stock": 0}),)})
    with pytest.raises(Invalid, match=r"offers → mug: 1 are sold already"):
        session.write(packs.apply, dearer, actor_id=None, now=NOW)
    assert game.rows("select action from audit where subject = 'mug'") == [("offer.created",)]


def test_a_pack_says_what_is_wrong_with_an_offer() -> None:
    text = f"""{HEAD}offers:
  - id: mug
    title: A mug
    price: 0
    gives: {{kind: badge, reference: nothing}}
"""
    with pytest.raises(Invalid) as refusal:
        read(text, "a.yaml")
    assert "offers → mug → price: At least 1, please." in refusal.value.sentence
    assert "offers → mug → gives → reference: There is no badge “nothing”." in refusal.value.sentence
