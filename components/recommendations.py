"""What a player could do next."""

from typing import Any

from components.outside import plain
from components.vue import put, vue
from domain.views import Recommendation, Recommendations


class NextForYou:
    """A few things to do next, each with its reason and a link. With nothing to say it is not there."""

    def __init__(self, recommendations: Recommendations | None) -> None:
        self.element = vue("recommendations", **_shown(recommendations)).mark("recommendations")

    def show(self, recommendations: Recommendations | None) -> None:
        put(self.element, **_shown(recommendations))


def _shown(recommendations: Recommendations | None) -> dict[str, Any]:
    if recommendations is None:
        return {"items": [], "calm": False}
    return {"items": [_linked(one) for one in recommendations.items], "calm": recommendations.calm}


def _linked(one: Recommendation) -> dict[str, Any]:
    return {**plain(one), "href": f"/missions#{one.mission_id}" if one.mission_id else None}
