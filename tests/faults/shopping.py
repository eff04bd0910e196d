"""The steps of buying, of what follows it, and of rewards, after each of which a process can be made to die."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from domain.services import rewards, shop
from domain.specs import RewardKind, RewardSpec
from domain.store import session
from domain.store.rewards import id_of
from tests.domain.services import game
from tests.domain.services.game import later
from tests.domain.services.test_shop import buy, offered, rich
from tests.faults.steps import COMMITTED, Verb

Step = tuple[str, str, bool]

#: name: (module, function, whether death comes before it runs); not every verb takes every step.
STEPS: dict[str, Step] = {
    "definitions shared": ("domain.store.definitions", "share", False),
    "player locked": ("domain.store.people", "lock", False),
    "purchase locked": ("domain.store.shop", "lock_purchase", False),
    "offer locked": ("domain.store.shop", "lock_offer", False),
    "reward stored": ("domain.store.rewards", "add", False),
    "use stored": ("domain.store.rewards", "use", False),
    "reward settled": ("domain.store.rewards", "settle", False),
    "boost given": ("domain.services.boosts", "give", False),
    "boost ended": ("domain.services.boosts", "end", False),
    "freeze given": ("domain.services.streaks", "grant_freeze", False),
    "coins booked": ("domain.store.ledger", "book", False),
    "balance updated": ("domain.store.ledger", "balance", False),
    "notification written": ("domain.store.awards", "notify", False),
    "audited": ("domain.store.audit", "note", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    COMMITTED: ("domain.store.bus", "announce", True),
}
_START = ("definitions shared", "player locked")
_BOOKED = ("coins booked", "balance updated", "notification written")
_DECIDED = "This has been decided already"
_END = ("news staged, not committed", COMMITTED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A verb with what it needs, and how the game looks when it was done once: coins, sold, purchase, reward, used.

    `again` is what is said to whoever tries it once more; None where that does nothing.
    """

    verb: Verb
    args: tuple[Any, ...]
    fields: Mapping[str, Any]
    done: tuple[Any, ...]
    again: str | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """How an attempt is prepared, the steps it takes, and those that are enough to see the most."""

    prepare: Callable[[], Attempt]
    steps: tuple[str, ...]
    dearest: str


def _buying() -> Attempt:
    offered(stock=1)
    fields = {"player_id": rich(), "now": later(minutes=5)}
    return Attempt(shop.buy, (uuid4(), "mug"), fields, (50, 1, "done", "claimed", False))


def _agreeing() -> Attempt:
    offered(real=True, approval=True)
    return _deciding(shop.approve, buy(rich()), (50, 1, "approved", "claimed", False), _DECIDED)


def _handing_over() -> Attempt:
    offered(real=True)
    return _deciding(shop.hand_over, buy(rich()), (50, 1, "done", "claimed", True), "There is nothing to hand over")


def _refusing() -> Attempt:
    offered(real=True, approval=True)
    return _deciding(shop.refuse, buy(rich()), (100, 0, "refused", None, False), _DECIDED, reason="None are left.")


def _giving_back() -> Attempt:
    offered()
    done = (100, 0, "refunded", "revoked", False)
    return _deciding(shop.refund, buy(rich()), done, "There is nothing to give back", reason="It is broken.")


def _using() -> Attempt:
    offered(gives={"kind": "boost", "amount": 2, "percent": 150})
    ada = rich()
    reward = id_of(f"purchase:{buy(ada)}")
    return Attempt(rewards.use, (ada, reward), {"now": later(hours=1)}, (50, 1, "done", "claimed", True))


def _freezing() -> Attempt:
    offered(gives={"kind": "freeze", "amount": 1})
    ada = rich()
    reward = id_of(f"purchase:{buy(ada)}")
    return Attempt(rewards.use, (ada, reward), {"now": later(hours=1)}, (50, 1, "done", "claimed", True))


def _claiming() -> Attempt:
    ada, reward = _given(by_hand=True)
    return Attempt(rewards.claim, (ada, reward), {"now": later(hours=1)}, (130, None, None, "claimed", False))


def _expiring() -> Attempt:
    _given(by_hand=True)
    return Attempt(rewards.expire, (), {"now": later(days=60)}, (100, None, None, "expired", False))


def _revoking() -> Attempt:
    _, reward = _given()
    fields = {"reason": "A test run.", "actor_id": game.an_admin(), "now": later(hours=1)}
    return Attempt(
        rewards.revoke, (reward,), fields, (100, None, None, "revoked", False), "This reward is gone already"
    )


def _deciding(verb: Verb, purchase: UUID, done: tuple[Any, ...], again: str, **more: Any) -> Attempt:
    fields = {"actor_id": game.an_admin(), "now": later(minutes=30), **more}
    return Attempt(verb, (purchase,), fields, done, again)


def _given(*, by_hand: bool = False) -> tuple[UUID, UUID]:
    """A player with thirty coins of a reward, which wait where they are claimed by hand, and their reward."""
    days = 7 if by_hand else None
    thirty = RewardSpec(kind=RewardKind.COINS, amount=30, by_hand=by_hand, days=days)
    mission = game.published(game.mission(1, xp=0, rewards=(thirty,)))
    ada = rich()
    return ada, id_of(f"mission:{mission}:{ada}:once:reward-1")


def _stopping() -> Attempt:
    attempt = _using()
    session.write(attempt.verb, *attempt.args, **attempt.fields)
    fields = {"reason": "A test run.", "actor_id": game.an_admin(), "now": later(hours=2)}
    done = (50, 1, "done", "revoked", False)
    return Attempt(rewards.revoke, attempt.args[1:], fields, done, "This reward is gone already")


STORIES: dict[str, Story] = {
    "buying": Story(_buying, (*_START, "offer locked", *_BOOKED, "reward stored", *_END), "balance updated"),
    "agreeing": Story(
        _agreeing, (*_START, "purchase locked", "reward stored", "notification written", "audited", *_END), "audited"
    ),
    "handing over": Story(_handing_over, (*_START, "purchase locked", "use stored", "audited", *_END), "use stored"),
    "refusing": Story(
        _refusing, (*_START, "purchase locked", "offer locked", *_BOOKED, "audited", *_END), "balance updated"
    ),
    "giving back": Story(
        _giving_back,
        (*_START, "purchase locked", "offer locked", *_BOOKED, "reward settled", "audited", *_END),
        "balance updated",
    ),
    "using a boost": Story(_using, (*_START, "use stored", "boost given", *_END), "boost given"),
    "using a freeze": Story(_freezing, (*_START, "use stored", "freeze given", *_END), "freeze given"),
    "stopping a boost": Story(_stopping, (*_START, "reward settled", "boost ended", "audited", *_END), "boost ended"),
    "claiming": Story(_claiming, (*_START, "reward settled", *_BOOKED, *_END), "reward settled"),
    "expiring": Story(_expiring, (*_START, "reward settled", *_END), "reward settled"),
    "revoking": Story(_revoking, (*_START, "reward settled", *_BOOKED, "audited", *_END), "balance updated"),
}
