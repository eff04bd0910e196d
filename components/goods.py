"""Rewards and offers as lists of goods: what they are, what can be done with them, what they cost."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from nicegui import ui

from components.tabs import tabs
from components.vue import put, vue
from domain.specs import RewardKind
from domain.views import OfferView, PurchaseView, RewardView

#: `on_act(action, id of the good)`.
Act = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Do:
    """A button of a good."""

    key: str
    label: str
    primary: bool = False
    quiet: bool = False
    off: bool = False


@dataclass(frozen=True, slots=True)
class Good:
    """`text` says what it is for, `meta` how it stands."""

    id: str
    kind: str
    name: str
    text: str = ""
    meta: str = ""
    chips: tuple[str, ...] = ()
    price: str = ""
    actions: tuple[Do, ...] = ()
    off: bool = False


class Goods:
    """A list under a heading; `empty` has an icon, a title and a text for when there are none."""

    def __init__(
        self, goods: Sequence[Good], *, heading: str, empty: tuple[str, str, str], note: str = "", on_act: Act
    ) -> None:
        self.element = vue("goods", heading=heading, goods=_plain(goods), empty=list(empty), note=note)
        self.element.mark(heading.lower().replace(" ", "-"))
        self.element.on("act", lambda event: on_act(str(event.args["key"]), str(event.args["id"])))

    def show(self, goods: Sequence[Good], *, note: str = "") -> None:
        put(self.element, goods=_plain(goods), note=note)


def shop_tabs(active: str) -> ui.element:
    """What belongs together on the pages about rewards."""
    return tabs("Rewards", {"/rewards": "Rewards", "/shop": "Shop"}, active)


def admin_shop_tabs(active: str) -> ui.element:
    """What admins offer, and what was given."""
    return tabs("Shop and rewards", {"/admin/shop": "Shop", "/admin/rewards": "Rewards given"}, active)


def waiting(one: RewardView, zone: str) -> Good:
    """A reward that can be claimed."""
    until = f"Waits until {_day(one.expires_at, zone)}" if one.expires_at else "Waits for you as long as it takes"
    claim = Do("claim", "Claim", primary=True)
    return Good(str(one.id), one.kind, one.name, f"For {one.title}", until, actions=(claim,))


def kept(one: RewardView, zone: str, *, in_use: str = "Use it") -> Good:
    """Something that can be used."""
    labels = {RewardKind.BOOST: "Start it", RewardKind.FREEZE: "Add it"}
    use = () if one.handed_over else (Do("use", labels.get(one.kind, in_use)),)
    meta = f"Since {_day(one.settled_at or one.at, zone)}"
    meta += " · somebody will hand it over to you" if one.handed_over else ""
    return Good(str(one.id), one.kind, one.name, f"For {one.title}", meta, actions=use)


def past(one: RewardView, zone: str) -> Good:
    """What was given, and what became of it."""
    when = one.used_at or one.settled_at or one.at
    said = "Used" if one.used_at else {"claimed": "Yours", "expired": "Expired", "revoked": "Taken back"}[one.state]
    meta = " · ".join(filter(None, (said, _day(when, zone), one.reason)))
    return Good(str(one.id), one.kind, one.name, f"For {one.title}", meta, off=one.state != "claimed")


def title(name: str, *, worn: bool) -> Good:
    """A title, worn or not."""
    do = Do("take-off", "Take off", quiet=True) if worn else Do("wear", "Wear it")
    return Good(name, RewardKind.TITLE, name, chips=("Worn",) if worn else (), actions=(do,))


def offer(one: OfferView, zone: str) -> Good:
    """Something to buy."""
    chips = ("With approval",) if one.approval else ()
    meta = [_stock(one), f"until {_day(one.ends_at, zone)}" if one.ends_at else ""]
    meta = [one.refusal] if one.refusal else meta
    buy = Do("buy", "Buy", primary=one.refusal is None, off=one.refusal is not None)
    text = one.text if one.name == one.title else " · ".join(filter(None, (one.name, one.text)))
    said = " · ".join(filter(None, meta))
    return Good(one.id, one.kind, one.title, text, said, chips, f"{one.price:,}", (buy,), one.refusal is not None)


def bought(one: PurchaseView, zone: str) -> Good:
    """Something one bought, and how it stands."""
    states = {
        "waiting": "Waits for an admin",
        "approved": "Somebody will hand it over to you",
        "done": "Handed over" if one.real else "Yours",
        "refused": "Refused, your coins are back",
        "refunded": "Taken back, your coins are back",
    }
    meta = " · ".join(filter(None, (states[one.state], _day(one.at, zone))))
    off = one.state in {"refused", "refunded"}
    return Good(str(one.id), RewardKind.ITEM, one.title, one.reason, meta, price=f"{one.price:,}", off=off)


def _stock(one: OfferView) -> str:
    left = "" if not one.left else f"{one.left:,} left"
    mine = f"you have {one.bought:,} of {one.per_person:,}" if one.per_person and one.bought else ""
    return " · ".join(filter(None, (left, mine)))


def _day(at: datetime | None, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%-d %B}" if at else ""


def _plain(goods: Sequence[Good]) -> list[dict[str, object]]:
    return [asdict(one) for one in goods]
