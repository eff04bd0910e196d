"""What holds for a player right now: a break, duels, experiments."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.zones import day_of
from domain.store import people
from domain.store.queries import duels, experiments
from domain.views import DuelView, StateLine


def states(session: Session, player_id: UUID, *, now: datetime) -> tuple[StateLine, ...]:
    """A line for each, in plain words."""
    return tuple(_states(session, player_id, now))


def _states(session: Session, player_id: UUID, now: datetime) -> Iterator[StateLine]:
    if people.is_paused(session, player_id):
        yield StateLine("clock", "You take a break: nobody ranks or challenges you. Your work goes on counting.", "/me")
    yield from (_duel(one, session, player_id, now) for one in duels.open_of(session, player_id, now=now))
    for one in experiments.of_player(session, player_id, now=now):
        text = f"“{one.rule}” is being tried out until {one.ends:%-d %B}. Your group: {one.group}, {one.worth}."
        yield StateLine("flask", text, "/me")


def _duel(duel: DuelView, session: Session, player_id: UUID, now: datetime) -> StateLine:
    us = duel.team or "you"
    length = "1 day" if duel.days == 1 else f"{duel.days} days"
    if duel.first_day is None or duel.last_day is None:
        return StateLine("flag", f"{duel.other} challenges {us}: {duel.what}, {length}.", "/duels")
    today = day_of(people.one(session, player_id).zones, now)
    between = f"{us[:1].upper()}{us[1:]} and {duel.other}"
    if today < duel.first_day:
        text = f"{between}: your duel begins on {duel.first_day:%-d %B}. {duel.what}."
    elif today <= duel.last_day:
        text = f"{between}: {duel.mine} and {duel.theirs} until {duel.last_day:%-d %B}. {duel.what}."
    else:
        text = f"{between}: your duel is over. It is decided in two days, when everything has come in."
    return StateLine("flag", text, "/duels")
