"""The fairness report: what share of each group reaches something, with a sentence for each kind of group."""

from components.frame import words
from components.layout import card, halves
from components.table import Chip, Column, Table
from domain.views.fairness import ComparisonView, FairnessView


def fairness_report(view: FairnessView) -> None:
    """One card for each kind of group, and the sum above them."""
    whole = f"{view.since:%-d %B %Y} to {view.until:%-d %B %Y}"
    if view.reached is None:
        sum_of_it = f"From {whole} fewer than five people did anything: too few to say more."
    else:
        sum_of_it = f"From {whole}, {view.reached:,} of {view.people:,} people who did anything reached it."
    with card("Everybody"):
        words("p", sum_of_it).classes("qb-preview-sentence").mark("fairness-sum")
    with halves():
        for comparison in view.comparisons:
            _comparison(comparison)


def _comparison(view: ComparisonView) -> None:
    with card(view.title):
        words("h2", view.title)
        text = words("p", view.sentence).classes("qb-preview-warning" if view.warns else "qb-text")
        text.mark("fairness-warning" if view.warns else "fairness-sentence")
        if view.shares:
            _table(view)


def _table(view: ComparisonView) -> None:
    table = Table(
        (
            Column("group", "Group"),
            Column("reached", "Reached it"),
            Column("share", "Share"),
            Column("state", "", "chips"),
        ),
        caption=view.title,
        timezone="UTC",
    )
    table.show(
        [
            {
                "id": one.name,
                "group": one.name,
                "reached": f"{one.reached:,} of {one.people:,}",
                "share": f"{one.reached / one.people:.0%}".replace("%", " %"),
                "state": (Chip("Below four fifths", "bad"),) if one.low else (),
            }
            for one in view.shares
        ]
    )
