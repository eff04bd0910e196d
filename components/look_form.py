"""The dialog in which an admin says what became of something odd."""

from nicegui import ui

from components.forms import button
from components.frame import words
from domain.views.fair_play import Verdict

_VERDICTS = {Verdict.FINE.value: "It is fine", Verdict.TALKED.value: "We talked about it"}


async def ask_look(title: str, text: str, *, limit: int) -> tuple[Verdict, str] | None:
    """Ask for a verdict and a note of at most `limit` characters; None when the person thinks better of it."""
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = title
        words("h2", title)
        words("p", text)
        verdict = ui.select(_VERDICTS, label="What came of it", value=Verdict.FINE.value)
        verdict.props("outlined options-dense behavior=menu").mark("verdict")
        note = ui.input("Note").props(f"outlined maxlength={limit}").mark("note")

        def submit() -> None:
            if (note.value or "").strip():
                dialog.submit((Verdict(verdict.value), str(note.value)))
            else:
                note.error = "Please write a few words, for whoever reads this later."

        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Looked at", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer: tuple[Verdict, str] | None = await dialog
    return answer
