"""Views: what screens and the API show. Frozen values, free of rows and sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from domain.specs import BadgeTier, BadgeType, Kind, MissionSpec, PersonKind, Scope, Window


@dataclass(frozen=True, slots=True)
class Level:
    """`into` of `span` XP of this level are done; `span` is what the level takes as a whole."""

    number: int
    into: int
    span: int

    @property
    def share(self) -> float:
        return self.into / self.span


@dataclass(frozen=True, slots=True)
class StreakView:
    """Consecutive working days with activity. `today` tells whether today already counts."""

    length: int
    best: int
    today: bool
    recent: tuple[tuple[date, bool], ...]


@dataclass(frozen=True, slots=True)
class PlayerCard:
    """`rank` is None for players who are hidden or have no XP."""

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    is_admin: bool
    hidden: bool
    timezone: str
    xp: int
    xp_today: int
    xp_week: int
    level: Level
    streak: StreakView
    rank: int | None


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """One condition of a requirement in words ("7 of 10 reviews"); `share` runs from 0 to 1."""

    text: str
    share: float
    met: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a quest. `open` tells that its turn has come."""

    title: str
    line: str
    share: float
    optional: bool
    open: bool
    xp: int
    badge_name: str | None
    completed_at: datetime | None


class Standing(StrEnum):
    """Where a player stands with a mission. A quest that was given up has failed; one whose time ran out expired."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    COMPLETED = "completed"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class MissionCard:
    """A mission as one player sees it. `progress` runs from 0 to 1; `line` says it in words ("7 of 10 reviews").

    `conditions` has a line for each condition where there are several. `ends_at` is when this chance is over: the end
    of the mission, or of an accepted quest. `tier` is the tier that is worked on. A `waiting` one is reached, and
    decided when its window closes. `places` is how many can win.
    """

    id: UUID
    title: str
    description: str
    kind: Kind
    window: Window
    scope: Scope
    progress: float
    line: str
    conditions: tuple[ConditionLine, ...]
    steps: tuple[StepLine, ...]
    standing: Standing
    tier: BadgeTier | None
    team: str | None
    places: int | None
    xp: int
    badge_name: str | None
    ends_at: datetime | None
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedLine:
    """One line of the activity feed. `why` explains the amount ("50 XP each · capped at 250 a day")."""

    id: int
    at: datetime
    player_id: UUID
    player_name: str
    avatar_url: str | None
    amount: int
    text: str
    where: str | None
    why: str
    url: str | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """`rank` is standard competition ranking (1, 2, 2, 4); ties stand in the order of the player's id."""

    rank: int
    player_id: UUID
    name: str
    avatar_url: str | None
    level: int
    xp: int


@dataclass(frozen=True, slots=True)
class Board:
    """A leaderboard. `period` names it ("this week"); `total` counts all who are on it."""

    key: str
    title: str
    rows: tuple[BoardRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuestRun:
    """One time a player took on a quest. `ended_at` is None while it is in progress.

    `closed` tells that the quest itself ended under way, `again` that it can be accepted once more.
    """

    mission_id: UUID
    title: str
    standing: Standing
    accepted_at: datetime
    ended_at: datetime | None
    closed: bool
    again: bool
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team and who is in it now."""

    id: UUID
    slug: str
    name: str
    members: tuple["PersonView", ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of work in an explanation, and what became of it ("it counts", "it arrived too late")."""

    at: datetime
    text: str
    url: str | None
    counts: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why something was, or was not, given: sentences first, then the work behind it, the newest first."""

    title: str
    sentences: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class BadgeView:
    """`earned_at` is None while it is not earned; a secret one is then not shown at all.

    `tier` is the highest one held, or the first to reach; `count` is how often it was earned, `holders` how many people
    hold it.
    """

    id: str
    name: str
    description: str
    tier: BadgeTier
    type: BadgeType
    category: str
    art: str
    secret: bool
    repeatable: bool
    count: int
    holders: int
    earned_at: datetime | None


@dataclass(frozen=True, slots=True)
class NotificationView:
    id: int
    at: datetime
    kind: str
    title: str
    text: str
    read: bool


@dataclass(frozen=True, slots=True)
class MissionDefinition:
    """A mission as an admin sees it."""

    id: UUID
    slug: str
    state: str
    version: int
    spec: MissionSpec
    published_at: datetime | None
    retired_at: datetime | None
    players: int
    completions: int


@dataclass(frozen=True, slots=True)
class RuleView:
    id: str
    version: int
    title: str
    metric: str
    xp: int
    full_until: int
    cap: int


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """`reason` says why it failed, or what was knowingly ignored in it."""

    id: int
    source: str
    delivery_id: str
    event: str
    state: str
    received_at: datetime
    done_at: datetime | None
    attempts: int
    activities: int
    reason: str | None
    size: int


@dataclass(frozen=True, slots=True)
class DayXp:
    day: date
    xp: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """A signed-in browser. `id` is a public handle, not the secret."""

    id: str
    created_at: datetime
    seen_at: datetime
    user_agent: str
    current: bool


@dataclass(frozen=True, slots=True)
class Health:
    """Ages in seconds: `pending_age` of the oldest delivery that is due, `worker_age` of the last heartbeat."""

    pending: int
    failed: int
    pending_age: float
    worker_age: float | None
    unknown_events: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who sits in front of this browser."""

    player_id: UUID
    session_id: str
    name: str
    login: str
    avatar_url: str | None
    is_admin: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """A player in the admin's list."""

    id: UUID
    name: str
    login: str
    avatar_url: str | None
    kind: PersonKind
    is_admin: bool
    hidden: bool
    xp: int
    last_activity_at: datetime | None


@dataclass(frozen=True, slots=True)
class Check:
    """One invariant of a live database, and in a sentence whether it holds."""

    name: str
    ok: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How many of the people of a team or a time zone would have finished."""

    name: str
    finished: int
    people: int


@dataclass(frozen=True, slots=True)
class Finisher:
    """Somebody who would have finished, first on `day`, `times` times in all."""

    name: str
    day: date
    times: int


@dataclass(frozen=True, slots=True)
class Preview:
    """What a mission would have given on recorded work.

    `people` were in the game, `finished` of them would have completed it at least once, `completions` times in all.
    `median_days` is the time from the first work that counts to the last. `out_of_reach` says why somebody could not
    possibly have finished, and how many that are. `hasty` is the share of the counted work that was done in bursts, at
    less than a minute apiece: how much of it could be farmed.
    """

    since: date
    until: date
    activities: int
    people: int
    finished: int
    completions: int
    median_days: float | None
    xp: int
    finishers: tuple[Finisher, ...]
    zones: tuple[Spread, ...]
    teams: tuple[Spread, ...]
    out_of_reach: tuple[tuple[str, int], ...]
    hasty: float

    @property
    def rate(self) -> float:
        """The share of the people who would have finished, from 0 to 1."""
        return self.finished / self.people if self.people else 0.0


@dataclass(frozen=True, slots=True)
class CompletionView:
    """Somebody completed a window of a mission; `reversed_because` is set where an admin took it back."""

    player_id: UUID
    name: str
    avatar_url: str | None
    period: str
    completed_at: datetime
    reversed_because: str | None
