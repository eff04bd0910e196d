"""The steps of a batch, each a function of the game after which (or before which) a process can be made to die."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from multiprocessing.context import ForkServerProcess
from typing import Any

from domain.events import DomainEvent

Verb = Callable[..., list[DomainEvent]]

#: Module, function, whether death comes before it runs.
Step = tuple[str, str, bool]
STEPS: dict[str, Step] = {
    "definitions shared": ("domain.store.definitions", "share", False),
    "deliveries claimed": ("domain.store.inbox", "claim", False),
    "deliveries read": ("domain.sources", "read", False),
    "players met": ("domain.store.people", "identify", False),
    "players locked": ("domain.store.people", "lock", False),
    "activities recorded": ("domain.store.facts", "record", False),
    "days rolled up": ("domain.store.facts", "roll_up", False),
    "rules paid": ("domain.store.ledger", "save_rule_days", False),
    "missions moved on": ("domain.store.progress", "save", False),
    "entries booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
    "notifications written": ("domain.store.awards", "notify", False),
    "deliveries finished": ("domain.store.inbox", "finish", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    "committed, news not announced": ("domain.store.bus", "announce", True),
}

COMMITTED = "committed, news not announced"
#: The steps of the end of a season; death comes in the first transaction that takes one.
CLOSING: dict[str, Step] = {
    "moment marked, not committed": ("domain.store.season_ends", "mark", False),
    "moment marked, not decided": ("domain.store.season_ends", "unseen", False),
    "close claimed": ("domain.store.season_ends", "claim", False),
    "results worked out": ("domain.store.seasons", "results", False),
    "results kept": ("domain.store.season_ends", "keep", False),
    "teams kept": ("domain.store.season_ends", "keep_teams", False),
    "decided, nothing paid": ("domain.store.season_ends", "next_winners", True),
    "payment claimed": ("domain.store.season_ends", "claim_payment", False),
    "players locked": ("domain.store.people", "lock", False),
    "badges given": ("domain.store.awards", "award", False),
    "prizes booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
    "notifications written": ("domain.store.awards", "notify", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    "one paid, another not": ("domain.store.bus", "announce", True),
    "people told": ("domain.store.season_ends", "tell", False),
}

#: The steps in which a board is decided.
DECIDING: dict[str, Step] = {
    "definitions shared": ("domain.store.definitions", "share", False),
    "result kept": ("domain.store.results", "freeze", False),
    "notifications written": ("domain.store.awards", "notify", False),
    "players locked": ("domain.store.people", "lock", False),
    "rewards stored": ("domain.store.rewards", "add", False),
    "prizes booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    COMMITTED: ("domain.store.bus", "announce", True),
}

#: The steps of a look, of a hold that follows from it, and of the end of one whose time is over.
LOOKING: dict[str, Step] = {
    "look claimed": ("domain.store.findings", "claim", False),
    "findings kept": ("domain.store.findings", "put", False),
    "silences kept": ("domain.store.findings", "put_silences", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    "looked, nothing held": ("domain.store.bus", "announce", True),
}
HOLDING: dict[str, Step] = {
    "what is to be held found": ("domain.store.findings", "to_hold", False),
    "players locked": ("domain.store.people", "lock", False),
    "hold noted": ("domain.store.audit", "note", False),
    "player told": ("domain.store.awards", "notify", False),
    "held work kept": ("domain.store.holds", "keep", False),
    "days paid anew": ("domain.store.ledger", "save_rule_days", False),
    "entries booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
}
EXPIRING: dict[str, Step] = {
    "players locked": ("domain.store.people", "lock", False),
    "end noted": ("domain.store.audit", "note", False),
    "player told": ("domain.store.awards", "notify", False),
    "held work forgotten": ("domain.store.holds", "forget", False),
    "days paid anew": ("domain.store.ledger", "save_rule_days", False),
    "entries booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    COMMITTED: ("domain.store.bus", "announce", True),
}

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.faults.steps", "workers.main"])


def start(database_url: str, redis_url: str | None = None, *, dies_at: str | None = None) -> ForkServerProcess:
    """A worker process, in some 50 ms. With `dies_at` it kills itself at that step of its first batch."""
    process = CONTEXT.Process(target=_work, args=(database_url, redis_url, dies_at), daemon=True)
    process.start()
    return process


def close(database_url: str, now: datetime, *, dies_at: str | None = None) -> ForkServerProcess:
    """A process that closes the season “frost” at a time, and with `dies_at` kills itself at that step of it."""
    process = CONTEXT.Process(target=_close, args=(database_url, now, dies_at), daemon=True)
    process.start()
    return process


def decide(
    database_url: str, board: str, first: date, last: date, now: datetime, *, dies_at: str | None = None
) -> ForkServerProcess:
    """A process that decides a span of a board, and with `dies_at` kills itself at that step of it."""
    process = CONTEXT.Process(target=_decide, args=(database_url, board, first, last, now, dies_at), daemon=True)
    process.start()
    return process


def look(database_url: str, now: datetime, *, dies_at: Step | None = None) -> ForkServerProcess:
    """A process that looks as a worker does, and kills itself at a step of it."""
    process = CONTEXT.Process(target=_look, args=(database_url, now, dies_at), daemon=True)
    process.start()
    return process


def run(database_url: str, verb: Verb, *args: Any, dies_at: Step | None = None, **kwargs: Any) -> ForkServerProcess:
    """A process that runs a verb as the web process would, and kills itself at a step of it."""
    process = CONTEXT.Process(target=_run, args=(database_url, verb, args, kwargs, dies_at), daemon=True)
    process.start()
    return process


def kill(process: ForkServerProcess) -> None:
    """As a power cut would."""
    process.kill()
    process.join()


def _work(database_url: str, redis_url: str | None, dies_at: str | None) -> None:
    from workers import main

    if dies_at:
        arm(*STEPS[dies_at])
    main.run(database_url, redis_url)


def _close(database_url: str, now: datetime, dies_at: str | None) -> None:
    from domain.services import season_ends
    from domain.store import bus, session
    from workers import seasons

    session.configure(database_url)
    bus.configure(database_url, None)
    season_ends.CHUNK = 1
    if dies_at:
        arm(*CLOSING[dies_at])
    seasons.follow(threading.Event(), lambda: now)


def _decide(database_url: str, board: str, first: date, last: date, now: datetime, dies_at: str | None) -> None:
    from domain.services import deciding
    from domain.store import bus, session

    session.configure(database_url)
    bus.configure(database_url, None)
    if dies_at:
        arm(*DECIDING[dies_at])
    session.write(deciding.decide, board, first, last, now=now)


def _look(database_url: str, now: datetime, dies_at: Step | None) -> None:
    from domain.store import bus, session
    from workers import look

    session.configure(database_url)
    bus.configure(database_url, None)
    if dies_at:
        arm(*dies_at)
    look.look(threading.Event(), lambda: now)


def _run(database_url: str, verb: Verb, args: Sequence[Any], kwargs: Mapping[str, Any], dies_at: Step | None) -> None:
    from domain.store import bus, session

    session.configure(database_url)
    bus.configure(database_url, None)
    if dies_at:
        arm(*dies_at)
    session.write(verb, *args, **kwargs)


def arm(module: str, name: str, before: bool) -> None:
    """Let this process die at a step."""
    owner = import_module(module)
    step: Callable[..., Any] = getattr(owner, name)

    def dying(*args: Any, **kwargs: Any) -> None:
        if not before:
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dying)
