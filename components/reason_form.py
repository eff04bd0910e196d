"""The dialog that asks why before it does something that somebody else will read."""

from nicegui import ui

from components.forms import button
from components.frame import words


async def ask_reason(title: str, text: str, yes: str, *, limit: int) -> str | None:
    """Ask for a reason of at most `limit` characters; None when the person thinks better of it."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", text)
        reason = ui.input("Reason").props(f"outlined maxlength={limit}").mark("reason")

        def submit() -> None:
            if (reason.value or "").strip():
                dialog.submit(reason.value)
            else:
                reason.error = "Please say why. The player will read it."

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button(yes, submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return str(answer) if answer else None
