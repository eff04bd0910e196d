"""The pages. Importing this package registers them with NiceGUI."""

from app.pages import (
    badges,
    board,
    dashboard,
    duels,
    held,
    inbox,
    kudos,
    league,
    me,
    missions,
    past_board,
    people,
    quests,
    rewards,
    seasons,
    shop,
    signin,
)
from app.pages.admin import (
    badge_editor,
    completions,
    deliveries,
    editor,
    experiment,
    experiments,
    fair_play,
    fairness,
    health,
    holidays,
    library,
    offer,
    rules,
    streaks,
    teams,
)
from app.pages.admin import badges as admin_badges
from app.pages.admin import boards as admin_boards
from app.pages.admin import bots as admin_bots
from app.pages.admin import league as admin_league
from app.pages.admin import people as admin_people
from app.pages.admin import rewards as admin_rewards
from app.pages.admin import seasons as admin_seasons
from app.pages.admin import shop as admin_shop

__all__ = [
    "admin_badges",
    "admin_boards",
    "admin_bots",
    "admin_league",
    "admin_people",
    "admin_rewards",
    "admin_seasons",
    "admin_shop",
    "badge_editor",
    "badges",
    "board",
    "completions",
    "dashboard",
    "deliveries",
    "duels",
    "editor",
    "experiment",
    "experiments",
    "fair_play",
    "fairness",
    "health",
    "held",
    "holidays",
    "inbox",
    "kudos",
    "league",
    "library",
    "me",
    "missions",
    "offer",
    "past_board",
    "people",
    "quests",
    "rewards",
    "rules",
    "seasons",
    "shop",
    "signin",
    "streaks",
    "teams",
]
