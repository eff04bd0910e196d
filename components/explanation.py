"""“Why?”: an explanation in a dialog."""

from dataclasses import replace

from nicegui import ui

from components.outside import plain, web_url
from components.vue import put, vue
from domain.views import Explanation


class ExplanationDialog:
    """The one dialog of a page that answers every “why?” on it."""

    def __init__(self, *, timezone: str) -> None:
        with ui.dialog() as self._dialog, ui.card().classes("qb-dialog is-wide"):
            self._element = vue("explanation", zone=timezone, explanation=None).mark("explanation")
            self._element.on("close", self._dialog.close)

    def show(self, explanation: Explanation) -> None:
        """Open with `explanation`; the reader closes it."""
        self._dialog.props["aria-label"] = explanation.title
        put(self._element, explanation=_safe(explanation))
        self._dialog.open()


def _safe(explanation: Explanation) -> dict[str, object]:
    evidence = tuple(replace(one, url=web_url(one.url)) for one in explanation.evidence)
    shown: dict[str, object] = plain(replace(explanation, evidence=evidence))
    return shown
