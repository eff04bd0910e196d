"""The form of a badge, what it holds, the pictures to choose from, and the dialog that renames a category."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from nicegui import ui

from components.assets import ASSETS
from components.fields import Fields
from components.forms import button
from components.frame import words
from components.layout import card
from components.widgets import choice, offer, propose
from domain.specs import BadgeSpec, BadgeTier, BadgeType

TIERS = {tier: tier.value.capitalize() for tier in BadgeTier}
TYPES = {kind: kind.value.capitalize() for kind in BadgeType}
#: Icons that only make sense on a button.
_CONTROLS = frozenset({"left", "down", "external", "plus", "minus", "close", "copy", "signout"})
_PICTURE = (
    '<svg class="qb-icon" width="{size}" height="{size}" aria-hidden="true" focusable="false">'
    "<use :href=\"'/assets/icons/icons.svg#' + props.opt.label\" /></svg>"
)


@dataclass(eq=False, slots=True)
class BadgeInput:
    """What the form holds, as it is typed."""

    id: str = ""
    name: str = ""
    description: str = ""
    tier: str = BadgeTier.BRONZE
    type: str = BadgeType.MILESTONE
    category: str = ""
    art: str = "medal"
    secret: bool = False
    repeatable: bool = False


@cache
def arts() -> tuple[str, ...]:
    """The icons that a badge may show."""
    symbols = ET.parse(ASSETS / "icons" / "icons.svg").getroot()  # noqa: S314  our own file
    return tuple(sorted({symbol.attrib["id"] for symbol in symbols} - _CONTROLS))


class BadgeForm:
    """Writes into `typed`; `on_change` hears every edit. An id is asked for only when `slug_of` proposes one."""

    def __init__(
        self,
        typed: BadgeInput,
        categories: Sequence[str],
        *,
        slug_of: Callable[[str], str] | None,
        on_change: Callable[[], None],
    ) -> None:
        self._typed = typed
        self.fields = Fields(typed, on_change)
        with ui.element("div").classes("qb-form"):
            self.fields.complaint(typed, "")
            with card("What it says"):
                words("h2", "What it says")
                self._story(slug_of)
            with card("What it is"):
                words("h2", "What it is")
                self._kind(categories)
                self._switches()

    def _story(self, slug_of: Callable[[str], str] | None) -> None:
        typed, keep = self._typed, self.fields.keep
        name = keep(typed, "name", ui.input("Name", value=typed.name).props("outlined maxlength=80"))
        description = ui.textarea("Description", value=typed.description)
        keep(typed, "description", description.props("outlined autogrow maxlength=500"))
        if slug_of:
            handle = keep(typed, "id", ui.input("Id").props("outlined maxlength=64"))
            words("p", "Packs and missions know a badge by its id; it never changes.").classes("qb-hint")
            propose(handle, name, slug_of)

    def _kind(self, categories: Sequence[str]) -> None:
        typed, keep = self._typed, self.fields.keep
        with ui.element("div").classes("qb-form-row"):
            keep(typed, "tier", choice("Tier", TIERS, typed.tier))
            keep(typed, "type", choice("Type", TYPES, typed.type))
        with ui.element("div").classes("qb-form-row"):
            category = ui.input("Category", value=typed.category)
            category.props('outlined maxlength=80 hint="Choose one, or type a new one."')
            keep(typed, "category", category)
            keep(typed, "art", _art(typed.art))
        offer(category, categories)

    def _switches(self) -> None:
        typed, keep = self._typed, self.fields.keep
        keep(typed, "secret", ui.switch("Secret: shown only to those who hold it", value=typed.secret))
        keep(typed, "repeatable", ui.switch("Repeatable: may be earned again", value=typed.repeatable))
        self.fields.complaint(typed, "repeatable")


async def ask_category(categories: Sequence[str]) -> tuple[str, str] | None:
    """Ask which category gets which name; None when the person thinks better of it."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = "Rename a category"
        words("h2", "Rename a category")
        words("p", "All its badges move along. With the name of another category, the two become one.")
        old = ui.select(list(categories), label="Category", value=categories[0])
        old.props("outlined behavior=menu").mark("old-category")
        new = ui.input("New name").props("outlined maxlength=80").mark("new-category")

        def submit() -> None:
            if (new.value or "").strip():
                dialog.submit((old.value, new.value))
            else:
                new.error = "Please fill this in."

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Rename", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return answer if isinstance(answer, tuple) else None


def input_of(spec: BadgeSpec) -> BadgeInput:
    """The form that shows `spec`."""
    return BadgeInput(**spec.model_dump(mode="json"))


def _art(chosen: str) -> ui.select:
    """A choice of pictures; one that is not of ours any more stays until another is chosen."""
    field = ui.select(sorted({*arts(), chosen}), label="Picture", value=chosen)
    field.props("outlined behavior=menu").classes("qb-art")
    picture = _PICTURE.format(size=22)
    field.add_slot(
        "selected-item", f'<span class="qb-art-choice">{picture}<span>{{{{ props.opt.label }}}}</span></span>'
    )
    field.add_slot(
        "option",
        '<q-item v-bind="props.itemProps"><q-item-section><span class="qb-art-choice">'
        f"{picture}<span>{{{{ props.opt.label }}}}</span></span></q-item-section></q-item>",
    )
    return field
