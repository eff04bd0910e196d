"""Every decision, in the order in which they were made."""

from datetime import datetime

from sqlmodel import Session

from domain.store.decisions.calendar import BoardDecided, Duelled, Reached, SeasonPaid, Settled, by_the_calendar
from domain.store.decisions.missions import Published, Reversed, about_missions
from domain.store.decisions.people import ByHand, GivenBack, Held, Merged, about_people
from domain.store.decisions.rewards import Bought, Handled, Rewarded, about_rewards
from domain.store.decisions.streaks import DayOff, Frozen, Paused, Redefined, Repaired, about_streaks
from domain.store.driver import connection

#: Whatever changed the game when it was made.
Decision = (
    Published
    | Reversed
    | Settled
    | Duelled
    | Merged
    | ByHand
    | Reached
    | SeasonPaid
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


def last_at(session: Session) -> datetime | None:
    """When the last decision was made, without reading them all."""
    row = connection(session).execute(
        """
        select greatest(
            (select max(published_at) from public.mission where published_at is not null and state <> 'scheduled'
             and (retired_at is null or retired_at > published_at)),
            (select max(settled_at) from public.settlement), (select max(at) from public.reversal),
            (select max(at) from public.hand_entry), (select max(at) from public.season_phase),
            (select max(at) from public.season_payment), (select max(at) from public.merger),
            (select max(at) from public.reward_decision),
            (select max(at) from public.hold h where exists (select from public.hold_work w where w.hold_id = h.id)),
            (select max(at) from public.hold_end where outcome <> 'reversed'),
            (select max(at) from public.board_close where spec -> 'prizes' <> '[]'::jsonb),
            (select max(at) from public.purchase), (select max(at) from public.purchase_step),
            (select max(at) from public.duel_result), (select max(at) from public.streak_version),
            (select max(greatest(at, ended_at)) from public.pause),
            (select max(greatest(at, ended_at)) from public.day_off), (select max(at) from public.streak_repair),
            (select max(at) from public.streak_freeze where starts_with(cause, 'hand:')))
        """
    )
    found = row.fetchone()
    return found[0] if found else None
