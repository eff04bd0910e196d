"""Ranking: what may be recommended at all, and what comes first: the chance plus the share that is done.

The share alone would do nearly as well in the order; it is the chance that tells when there is nothing to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import prod

from domain.rules.derived import STREAK_LENGTH
from domain.rules.recommendations import reasons
from domain.rules.recommendations.chances import Habits, chance, habit_for, keeping
from domain.rules.recommendations.hours import is_working_time, last_day, working_days
from domain.specs import Aggregate, Kind
from domain.views import MissionCard, Need, Next, Recommendation, Recommendations, Standing, StreakView

MOST = 3
#: So many of one kind at most; of what asks for the same work, one.
OF_A_KIND = 2
#: What is less likely than this is no help.
LEAST = 0.1
#: A shorter streak is nothing that one could lose.
STREAK = 3

_OPEN = {Standing.NOT_STARTED, Standing.IN_PROGRESS}
_ABOUT = {Kind.MISSION: Next.MISSION, Kind.QUEST: Next.QUEST, Kind.ACHIEVEMENT: Next.BADGE}


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    metric: str
    shown: Recommendation

    @property
    def rank(self) -> tuple[float, str, str]:
        """The best first; equals stand by their title, then by their id."""
        return -self.score, self.shown.title, str(self.shown.mission_id)


def recommend(cards: Iterable[MissionCard], streak: StreakView, habits: Habits, here: datetime) -> Recommendations:
    """What to do next, from everything that is open for a player. `here` is the time on his clock.

    Nothing that would have to be done on a weekend, and outside working hours neither streaks nor words of haste.
    """
    found = [one for card in cards for one in _candidates(card, streak, habits, here)]
    found += _of_streak(streak, here)
    return Recommendations(tuple(_varied(sorted(found, key=lambda one: one.rank))), calm=not is_working_time(here))


def _candidates(card: MissionCard, streak: StreakView, habits: Habits, here: datetime) -> Iterable[_Candidate]:
    if card.standing not in _OPEN or not card.needs:
        return
    card = replace(card, needs=tuple(_from_here(need, streak) for need in card.needs))
    last = last_day(card, here)
    left = working_days(here, last)
    likely = _likely(card, streak, habits, left, here.date())
    if not likely or (likely < LEAST and habits.of):
        return
    reason = reasons.of_mission(card, habits, last, here)
    shown = Recommendation(_ABOUT[card.kind], card.id, card.title, reason, card.progress)
    yield _Candidate(likely + card.progress, card.needs[0].metric, shown)


def _likely(card: MissionCard, streak: StreakView, habits: Habits, left: int, today: date) -> float:
    """The chance that all it needs gets done. Of somebody who is new nothing is known: then the first step decides."""
    over, needs = habits.working_days(today), card.needs if habits.of else card.needs[:1]
    return prod(
        chance(need, habit_for(need, card, habits), streak, over=over, left=left, today=today) for need in needs
    )


def _from_here(need: Need, streak: StreakView) -> Need:
    """A streak that is wanted grows from the one that runs now, not from the longest in the mission's window."""
    return replace(need, missing=max(1, need.goal - streak.length)) if need.aggregate is Aggregate.MAX else need


def _of_streak(streak: StreakView, here: datetime) -> Iterable[_Candidate]:
    if streak.length < STREAK or streak.today or not streak.asked or not is_working_time(here):
        return
    shown = Recommendation(Next.STREAK, None, "Your streak", reasons.of_streak(streak), 0.0)
    yield _Candidate(keeping(streak), STREAK_LENGTH, shown)


def _varied(ranked: Sequence[_Candidate]) -> list[Recommendation]:
    chosen: list[_Candidate] = []
    for one in ranked:
        same_work = any(one.metric == other.metric for other in chosen)
        same_kind = sum(one.shown.about is other.shown.about for other in chosen)
        if len(chosen) < MOST and not same_work and same_kind < OF_A_KIND:
            chosen.append(one)
    return [one.shown for one in chosen]
