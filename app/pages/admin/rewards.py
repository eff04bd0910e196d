"""What people were given, and the way to take a single reward back."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from fastapi import Query, Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin, still_admin
from app.pages.attempt import attempt
from components.frame import frame, page_head, words
from components.goods import admin_shop_tabs
from components.layout import card
from components.outside import web_url
from components.reason_form import ask_reason
from components.table import Action, Chip, Column, Table
from components.tabs import tabs
from components.toasts import Toasts
from domain.services import rewards as verbs
from domain.specs import RewardKind
from domain.store.queries import players
from domain.store.queries import rewards as queries
from domain.views import GivenReward, SignedIn

State = Literal["all", "pending", "claimed", "expired", "revoked"]
STATES: dict[State, str] = {
    "all": "All", "pending": "Waiting", "claimed": "Claimed", "expired": "Expired", "revoked": "Taken back",
}  # fmt: skip
PAGE = 50
MOST = 500


@ui.page("/admin/rewards")
async def rewards(
    request: Request, state: Annotated[str, Query()] = "all", of: Annotated[UUID | None, Query()] = None
) -> None:
    """The newest rewards, in one state or of one player if asked."""
    me = await current.require_admin(request)
    chosen: State = next((known for known in get_args(State) if known == state), "all")
    screen = Screen(me, None if chosen == "all" else chosen, of)
    follow_as_admin(me, screen.tell)
    zone = (await door.read(players.player_card, me.player_id, now=door.now())).timezone
    whose = (await door.read(players.player_card, of, now=door.now())).name if of else None
    views = await screen.read()
    with frame("Rewards given", me, active="admin-shop") as toasts:
        with page_head(
            "Rewards given", "What missions, people and the shop gave. One can be taken back, with a reason."
        ):
            admin_shop_tabs("/admin/rewards")
        with ui.element("div").classes("qb-actions"):
            of_one = f"&of={of}" if of else ""
            links = {f"/admin/rewards?state={key}{of_one}": title for key, title in STATES.items()}
            tabs("State", links, f"/admin/rewards?state={chosen}{of_one}")
            if whose:
                link = words("a", f"Only {whose} · show everybody").classes("qb-button is-quiet")
                link.props["href"] = f"/admin/rewards?state={chosen}"
        screen.draw(views, zone, toasts)


class Screen:
    """One open list of rewards."""

    def __init__(self, me: SignedIn, state: str | None, of: UUID | None) -> None:
        self._me, self._state, self._of, self._count = me, state, of, PAGE

    async def read(self) -> tuple[GivenReward, ...]:
        return await door.read(queries.given, player_id=self._of, state=self._state, limit=self._count)

    def draw(self, views: Sequence[GivenReward], zone: str, toasts: Toasts) -> None:
        self._toasts = toasts
        with card("Rewards"):
            self._table = Table(
                (
                    Column("person", "Person", "person"),
                    Column("reward", "Reward", "title"),
                    Column("at", "Given", "time"),
                    Column("state", "State", "chips"),
                    Column("do", "", "actions"),
                ),
                caption="Rewards",
                timezone=zone,
                empty=("gift", "Nothing here", "What missions, seasons, boards and the shop give stands here."),
                on_act=self._act,
                on_older=self._older,
            )
        self._show(views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.REWARDS, Topic.FEED):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(await self.read())

    async def _older(self) -> None:
        if await still_admin(self._me):
            self._count = min(self._count + PAGE, MOST)
            await self._refresh()

    def _show(self, views: Sequence[GivenReward]) -> None:
        self._views = {str(one.reward.id): one for one in views}
        rows = [self._row(one) for one in views]
        self._table.show(rows, can_grow=self._count <= len(views) < MOST)

    def _row(self, one: GivenReward) -> dict[str, Any]:
        reward = one.reward
        can_go = one.player_id != self._me.player_id and can_be_taken_back(one)
        back = Action("back", "Take back", "danger", describe=f"Take back from {one.player_name}: {reward.name}")
        return {
            "id": str(reward.id),
            "person": {"name": one.player_name, "login": one.login, "avatar_url": web_url(one.avatar_url)},
            "reward": {"title": reward.name, "text": f"For {reward.title}"},
            "at": reward.at,
            "state": [_chip(one)],
            "do": [back] if can_go else [],
        }

    async def _act(self, _key: str, handle: str) -> None:
        if (one := self._views.get(handle)) is None:
            return
        title, text = (
            f"Take this back from {one.player_name}?",
            f"{one.reward.name}, for {one.reward.title}. {falls(one)}",
        )
        reason = await ask_reason(title, text, "Take back", limit=verbs.MAX_REASON)
        if reason is None:
            return
        actor, now = self._me.player_id, door.now()
        change = door.write(verbs.revoke, one.reward.id, reason=reason, actor_id=actor, now=now)
        if await attempt(self._toasts, change, f"Taken back from {one.player_name}"):
            await self._refresh()


def can_be_taken_back(one: GivenReward) -> bool:
    """What is used up is not; of a boost in use, what is left of it."""
    return one.reward.state in {"pending", "claimed"} and (one.reward.used_at is None or _runs(one))


def falls(one: GivenReward) -> str:
    """What an admin should know before a reward is taken back."""
    kind, bought = one.reward.kind, " The coins stay spent: the shop gives those back." if one.is_bought else ""
    if one.reward.state == "pending":
        return "It waits to be claimed, and will be gone."
    said = {
        RewardKind.XP: "The XP go, by an entry on the day on which they were given.",
        RewardKind.COINS: "What is left of the coins goes: a balance never falls below zero.",
        RewardKind.BADGE: "The badge goes, unless it was earned another way as well.",
        RewardKind.TITLE: "The title goes, from beside the name too.",
        RewardKind.BOOST: "It ends within a minute; what was paid with it stays."
        if _runs(one)
        else "It is not used yet.",
    }
    return said.get(kind, "It is not used yet, and will be gone.") + bought


def _runs(one: GivenReward) -> bool:
    return one.lasts_until is not None and one.lasts_until > door.now()


def _chip(one: GivenReward) -> Chip:
    reward = one.reward
    match reward.state:
        case "pending":
            return Chip("waits to be claimed", "info")
        case "expired":
            return Chip("expired")
        case "revoked":
            return Chip(f"Taken back: {reward.reason}" if reward.reason else "Taken back")
        case _ if _runs(one):
            return Chip("in use", "good")
        case _:
            return Chip("used up") if reward.used_at else Chip("has it", "good")
