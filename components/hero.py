"""The top of the dashboard: level, XP, coins and streak of one player."""

from typing import Any

from components.outside import plain
from components.vue import put, vue
from domain.views import PlayerCard, StreakCard


class Hero:
    """Level ring, XP, streak, and coins where there are any; `show` moves them to the new values."""

    def __init__(self, card: PlayerCard, streak: StreakCard | None) -> None:
        self.element = vue("hero", **_props(card, streak)).mark("hero")

    def show(self, card: PlayerCard, streak: StreakCard | None) -> None:
        put(self.element, **_props(card, streak))


def _props(card: PlayerCard, streak: StreakCard | None) -> dict[str, Any]:
    return {
        "name": card.name,
        "xp": card.xp,
        "today": card.xp_today,
        "week": card.xp_week,
        "level": plain(card.level),
        "streak": plain(streak),
        "rank": card.rank,
        "coins": card.coins,
        "title": card.title,
        "boosts": plain(card.boosts),
    }
