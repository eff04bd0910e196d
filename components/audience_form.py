"""Who may take part: whose work counts together, for whom it is, what must come before."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from components.fields import Fields
from components.frame import words
from components.mission_values import Choices, MissionInput
from components.widgets import choice, number
from domain.specs import Kind, Role, Scope

SCOPES = {
    Scope.PERSONAL: "Everybody for themselves",
    Scope.TEAM: "Each team together",
    Scope.GUILD: "Everybody together",
}
ROLES = {Role.PLAYER.value: "Players", Role.ADMIN.value: "Admins"}


class AudienceForm:
    """Folded away: most missions are for everybody."""

    def __init__(self, typed: MissionInput, fields: Fields, choices: Choices) -> None:
        self._typed, self._fields = typed, fields
        with ui.expansion("Who takes part").classes("qb-fold") as self._fold:
            with ui.element("div").classes("qb-form-row") as self._together:
                fields.keep(typed, "scope", choice("Counts", SCOPES, typed.scope))
                self._contributors = number("Helped by at least", typed.min_contributors, least=1, most=1_000)
                fields.keep(typed, "min_contributors", self._contributors.props("suffix=people"))
            self._audience(choices)
            self._earlier(choices.missions)

    def refresh(self) -> None:
        typed = self._typed
        mission, personal = typed.kind == Kind.MISSION, typed.scope == Scope.PERSONAL
        self._together.set_visibility(mission)
        self._contributors.set_visibility(not personal)
        self._places.set_visibility(mission)
        self._fold.props["caption"] = _summary(typed)

    def _audience(self, choices: Choices) -> None:
        audience = self._typed.audience
        words("p", "Leave empty what does not matter; whoever fits all of the rest may take part.").classes("qb-hint")
        with ui.element("div").classes("qb-form-row"):
            self._several(audience, "teams", "Teams", choices.teams, audience.teams)
            self._several(audience, "roles", "Roles", ROLES, audience.roles)
        self._several(audience, "people", "People", choices.people, audience.people)
        with ui.element("div").classes("qb-form-row"):
            for name, label in (("min_level", "From level"), ("max_level", "Up to level")):
                self._fields.keep(audience, name, number(label, getattr(audience, name), least=1, most=1_000))

    def _earlier(self, missions: Mapping[str, str]) -> None:
        typed = self._typed
        self._several(typed, "after", "Only after these missions", missions, typed.after)
        with ui.element("div").classes("qb-form-row"):
            self._places = number("Limited places", typed.places, least=1, most=10_000)
            self._fields.keep(typed, "places", self._places.props('hint="The first to complete it win it"'))
            secret = ui.switch("Secret until completed", value=typed.secret)
            self._fields.keep(typed, "secret", secret)

    def _several(self, owner: object, name: str, label: str, texts: Mapping[str, str], chosen: Sequence[str]) -> None:
        """A choice of several; what was chosen before stays among the options."""
        options = {**{key: key for key in chosen}, **texts}
        field = ui.select(options, label=label, value=list(chosen), multiple=True, with_input=True, clearable=True)
        self._fields.keep(owner, name, field.props("outlined use-chips options-dense behavior=menu"))


def _summary(typed: MissionInput) -> str:
    """What is folded away, in a few words."""
    audience = typed.audience
    limited = audience.teams or audience.roles or audience.people or audience.min_level or audience.max_level
    parts = ["Some people" if limited else "Everybody"]
    if typed.kind == Kind.MISSION and typed.scope != Scope.PERSONAL:
        parts.append("each team together" if typed.scope == Scope.TEAM else "all together")
    if typed.kind == Kind.MISSION and typed.places:
        parts.append(f"the first {typed.places:g} win")
    if typed.after:
        parts.append("after another mission" if len(typed.after) == 1 else f"after {len(typed.after)} other missions")
    if typed.secret:
        parts.append("secret")
    return " · ".join(parts)
