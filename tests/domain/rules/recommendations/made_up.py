"""Missions, habits and streaks for the tests of recommendations."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from hypothesis import strategies as st

from domain.rules.recommendations import Habit, Habits
from domain.specs import Aggregate, Kind, Scope, Window
from domain.views import MissionCard, Need, Standing, StreakView

#: A Wednesday, at ten.
NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
TODAY = NOW.date()
IDS = UUID(int=0)


def need(missing: int = 1, of: int | None = None, metric: str = "review.submitted", **fields: Any) -> Need:
    thing = metric.partition(".")[0]
    return Need(
        **{
            "metric": metric,
            "aggregate": Aggregate.COUNT,
            "missing": missing,
            "goal": of or missing,
            "one": thing,
            "many": f"{thing}s",
            "filtered": False,
            **fields,
        }
    )


def card(title: str = "Look around", *needs: Need, **fields: Any) -> MissionCard:
    needs = needs or (need(),)
    return MissionCard(
        **{
            "id": uuid5(IDS, title),
            "title": title,
            "description": "",
            "kind": Kind.MISSION,
            "window": Window.ONCE,
            "scope": Scope.PERSONAL,
            "progress": min((1 - one.missing / one.goal for one in needs), default=0.0),
            "line": "",
            "conditions": (),
            "steps": (),
            "standing": Standing.IN_PROGRESS,
            "tier": None,
            "team": None,
            "places": None,
            "xp": 10,
            "badge_name": None,
            "ends_at": None,
            "completed_at": None,
            "needs": needs,
            **fields,
        }
    )


def habits(*, weeks: int = 8, **times: int) -> Habits:
    """So often each, on as many days; `review_submitted` is `review.submitted`."""
    found = {
        metric.replace("_", ".", 1): Habit(number, number, number, TODAY - timedelta(days=2))
        for metric, number in times.items()
    }
    return Habits(found, TODAY - timedelta(weeks=weeks))


def streak(length: int = 0, *, today: bool = False, active: int = 10) -> StreakView:
    """Of the last ten working days so many were active."""
    days = [date(2026, 11, 1) + timedelta(days=at) for at in range(10)]
    shown = [(day, at >= 10 - active) for at, day in enumerate(days)]
    return StreakView(length, length, today, (*shown[:-1], (days[-1], today)))


METRICS = ("review.submitted", "issue.completed", "release.published", "streak.length", "xp.earned")

needs_made_up: st.SearchStrategy[Need] = st.builds(
    need,
    missing=st.integers(1, 12),
    of=st.just(20),
    metric=st.sampled_from(METRICS),
    aggregate=st.sampled_from(Aggregate),
    filtered=st.booleans(),
)
cards_made_up: st.SearchStrategy[Sequence[MissionCard]] = st.lists(
    st.builds(
        lambda title, needs, **fields: card(title, *needs, **fields) if needs else card(title, **fields, needs=()),
        st.text("abcdefgh", min_size=1, max_size=3),
        st.lists(needs_made_up, max_size=3),
        kind=st.sampled_from(Kind),
        window=st.sampled_from(Window),
        scope=st.sampled_from(Scope),
        standing=st.sampled_from(Standing),
        ends_at=st.none() | st.integers(-20, 400).map(lambda hours: NOW + timedelta(hours=hours)),
    ),
    max_size=12,
    unique_by=lambda one: one.id,
)
habits_made_up: st.SearchStrategy[Habits] = st.builds(
    Habits,
    st.dictionaries(
        st.sampled_from(METRICS),
        st.builds(
            lambda days, each, value, ago: Habit(days * each, days * each * value, days, TODAY - timedelta(days=ago)),
            st.integers(1, 40),
            st.integers(1, 5),
            st.integers(-1, 50),
            st.integers(0, 50),
        ),
    ),
    st.integers(0, 56).map(lambda days: TODAY - timedelta(days=days)),
)
streaks_made_up: st.SearchStrategy[StreakView] = st.builds(
    streak, st.integers(0, 30), today=st.booleans(), active=st.integers(0, 10)
)
moments: st.SearchStrategy[datetime] = st.integers(0, 24 * 14).map(lambda hours: NOW + timedelta(hours=hours))
