"""XP by day as a bar chart. Plotly loads only on pages that draw one, and only its basic bundle."""

from collections.abc import Sequence
from typing import Any

from nicegui import ui
from nicegui.dependencies import register_importmap_override

from components.assets import asset_url
from components.outside import without_code
from domain.views import DayXp

#: The least height of the chart, in XP.
LEAST = 100


class XpChart:
    """One bar a day."""

    def __init__(self, days: Sequence[DayXp]) -> None:
        register_importmap_override("nicegui-plotly", asset_url("plotly/index.js"))
        self.element = ui.plotly(figure(days)).classes("qb-chart").mark("chart")
        total = sum(day.xp for day in days)
        self.element.props["role"] = "img"
        self.element.props["aria-label"] = f"XP by day: {total:,} XP in {len(days)} days"

    def show(self, days: Sequence[DayXp]) -> None:
        self.element.update_figure(figure(days))


def figure(days: Sequence[DayXp]) -> dict[str, Any]:
    """The chart as Plotly's plain dictionaries; the colours come from the stylesheet."""
    top = max([LEAST, *(day.xp * 1.12 for day in days)])
    chart: dict[str, Any] = without_code(
        {
            "data": [
                {
                    "type": "bar",
                    "x": [day.day.isoformat() for day in days],
                    "y": [day.xp for day in days],
                    "hovertemplate": "%{x|%A, %-d %B}<br>%{y:,} XP<extra></extra>",
                }
            ],
            "layout": {
                "margin": {"l": 40, "r": 4, "t": 12, "b": 28},
                "bargap": 0.32,
                "barcornerradius": 4,
                "paper_bgcolor": "transparent",
                "plot_bgcolor": "transparent",
                "font": {"family": "Geist, system-ui, sans-serif", "size": 12},
                "xaxis": {"type": "date", "tickformat": "%-d %b", "nticks": 8, "fixedrange": True, "showgrid": False},
                "yaxis": {
                    "range": [0, top],
                    "fixedrange": True,
                    "nticks": 5,
                    "tickformat": ",d",
                    "zeroline": False,
                },
                "showlegend": False,
            },
            "config": {"displayModeBar": False, "responsive": True},
        }
    )
    return chart
