"""The dialog in which an admin announces a boost."""

from collections.abc import Mapping
from dataclasses import dataclass

from nicegui import ui

from components.factors_form import permille
from components.forms import button
from components.frame import words


@dataclass(frozen=True, slots=True)
class BoostInput:
    """What was typed. `whom` is empty for everyone, `team:…` or `player:…`; times are local to the admin."""

    title: str
    whom: str
    factor: int
    starts_at: str
    ends_at: str


async def ask_boost(whom: Mapping[str, str], zone: str, *, starts_at: str, ends_at: str) -> BoostInput | None:
    """Ask for everything there is to know about a boost; None when it is put away."""
    title = "Announce a boost"
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", f"Work that is done in that time is worth more. Times are in {zone}.")
        name = ui.input("What for").props("outlined maxlength=80").mark("boost-title")
        target = ui.select(dict(whom), label="For whom", value="", with_input=True).mark("boost-whom")
        target.props('outlined options-dense behavior=menu input-aria-label="For whom"')
        factor = ui.number("Times", value=2, min=1, max=5, step=0.1).props("outlined inputmode=decimal")
        factor.mark("boost-factor")
        with ui.element("div").classes("qb-form-row"):
            begin = _moment("From", starts_at).mark("boost-from")
            end = _moment("Until", ends_at).mark("boost-until")

        def submit() -> None:
            usable = factor.value is not None and 1 < float(factor.value) <= 5
            factor.error = None if usable else "More than 1 and at most 5, please."
            name.error = None if (name.value or "").strip() else "Please say what for: everybody reads it."
            begin.error = None if begin.value else "A date and a time, please."
            end.error = None if end.value else "A date and a time, please."
            if not any((factor.error, name.error, begin.error, end.error)):
                dialog.submit(
                    BoostInput(name.value.strip(), target.value or "", permille(factor.value), begin.value, end.value)
                )

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Announce it", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return answer if isinstance(answer, BoostInput) else None


def _moment(label: str, value: str) -> ui.input:
    return ui.input(label, value=value).props("outlined stack-label type=datetime-local")
