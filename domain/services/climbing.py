"""Climbing: whoever wants to hear of it is told when he moved up on a board, or beat his own best; never when not.

What happened since the last look is one piece of news, a board and a minute at most.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.events import DomainEvent, PlayerChanged, RankGained
from domain.rules import boards as rules
from domain.services import booking
from domain.specs import Period, Ranked
from domain.store import boards, places
from domain.store.boards import Open
from domain.store.places import Place
from domain.store.queries.boards import personal_best
from domain.store.queries.standing import Standing
from domain.store.tables import PlayerRow

QUIET = timedelta(minutes=1)


def choose(session: Session, player_id: UUID, *, wants: bool, now: datetime) -> list[DomainEvent]:
    """Say whether one wants to hear of one's places. They are looked at from now on."""
    del now
    player = session.get(PlayerRow, player_id)
    if player is None:
        raise NotFound("There is no such player.")
    if player.rank_news is wants:
        return []
    player.rank_news = wants
    places.forget(session, player_id)
    return [PlayerChanged(player_id)]


def look(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Look at every board of people that counts now. What was told within the last minute waits for the next look."""
    if not places.alone(session):
        return []
    today = now.date()
    events: list[DomainEvent] = []
    for period in boards.kept(session):
        is_now = period.first <= today <= period.last
        if is_now and period.spec.on and period.spec.ranked is Ranked.EVERYONE:
            events += _news(session, period, now)
    booking.tell(session, events)
    return events


def _news(session: Session, period: Open, now: datetime) -> Iterator[RankGained]:
    listeners = places.listeners(session, period.id)
    if not listeners:
        return
    standing = Standing(session, period.spec, now)
    people = standing.page(0, 1).total
    kept: list[Place] = []
    for player, before in listeners:
        if before is not None and before.told_at is not None and now - before.told_at < QUIET:
            continue
        rank = standing.rank(player)
        if rank is None:
            continue
        known = before or Place(period.id, player, rank, is_best=False, told_at=None)
        best = None if known.is_best else _best(session, period, player)
        sentence = rules.climbed(rank, before.rank if before else None, people) or (best if before else None)
        if sentence:
            yield RankGained(player, period.spec.key, period.spec.title, rank, sentence, now)
        told_at = now if sentence else known.told_at
        kept.append(replace(known, rank=rank, is_best=known.is_best or best is not None, told_at=told_at))
    places.keep(session, kept)


def _best(session: Session, period: Open, player: UUID) -> str | None:
    """That this span is the best one so far, of several; a day is too short for that."""
    if period.spec.period is Period.DAY:
        return None
    best = personal_best(session, period.spec, player)
    if best is None or best.first != period.first or not 0 < best.before < best.score:
        return None
    return f"Your best {period.spec.period.value} so far: {best.score:,} {rules.unit(period.spec, best.score)}."
