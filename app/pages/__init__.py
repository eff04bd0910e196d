"""The pages. Importing this package registers them with NiceGUI."""

from app.pages import badges, board, dashboard, inbox, kudos, me, missions, quests, signin
from app.pages.admin import (
    badge_editor,
    completions,
    deliveries,
    editor,
    fair_play,
    health,
    library,
    people,
    rules,
    teams,
)
from app.pages.admin import badges as admin_badges
from app.pages.admin import boards as admin_boards

__all__ = [
    "admin_badges",
    "admin_boards",
    "badge_editor",
    "badges",
    "board",
    "completions",
    "dashboard",
    "deliveries",
    "editor",
    "fair_play",
    "health",
    "inbox",
    "kudos",
    "library",
    "me",
    "missions",
    "people",
    "quests",
    "rules",
    "signin",
    "teams",
]
