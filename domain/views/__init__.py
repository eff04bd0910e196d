"""Views: what screens and the API show. Frozen values, free of rows and sessions."""

from domain.views.badges import BadgeView
from domain.views.boards import Board, BoardRow, LeagueView, PastSpan, PersonalBest, TeamBoard, TeamRow
from domain.views.definitions import CompletionView, MissionDefinition, RuleView
from domain.views.duels import DuelPage, DuelView
from domain.views.experiments import ExperimentLine, ExperimentResult, GroupResult, MyExperiment, Stage
from domain.views.explanations import Evidence, Explanation
from domain.views.factors import BoostView
from domain.views.friends import PeoplePage, PersonLine, Profile
from domain.views.gains import gained
from domain.views.kudos import KudosPage, KudosView, PersonName
from domain.views.missions import ConditionLine, MissionCard, Need, QuestRun, Standing, StepLine
from domain.views.notifications import NotificationView
from domain.views.operation import Check, DeliveryView, Health
from domain.views.people import BotView, PersonView, SessionView, SignedIn, TeamView
from domain.views.players import DayXp, FeedLine, Level, LevelStep, PlayerCard, StreakView
from domain.views.preview import Finisher, Preview
from domain.views.recommendations import Next, Recommendation, Recommendations
from domain.views.rewards import GivenReward, RewardsPage, RewardView
from domain.views.seasons import (
    Highlight,
    PrizeLine,
    Recap,
    RecapBadge,
    SeasonCard,
    SeasonDefinition,
    SeasonPage,
    SeasonState,
    SeasonTeam,
    SeasonTotals,
    SeasonView,
    TeamRecap,
)
from domain.views.shop import OfferDefinition, OfferView, PurchaseView, ShopPage, handled
from domain.views.states import StateLine
from domain.views.streaks import DayOffView, PauseView, Spell, StreakCard, StreakPeriod

__all__ = [
    "BadgeView",
    "Board",
    "BoardRow",
    "BoostView",
    "BotView",
    "Check",
    "CompletionView",
    "ConditionLine",
    "DayOffView",
    "DayXp",
    "DeliveryView",
    "DuelPage",
    "DuelView",
    "Evidence",
    "ExperimentLine",
    "ExperimentResult",
    "Explanation",
    "FeedLine",
    "Finisher",
    "GivenReward",
    "GroupResult",
    "Health",
    "Highlight",
    "KudosPage",
    "KudosView",
    "LeagueView",
    "Level",
    "LevelStep",
    "MissionCard",
    "MissionDefinition",
    "MyExperiment",
    "Need",
    "Next",
    "NotificationView",
    "OfferDefinition",
    "OfferView",
    "PastSpan",
    "PauseView",
    "PeoplePage",
    "PersonLine",
    "PersonName",
    "PersonView",
    "PersonalBest",
    "PlayerCard",
    "Preview",
    "PrizeLine",
    "Profile",
    "PurchaseView",
    "QuestRun",
    "Recap",
    "RecapBadge",
    "Recommendation",
    "Recommendations",
    "RewardView",
    "RewardsPage",
    "RuleView",
    "SeasonCard",
    "SeasonDefinition",
    "SeasonPage",
    "SeasonState",
    "SeasonTeam",
    "SeasonTotals",
    "SeasonView",
    "SessionView",
    "ShopPage",
    "SignedIn",
    "Spell",
    "Stage",
    "Standing",
    "StateLine",
    "StepLine",
    "StreakCard",
    "StreakPeriod",
    "StreakView",
    "TeamBoard",
    "TeamRecap",
    "TeamRow",
    "TeamView",
    "gained",
    "handled",
]
