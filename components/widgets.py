"""Native widgets of forms: choices, whole numbers, lengths of time, rewards, proposed ids."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nicegui import ui

from components.fields import Fields
from components.mission_values import MissionInput, SpanInput, StepInput
from domain.specs import BadgeSpec, Unit

UNITS = {unit: unit.value for unit in Unit}


def choice(label: str, texts: Mapping[Any, str], value: str) -> ui.select:
    """A choice between the members of an enumeration."""
    options = {key.value: text for key, text in texts.items()}
    return ui.select(options, label=label, value=value).props("outlined behavior=menu")


def segments(label: str, texts: Mapping[Any, str], value: object) -> ui.toggle:
    """A choice between two or three things that stand side by side; `label` is for screen readers."""
    made = ui.toggle(dict(texts), value=value).props("no-caps unelevated toggle-color=none toggle-text-color=none")
    made.props["aria-label"] = label
    return made.classes("qb-kinds")


def number(label: str, value: float | None, *, least: int = 0, most: int) -> ui.number:
    """A whole number."""
    field = ui.number(label, value=value, min=least, max=most, precision=0)
    return field.props("outlined inputmode=numeric")


def span(fields: Fields, value: SpanInput) -> None:
    """A length of time in two fields."""
    fields.keep(value, "number", number("Number", value.number, least=1, most=1_000))
    fields.keep(value, "unit", choice("Unit", UNITS, value.unit))


def reward(fields: Fields, owner: MissionInput | StepInput, badges: Sequence[BadgeSpec]) -> tuple[ui.number, ui.number]:
    """XP, coins and badge of a mission or of a step; the fields of XP and coins."""
    with ui.element("div").classes("qb-form-row"):
        xp = fields.keep(owner, "xp", number("XP", owner.xp, most=100_000))
        coins = fields.keep(owner, "coins", number("Coins", owner.coins, most=100_000))
        fields.keep(owner, "badge_id", badge_choice(badges, owner.badge_id))
    return xp, coins


def badge_choice(badges: Sequence[BadgeSpec], value: str | None) -> ui.select:
    """A choice between badges; the one that is chosen is offered even if it is gone."""
    names = {badge.id: f"{badge.name} · {badge.tier.value}" for badge in badges}
    if value:
        names.setdefault(value, value)
    return ui.select(names, label="Badge", value=value, clearable=True).props("outlined behavior=menu")


def propose(handle: ui.input, name: ui.input, slug_of: Callable[[str], str]) -> None:
    """Let the id follow the name until somebody types another one."""
    proposed = ""

    def follow() -> None:
        nonlocal proposed
        if (handle.value or "") == proposed:
            proposed = slug_of(name.value or "")
            handle.set_value(proposed)

    name.on_value_change(follow)


def offer(field: ui.input, texts: Sequence[str]) -> None:
    """Let the browser offer `texts` below a field into which anything may be typed."""
    with ui.element("datalist") as offered:
        offered.props["id"] = f"{field.html_id}-datalist"  # the one that NiceGUI’s input names as its list
        for text in texts:
            ui.element("option").props["value"] = text
