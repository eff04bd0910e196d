"""The pages. Importing this package registers them with NiceGUI."""

from app.pages import badges, board, dashboard, me, missions, quests, signin
from app.pages.admin import deliveries, editor, health, library, people, rules, teams

__all__ = [
    "badges",
    "board",
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
