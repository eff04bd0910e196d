"""The way to results that were decided."""

from collections.abc import Sequence
from datetime import date

from components.frame import words
from components.layout import card
from components.tabs import tabs
from domain.views import PastSpan


def past_spans(key: str, spans: Sequence[PastSpan], shown: date | None = None) -> None:
    """Links to the results of a board, the newest first; nothing while there are none."""
    if not spans:
        return
    with card("Results"):
        words("h2", "Results")
        links = {f"/board/{key}/{one.first}": one.name[:1].upper() + one.name[1:] for one in spans}
        tabs("Results", links, f"/board/{key}/{shown}")
