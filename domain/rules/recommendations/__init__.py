"""Recommendations: what a player could do next, at most three, each with a reason in a sentence."""

from domain.rules.recommendations.chances import Habit, Habits
from domain.rules.recommendations.ranking import MOST, recommend

__all__ = ["MOST", "Habit", "Habits", "recommend"]
