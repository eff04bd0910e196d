"""Takes seasons through what happens to them: opened, decided, paid and closed, each once, whoever tries."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

import structlog

from domain.events import DomainEvent, SeasonClosed, SeasonOpened
from domain.services import season_ends
from domain.store import session
from domain.store.queries import closing as waiting

#: What a season reaches.
Reached = SeasonOpened | SeasonClosed

log = structlog.get_logger()


def follow(stop: threading.Event, clock: Callable[[], datetime]) -> list[Reached]:
    """Do what is due until `stop` is set, however late; the next look goes on where this one ends."""
    found: list[Reached] = []
    for events in _steps(clock):
        for event in _reached(events):
            log.info("season.reached", season=event.season, what=type(event).__name__)
            found.append(event)
        if stop.is_set():
            break
    return found


def _steps(clock: Callable[[], datetime]) -> Iterator[Iterable[DomainEvent]]:
    """One transaction a step."""
    for season_id in session.read(waiting.seasons_to_open, now=clock()):
        yield session.write(season_ends.open_season, season_id, now=clock())
    for season_id in session.read(waiting.seasons_to_decide, now=clock()):
        yield decide(season_id, now=clock())
    for season_id in session.read(waiting.seasons_to_settle):
        while season_id in session.read(waiting.seasons_to_settle):
            yield session.write(season_ends.settle, season_id, now=clock())


def decide(season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Decide one season, unless it has to wait, while batches go on."""
    mark = partial(season_ends.mark, season_id=season_id, now=now)
    return session.write_at_rest(mark, partial(season_ends.decide, season_id=season_id))


def _reached(events: Iterable[DomainEvent]) -> Iterator[Reached]:
    return (event for event in events if isinstance(event, SeasonOpened | SeasonClosed))
