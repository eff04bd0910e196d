"""Teams: a form for a new one, and a card for each with the people in it."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from nicegui import ui

from components.forms import button
from components.frame import words
from components.layout import card
from components.outside import web_url
from components.table import Action, Column, Table
from domain.errors import Invalid
from domain.views import PersonView, TeamView

SaveTeam = Callable[[str, str], Awaitable[bool]]
ChangeMember = Callable[[UUID, UUID], Awaitable[None]]


class NewTeam:
    """Name and handle; `on_save(name, slug)` tells whether it was kept and raises `Invalid` for a field."""

    def __init__(self, *, slug_of: Callable[[str], str], on_save: SaveTeam) -> None:
        self._slug_of, self._on_save = slug_of, on_save
        with card("New team"), ui.element("div").classes("qb-form"):
            words("h2", "New team")
            self._name = ui.input("Name", on_change=self._named).props("outlined maxlength=80").mark("name")
            self._slug = ui.input("Handle").props("outlined maxlength=64").mark("slug")
            words("p", "Packs and missions know a team by its handle; it never changes.").classes("qb-hint")
            with ui.element("div").classes("qb-actions"):
                button("Create team", self._save, primary=True)
        self._proposed = ""

    def _named(self) -> None:
        """Propose a handle until somebody types another one."""
        if (self._slug.value or "") == self._proposed:
            self._proposed = self._slug_of(self._name.value or "")
            self._slug.set_value(self._proposed)

    async def _save(self) -> None:
        fields = {"name": self._name, "slug": self._slug}
        wrong: Mapping[str, str] = {}
        try:
            done = await self._on_save(self._name.value or "", self._slug.value or "")
        except Invalid as refusal:
            done, wrong = False, refusal.fields
        for key, field in fields.items():
            field.error = wrong.get(key)
        if done:
            self._name.set_value("")
            self._slug.set_value("")
            self._proposed = ""


class TeamCard:
    """One team; `show` changes who is in it. `people` are those who may join, by id."""

    def __init__(
        self, team: TeamView, people: Mapping[UUID, str], *, on_add: ChangeMember, on_remove: ChangeMember
    ) -> None:
        self._id, self._add = team.id, on_add
        with card(team.name) as self.element:
            with ui.element("div").classes("qb-card-head"):
                words("h2", team.name)
                words("span", team.slug).classes("qb-chip")
            self._table = Table(
                (Column("person", "Person", "person"), Column("do", "", "actions")),
                caption=team.name,
                timezone="UTC",
                empty=("people", "Nobody yet", "Choose the first member below."),
                on_act=lambda _, handle: on_remove(team.id, UUID(handle)),
            )
            with ui.element("div").classes("qb-form qb-team-add"):
                self._choice = ui.select({}, label="Add a person", with_input=True, on_change=self._chosen)
                self._choice.props("outlined options-dense behavior=menu").mark(f"add-to-{team.slug}")
        self.show(team, people)

    def show(self, team: TeamView, people: Mapping[UUID, str]) -> None:
        members = {member.id for member in team.members}
        self._table.show([_row(team, member) for member in team.members])
        self._choice.set_options({str(key): name for key, name in people.items() if key not in members}, value=None)

    async def _chosen(self) -> None:
        if self._choice.value:
            await self._add(self._id, UUID(self._choice.value))


def _row(team: TeamView, member: PersonView) -> dict[str, object]:
    return {
        "id": member.id,
        "person": {"name": member.name, "login": member.login, "avatar_url": web_url(member.avatar_url)},
        "do": (Action("remove", "Remove", describe=f"Remove {member.name} from {team.name}"),),
    }
