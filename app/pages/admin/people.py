"""Everybody Questboard has met."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui
from sqlmodel import Session

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.bots import TABS
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.choice_form import ask_choice
from components.forms import confirmed
from components.frame import frame, page_head
from components.layout import card
from components.outside import web_url
from components.table import Action, Chip, Column, Table
from components.tabs import tabs
from components.toasts import Toasts
from components.xp_form import ask_xp
from domain.events import DomainEvent
from domain.services import by_hand, erasing, factors, merging
from domain.services import players as verbs
from domain.specs import Membership, PersonKind
from domain.store.factors import next_day
from domain.store.queries import factors as factor_queries
from domain.store.queries import players
from domain.store.queries.game import cap_by_hand
from domain.views import PersonView, SignedIn


@ui.page("/admin/people")
async def people(request: Request) -> None:
    """Roles, and who is a bot."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    views, members = await door.read(_view)
    with frame("People", me, active="admin-people") as toasts:
        page_head("People", "Whoever does something in a connected tool appears here. Bots and agents earn nothing.")
        tabs("People", TABS, "/admin/people")
        screen.draw(views, members, toasts)


class Screen:
    """One open list of people."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me
        self._people: dict[str, PersonView] = {}
        self._members: Mapping[UUID, Membership] = {}

    def draw(self, views: Sequence[PersonView], members: Mapping[UUID, Membership], toasts: Toasts) -> None:
        self._toasts = toasts
        with card("People"):
            self._table = Table(
                (
                    Column("person", "Person", "person"),
                    Column("marks", "Role", "chips"),
                    Column("xp", "XP", "number"),
                    Column("seen", "Last activity", "time"),
                    Column("do", "", "actions"),
                ),
                caption="People",
                timezone="UTC",
                empty=("people", "Nobody yet", "The first delivery that names a person makes a player."),
                on_act=self._act,
            )
        self._show(views, members)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(*await door.read(_view))

    def _show(self, views: Sequence[PersonView], members: Mapping[UUID, Membership]) -> None:
        self._members = members
        self._people = {str(view.id): view for view in views}
        self._table.show([self._row(view) for view in views])

    def _row(self, view: PersonView) -> dict[str, object]:
        return {
            "id": view.id,
            "person": {"name": view.name, "login": view.login, "avatar_url": web_url(view.avatar_url)},
            "marks": tuple(_marks(view, self._members.get(view.id))),
            "xp": view.xp,
            "seen": view.last_activity_at,
            "do": tuple(self._actions(view)),
        }

    def _actions(self, view: PersonView) -> list[Action]:
        if view.kind is PersonKind.MERGED:
            return []
        if view.kind is not PersonKind.HUMAN:
            return [Action("human", "Mark as person", describe=f"Mark {view.name} as a person")]
        if view.id == self._me.player_id:
            return []
        return [
            Action("xp", "Give XP", describe=f"Give XP to {view.name}, or take it"),
            Action("member", "Membership", describe=f"Choose the membership of {view.name}", more=True),
            Action(
                "rewards", "Rewards", href=f"/admin/rewards?of={view.id}", describe=f"Rewards of {view.name}", more=True
            ),
            *_roles(view),
            Action("merge", "Merge", tone="danger", describe=f"Merge {view.name} into another player", more=True),
            Action("erase", "Erase", tone="danger", describe=f"Erase {view.name}", more=True),
        ]

    async def _act(self, key: str, handle: str) -> None:
        if (view := self._people.get(handle)) is None or not await _agreed(key, view):
            return
        if key == "merge":
            await self._merge(view)
            return
        if key == "xp":
            await self._by_hand(view)
            return
        if key == "member":
            await self._membership(view)
            return
        match key:
            case "admin" | "player":
                change = door.write(
                    verbs.set_admin, view.id, admin=key == "admin", actor_id=self._me.player_id, now=door.now()
                )
            case "bot" | "agent" | "human":
                kind = PersonKind(key)
                change = door.write(verbs.set_kind, view.id, kind=kind, actor_id=self._me.player_id, now=door.now())
            case "erase":
                change = self._erase(view)
            case _:
                return
        if await attempt(self._toasts, change, f"{view.name} is changed"):
            await self._refresh()

    async def _erase(self, view: PersonView) -> list[DomainEvent]:
        looked = await door.read(erasing.look, view.id)
        return await door.write(erasing.at_once, view.id, looked=looked, actor_id=self._me.player_id, now=door.now())

    async def _merge(self, view: PersonView) -> None:
        """Another account of the same person carries on."""
        others = {
            handle: f"{one.name} (@{one.login})"
            for handle, one in self._people.items()
            if one.kind is PersonKind.HUMAN and one.id not in {view.id, self._me.player_id}
        }
        chosen = await ask_choice(
            f"Merge {view.name} into …",
            f"Accounts, work, XP and badges of {view.name} go to the player you choose. This cannot be undone.",
            "Player who carries on",
            others,
            "Merge",
        )
        if chosen is None or (target := self._people.get(chosen)) is None:
            return
        change = door.write(merging.merge, view.id, target.id, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{target.name} carries on for {view.name}"):
            await self._refresh()

    async def _membership(self, view: PersonView) -> None:
        """It multiplies XP where the scoring page says so."""
        now = door.now()
        since = next_day(now)
        chosen = await ask_choice(
            f"Membership of {view.name}",
            f"It holds from {since:%-d %B} on. What it multiplies XP by, and whether it counts, the scoring page says.",
            "Membership",
            {level.value: level.value.capitalize() for level in Membership},
            "Save",
        )
        if chosen is None:
            return
        level = Membership(chosen)
        change = door.write(factors.set_membership, view.id, level, actor_id=self._me.player_id, now=now)
        if await attempt(self._toasts, change, f"{view.name}: {chosen}, from {since:%-d %B} on"):
            await self._refresh()

    async def _by_hand(self, view: PersonView) -> None:
        """Recognition that no rule sees, or a mistake that no other verb mends."""
        cap = await door.read(cap_by_hand)
        asked = await ask_xp(
            view.name,
            f"{view.name} reads the reason, and it is in the audit trail. At most {cap:,} XP a day.",
            limit=max(cap, 1),
            longest=by_hand.MAX_REASON,
        )
        if asked is None:
            return
        amount, reason = asked
        change = door.write(
            by_hand.give, uuid4(), view.id, amount, reason=reason, actor_id=self._me.player_id, now=door.now()
        )
        if await attempt(self._toasts, change, f"{amount:+,} XP for {view.name}"):
            await self._refresh()


def _view(session: Session) -> tuple[Sequence[PersonView], Mapping[UUID, Membership]]:
    return players.people(session), factor_queries.memberships(session)


async def _agreed(key: str, view: PersonView) -> bool:
    """Only what takes something away is asked about."""
    match key:
        case "bot" | "agent":
            what = "a bot" if key == "bot" else "a coding agent"
            text = "Bots and agents earn nothing from now on and stand on no board."
            return await confirmed(f"Mark {view.name} as {what}?", text, f"Mark as {what}")
        case "erase":
            return await confirmed(
                f"Erase {view.name} now?",
                f"For when {view.name} asked you to. Name, picture, accounts, messages and thanks go, here and in "
                "everything that is kept; numbers stay, as a stranger’s. It cannot be undone.",
                "Erase",
            )
        case "player":
            return await confirmed(f"Take the admin role from {view.name}?", "Open admin pages close.", "Take the role")
        case _:
            return True


def _roles(view: PersonView) -> list[Action]:
    """What somebody else can be; an admin is a person, so that a bot has no rights."""
    if view.is_admin:
        return [Action("player", "Take admin role", describe=f"Take the admin role from {view.name}", more=True)]
    return [
        Action("admin", "Make admin", describe=f"Make {view.name} an admin", more=True),
        Action("bot", "Mark as bot", describe=f"Mark {view.name} as a bot", more=True),
        Action("agent", "Mark as agent", describe=f"Mark {view.name} as a coding agent", more=True),
    ]


def _marks(view: PersonView, member: Membership | None) -> list[Chip]:
    marks = [Chip("Admin", "info")] if view.is_admin else []
    if member:
        marks.append(Chip(member.value.capitalize()))
    if view.kind is not PersonKind.HUMAN:
        marks.append(Chip(view.kind.value.capitalize()))
    if view.hidden:
        marks.append(Chip("Hidden"))
    return marks
