"""History: the facts of players, read back from what is stored. Live evaluation adds up the same ones."""

from domain.store.history.badges import awards, badge_days, badges_of
from domain.store.history.missions import completions
from domain.store.history.prizes import given
from domain.store.history.reading import by_key, read
from domain.store.history.streaks import standing
from domain.store.history.wanted import Wanted

__all__ = [
    "Wanted",
    "awards",
    "badge_days",
    "badges_of",
    "by_key",
    "completions",
    "given",
    "read",
    "standing",
]
