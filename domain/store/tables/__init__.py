"""Rows: what is stored. They never leave `domain`.

Who may be written twice is decided here, by unique keys, and not by the care of the code above. Foreign keys
are kept to the small tables; the wide ones (activity, xp_entry) are written thousands at a time.
"""

from sqlmodel import SQLModel

from domain.store.tables.badges import BadgeAwardRow, BadgeRow
from domain.store.tables.boards import (
    BoardCloseRow,
    BoardCountRow,
    BoardPeriodRow,
    BoardPlaceRow,
    BoardResultRow,
    BoardRow,
    BoardScoreRow,
    BoardVersionRow,
)
from domain.store.tables.duels import DuelResultRow, DuelRow
from domain.store.tables.erasure import ErasureRow, GoneAccountRow
from domain.store.tables.experiments import ExperimentRow
from domain.store.tables.factors import BoostRow, FactorsRow, MembershipRow
from domain.store.tables.fair_play import (
    FindingReviewRow,
    FindingRow,
    HeldRow,
    HoldAppealRow,
    HoldEndRow,
    HoldRow,
    HoldWorkRow,
    LookRow,
    SilenceRow,
)
from domain.store.tables.follows import FollowRow
from domain.store.tables.kudos import KudosRow
from domain.store.tables.leagues import LeagueMemberRow, LeaguePlaceRow, LeagueRoundRow, LeagueRow
from domain.store.tables.missions import (
    LevelAtStartRow,
    MissionRow,
    ProgressRow,
    QuestRunRow,
    ReversalRow,
    SettlementRow,
)
from domain.store.tables.operation import AuditRow, WorkerRow
from domain.store.tables.people import BotLoginRow, IdentityRow, MergerRow, NotificationRow, PlayerRow, SessionRow
from domain.store.tables.rewards import RewardDecisionRow, RewardRow
from domain.store.tables.scoring import GameRow, HandEntryRow, RuleDayRow, ScoringRuleRow, WeekLevelRow, XpEntryRow
from domain.store.tables.seasons import (
    SeasonMarkRow,
    SeasonPaymentRow,
    SeasonPhaseRow,
    SeasonResultRow,
    SeasonRow,
    SeasonTeamRow,
)
from domain.store.tables.shop import OfferRow, PurchaseRow, PurchaseStepRow
from domain.store.tables.streaks import (
    DayOffRow,
    HolidayChoiceRow,
    PauseRow,
    StreakFreezeRow,
    StreakRepairRow,
    StreakVersionRow,
)
from domain.store.tables.teams import TeamMemberRow, TeamRow
from domain.store.tables.work import ActivityRow, DeliveryRow, MetricDayRow

__all__ = [
    "METADATA",
    "ActivityRow",
    "AuditRow",
    "BadgeAwardRow",
    "BadgeRow",
    "BoardCloseRow",
    "BoardCountRow",
    "BoardPeriodRow",
    "BoardPlaceRow",
    "BoardResultRow",
    "BoardRow",
    "BoardScoreRow",
    "BoardVersionRow",
    "BoostRow",
    "BotLoginRow",
    "DayOffRow",
    "DeliveryRow",
    "DuelResultRow",
    "DuelRow",
    "ErasureRow",
    "ExperimentRow",
    "FactorsRow",
    "FindingReviewRow",
    "FindingRow",
    "FollowRow",
    "GameRow",
    "GoneAccountRow",
    "HandEntryRow",
    "HeldRow",
    "HoldAppealRow",
    "HoldEndRow",
    "HoldRow",
    "HoldWorkRow",
    "HolidayChoiceRow",
    "IdentityRow",
    "KudosRow",
    "LeagueMemberRow",
    "LeaguePlaceRow",
    "LeagueRoundRow",
    "LeagueRow",
    "LevelAtStartRow",
    "LookRow",
    "MembershipRow",
    "MergerRow",
    "MetricDayRow",
    "MissionRow",
    "NotificationRow",
    "OfferRow",
    "PauseRow",
    "PlayerRow",
    "ProgressRow",
    "PurchaseRow",
    "PurchaseStepRow",
    "QuestRunRow",
    "ReversalRow",
    "RewardDecisionRow",
    "RewardRow",
    "RuleDayRow",
    "ScoringRuleRow",
    "SeasonMarkRow",
    "SeasonPaymentRow",
    "SeasonPhaseRow",
    "SeasonResultRow",
    "SeasonRow",
    "SeasonTeamRow",
    "SessionRow",
    "SettlementRow",
    "SilenceRow",
    "StreakFreezeRow",
    "StreakRepairRow",
    "StreakVersionRow",
    "TeamMemberRow",
    "TeamRow",
    "WeekLevelRow",
    "WorkerRow",
    "XpEntryRow",
]

METADATA = SQLModel.metadata
