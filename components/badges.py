"""Badges: the row on the dashboard and the whole collection."""

from collections.abc import Sequence

from components.outside import plain
from components.vue import put, vue
from domain.views import BadgeView


class BadgeShelf:
    """Badges, earned ones first. `players` is the number of people who could hold one, for the rarity."""

    def __init__(
        self,
        badges: Sequence[BadgeView],
        *,
        heading: str,
        timezone: str,
        players: int | None = None,
        compact: bool = False,
        more: str | None = None,
    ) -> None:
        self.element = vue(
            "badges",
            heading=heading,
            players=players,
            zone=timezone,
            compact=compact,
            more=more,
            badges=_sorted(badges),
        ).mark("badges")

    def show(self, badges: Sequence[BadgeView]) -> None:
        put(self.element, badges=_sorted(badges))


def _sorted(badges: Sequence[BadgeView]) -> list[dict[str, object]]:
    """Earned ones first, the newest leading; the order of the others stays."""
    earned = sorted((b for b in badges if b.earned_at), key=lambda b: b.earned_at or 0, reverse=True)
    shown: list[dict[str, object]] = plain([*earned, *(b for b in badges if not b.earned_at)])
    return shown
