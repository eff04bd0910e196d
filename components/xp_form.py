"""The dialog in which an admin gives XP, or takes it, and says why."""

from nicegui import ui

from components.forms import button
from components.frame import words
from components.widgets import segments


async def ask_xp(name: str, text: str, *, limit: int, longest: int) -> tuple[int, str] | None:
    """Ask for an amount of at most `limit` and a reason of at most `longest` characters; None when it is put away."""
    title = f"Give XP to {name}, or take it"
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", text)
        direction = segments("Give or take", {1: "Give", -1: "Take"}, 1).mark("direction")
        amount = ui.number("XP", min=1, max=limit, precision=0).props("outlined inputmode=numeric").mark("amount")
        reason = ui.input("Reason").props(f"outlined maxlength={longest}").mark("reason")

        def submit() -> None:
            number = amount.value
            whole = number is not None and number == int(number) and 1 <= number <= limit
            amount.error = None if whole else f"A whole number from 1 to {limit:,}, please."
            reason.error = None if (reason.value or "").strip() else f"Please say why. {name} will read it."
            if whole and reason.error is None:
                dialog.submit((int(direction.value) * int(number), str(reason.value)))

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Book it", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return answer if isinstance(answer, tuple) else None
