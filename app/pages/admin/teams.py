"""Teams, and who is in them."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.news import News, Topic
from app.pages.admin.guard import follow_as_admin
from app.pages.attempt import attempt
from components.forms import confirmed
from components.frame import frame, page_head
from components.layout import columns, stack
from components.team_form import NewTeam, TeamCard
from components.toasts import Toasts
from domain.errors import Invalid, QuestboardError
from domain.rules.slugs import slug_of
from domain.services import teams as verbs
from domain.specs import PersonKind
from domain.store.queries import players
from domain.store.queries import teams as queries
from domain.views import SignedIn, TeamView


@ui.page("/admin/teams")
async def teams(request: Request) -> None:
    """Work counts for the team somebody was in when it happened."""
    me = await current.require_admin(request)
    screen = Screen(me)
    follow_as_admin(me, screen.tell)
    people, views = await screen.read()
    with frame("Teams", me, active="admin-teams") as toasts:
        page_head("Teams", "Missions for teams count the work of their members, each for the time of membership.")
        screen.draw(people, views, toasts)


class Screen:
    """One open list of teams."""

    def __init__(self, me: SignedIn) -> None:
        self._me = me
        self._cards: dict[UUID, TeamCard] = {}

    async def read(self) -> tuple[dict[UUID, str], tuple[TeamView, ...]]:
        everybody = await door.read(players.people)
        people = {person.id: person.name for person in everybody if person.kind is PersonKind.HUMAN}
        return people, await door.read(queries.teams)

    def draw(self, people: dict[UUID, str], views: Sequence[TeamView], toasts: Toasts) -> None:
        self._toasts = toasts
        with columns():
            self._list = stack()
            NewTeam(slug_of=slug_of, on_save=self._create)
        self._show(people, views)

    async def tell(self, news: News) -> None:
        self._toasts.tell_all(news.mine)
        if news.stale(Topic.PEOPLE):
            await self._refresh()

    async def _refresh(self) -> None:
        self._show(*await self.read())

    def _show(self, people: dict[UUID, str], views: Sequence[TeamView]) -> None:
        """Teams never go, so cards only come and change."""
        self._teams = {view.id: view for view in views}
        for view in views:
            if card := self._cards.get(view.id):
                card.show(view, people)
                continue
            with self._list:
                self._cards[view.id] = TeamCard(view, people, on_add=self._join, on_remove=self._leave)

    async def _create(self, name: str, slug: str) -> bool:
        """Raises `Invalid` with the fields of the form."""
        try:
            await door.write(verbs.create, uuid4(), slug, name, actor_id=self._me.player_id, now=door.now())
        except Invalid:
            raise
        except QuestboardError as refusal:
            self._toasts.say(refusal.title, refusal.sentence, good=False)
            return False
        self._toasts.say(f"{name.strip()} is a team")
        await self._refresh()
        return True

    async def _join(self, team_id: UUID, player_id: UUID) -> None:
        change = door.write(verbs.join, team_id, player_id, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change):
            await self._refresh()

    async def _leave(self, team_id: UUID, player_id: UUID) -> None:
        team = self._teams[team_id]
        person = next((member.name for member in team.members if member.id == player_id), None)
        if person is None or not await confirmed(
            f"Remove {person} from {team.name}?", "What was done for the team still counts for it.", "Remove"
        ):
            return
        change = door.write(verbs.leave, team_id, player_id, actor_id=self._me.player_id, now=door.now())
        if await attempt(self._toasts, change, f"{person} left {team.name}"):
            await self._refresh()
