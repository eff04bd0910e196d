"""Bots and agents: the table of them, and the form that names another one by its login."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from nicegui import ui

from components.forms import button
from components.frame import words
from components.table import Action, Chip, Column, Table
from domain.specs import PersonKind
from domain.views import BotView

#: Hands over what was typed (`provider`, `login`, `kind`); answers with a sentence for each field that is wrong, None
#: where something else is.
Enlist = Callable[[Mapping[str, str]], Awaitable[Mapping[str, str] | None]]

KINDS = {PersonKind.BOT.value: "Bot", PersonKind.AGENT.value: "Coding agent"}


class BotTable:
    """Everybody who is no person. `on_act` gets the id of a view."""

    def __init__(self, *, timezone: str, on_act: Callable[[str, str], Awaitable[None]]) -> None:
        self._table = Table(
            (
                Column("who", "Login", "title"),
                Column("kind", "What it is", "chips"),
                Column("by", "Listed by"),
                Column("at", "Since", "time"),
                Column("do", "", "actions"),
            ),
            caption="Bots and agents",
            timezone=timezone,
            empty=("shield", "Nobody is listed", "GitHub’s own bots need no line here."),
            on_act=on_act,
        )
        self._table.element.mark("bots")

    def show(self, bots: Sequence[BotView]) -> None:
        self._table.show([_row(one) for one in bots])


class BotForm:
    """Names a login. `providers` are the tools whose accounts were seen."""

    def __init__(self, providers: Sequence[str], *, on_save: Enlist) -> None:
        self._on_save = on_save
        with ui.element("div").classes("qb-form"):
            with ui.element("div").classes("qb-form-row"):
                self._login = ui.input("Login").props("outlined maxlength=200 autocapitalize=off spellcheck=false")
                self._login.mark("bot-login")
                self._provider = ui.input("Tool", value="github", autocomplete=list(providers))
                self._provider.props("outlined maxlength=40 autocapitalize=off spellcheck=false").mark("bot-tool")
            self._kind = ui.select(KINDS, label="What it is", value=PersonKind.BOT.value)
            self._kind.props("outlined options-dense behavior=menu").mark("bot-kind")
            words(
                "p",
                "It need not have been here yet. The tool is github, or the provider that a sender of your own names.",
            ).classes("qb-hint")
            with ui.element("div").classes("qb-actions"):
                button("Put on the list", self._save, primary=True).mark("list-bot")

    async def _save(self) -> None:
        fields = {"login": self._login, "provider": self._provider}
        typed = {name: str(field.value or "") for name, field in fields.items()}
        wrong = await self._on_save({**typed, "kind": str(self._kind.value)})
        for name, field in fields.items():
            field.error = (wrong or {}).get(name)
        if wrong is not None and not wrong:
            self._login.set_value("")


def _row(one: BotView) -> dict[str, object]:
    return {
        "id": one.id,
        "who": {"title": one.login, "text": _where(one)},
        "kind": (Chip(KINDS[one.kind.value]),),
        "by": one.listed_by or "",
        "at": one.at,
        "do": (Action("person", "Take off", describe=f"Take {one.login} off the list"),),
    }


def _where(one: BotView) -> str:
    if one.provider is None:
        return "Marked by hand under People"
    tool = "GitHub" if one.provider == "github" else one.provider
    return tool if one.player_id else f"{tool} · not seen yet"
