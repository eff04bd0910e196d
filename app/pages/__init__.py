"""The pages. Importing this package registers them with NiceGUI."""

from app.pages import badges, board, dashboard, me, missions, quests, signin
from app.pages.admin import completions, deliveries, editor, health, library, people, rules, teams

__all__ = [
    "badges",
    "board",
    "completions",
    "dashboard",
    "deliveries",
    "editor",
    "health",
    "library",
    "me",
    "missions",
    "people",
    "quests",
    "rules",
    "signin",
    "teams",
]
