"""The dialog that asks for one of many."""

from collections.abc import Mapping

from nicegui import ui

from components.forms import button
from components.frame import words


async def ask_choice(title: str, text: str, label: str, options: Mapping[str, str], yes: str) -> str | None:
    """Ask for one of `options` (value → text); None when the person thinks better of it."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", text)
        choice = ui.select(dict(options), label=label, with_input=True).mark("choice")
        choice.props(f'outlined options-dense behavior=menu input-aria-label="{label}"')

        def submit() -> None:
            if choice.value:
                dialog.submit(choice.value)
            else:
                choice.error = "Please choose one."

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button(yes, submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return str(answer) if answer else None
