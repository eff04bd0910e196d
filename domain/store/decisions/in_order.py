"""Every decision, in the order in which they were made."""

from sqlmodel import Session

from domain.store.decisions.calendar import BoardDecided, Duelled, Reached, Settled, by_the_calendar
from domain.store.decisions.missions import Published, Reversed, about_missions
from domain.store.decisions.people import ByHand, GivenBack, Held, Merged, about_people
from domain.store.decisions.rewards import Bought, Handled, Rewarded, about_rewards
from domain.store.decisions.streaks import DayOff, Frozen, Paused, Redefined, Repaired, about_streaks

#: Whatever changed the game when it was made.
Decision = (
    Published
    | Reversed
    | Settled
    | Duelled
    | Merged
    | ByHand
    | Reached
    | Rewarded
    | Bought
    | Handled
    | Held
    | GivenBack
    | Redefined
    | Paused
    | DayOff
    | Repaired
    | Frozen
    | BoardDecided
)


def decisions(session: Session) -> list[Decision]:
    """Every decision, in the order in which they were made."""
    found: list[Decision] = [
        *about_missions(session),
        *by_the_calendar(session),
        *about_people(session),
        *about_streaks(session),
        *about_rewards(session),
    ]
    return sorted(found, key=lambda one: (one.at, type(one).__name__, str(one)))
