"""The form of the league."""

from dataclasses import asdict

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.pages.admin.editing import Editor, form_page
from app.pages.admin.sentences import Location, checked
from components.league_form import LeagueForm, LeagueInput, input_of
from domain.services import leagues as verbs
from domain.specs import LeagueSpec
from domain.store.queries import leagues


@ui.page("/admin/league")
async def admin_league(request: Request) -> None:
    """The only league there is."""
    me = await current.require_admin(request)
    stored = await door.read(leagues.spec)
    typed = input_of(stored or LeagueSpec())
    text = "Off at first. Only people who join are in it; a round that is under way keeps its rules."
    with form_page(me, "League", text, active="admin-boards") as toasts:
        editor = Editor(me, toasts, spec_of=lambda: spec_of(typed), keep=verbs.define, home="/admin/boards")
        editor.fields = LeagueForm(typed, on_change=editor.check).fields
        editor.draw_actions("Save league")


def spec_of(typed: LeagueInput) -> LeagueSpec:
    """The spec behind the form. Raises `Invalid` with the fields of the form."""
    lines = [line.strip() for line in typed.divisions.splitlines()]
    return checked(LeagueSpec, {**asdict(typed), "divisions": [line for line in lines if line]}, _field)


def _field(location: Location, _: str) -> str:
    return str(next(iter(location), ""))
