"""The dialog that asks from when a mission counts."""

from dataclasses import dataclass
from datetime import datetime

from nicegui import ui

from components.forms import button
from components.frame import words
from components.local_time import moment_of
from domain.specs import Award


@dataclass(frozen=True, slots=True)
class Publication:
    """Whom it rewards, and when; `at` is None for at once."""

    award: Award = Award.FROM_NOW
    at: datetime | None = None


NOW, LATER = "now", "later"
CHOICES = {
    NOW: "From now on",
    LATER: "From a later time",
    Award.SILENTLY.value: "Now, for past work too, silently",
    Award.CELEBRATED.value: "Now, for past work too, with a celebration",
}
ABOUT = {
    NOW: "Only work from this moment counts.",
    LATER: "It begins by itself. Only work from then on counts.",
    Award.SILENTLY.value: "Whoever has reached it already gets the reward, without being told.",
    Award.CELEBRATED.value: "Whoever has reached it already gets the reward, and a toast that says so.",
}


async def ask_publication(
    title: str, *, zone: str, now: datetime, past: bool, doubt: str | None = None
) -> Publication | None:
    """Ask; None when the person thinks better of it. `past` offers rewards for what was done before.

    `doubt` is said in red: what speaks against it.
    """
    with ui.dialog() as dialog, ui.card().classes("qb-dialog qb-form"):
        dialog.props["aria-label"] = f"Publish {title}"
        words("h2", f"Publish {title}")
        if doubt:
            words("p", doubt).classes("qb-doubt").mark("doubt").props("role=alert")
        offered = {key: text for key, text in CHOICES.items() if past or key in {NOW, LATER}}
        choice = ui.radio(offered, value=NOW).mark("award")
        about = words("p", ABOUT[NOW])
        at = ui.input(f"Begins ({zone})").props("outlined stack-label type=datetime-local").mark("publish-at")

        def show() -> None:
            about.set_text(ABOUT[choice.value])
            at.set_visibility(choice.value == LATER)

        def submit() -> None:
            try:
                dialog.submit(_publication(choice.value, at.value or "", zone, now))
            except ValueError:
                at.error = "A date and a time to come, please."

        choice.on_value_change(show)
        show()
        with ui.element("div").classes("qb-actions is-end"):
            button("Cancel", lambda: dialog.submit(None), quiet=True)
            button("Publish", submit, primary=True).mark("yes")
    dialog.on("hide", dialog.delete)
    answer = await dialog
    return answer if isinstance(answer, Publication) else None


def _publication(choice: str, at: str, zone: str, now: datetime) -> Publication:
    """Raises `ValueError` unless a later time is one."""
    match choice:
        case "now":
            return Publication()
        case "later":
            moment = moment_of(at, zone)
            if moment <= now:
                raise ValueError(at)
            return Publication(at=moment)
        case _:
            return Publication(Award(choice))
