"""Checks: the invariants of a live database, each a query that finds what breaks it, by subject."""

from sqlmodel import Session

from domain.store import mirror
from domain.store.driver import connection
from domain.store.queries.checks import (
    boards,
    days,
    duels,
    experiments,
    fair_play,
    leagues,
    ledger,
    missions,
    people,
    rewards,
    seasons,
    trail,
    work,
)
from domain.store.queries.checks.boards import MIRROR
from domain.views import Check

__all__ = ["MIRROR", "invariants"]

_LAWS = (
    *ledger.LAWS,
    *work.LAWS,
    *missions.LAWS,
    *rewards.LAWS,
    *fair_play.LAWS,
    *boards.LAWS,
    *leagues.LAWS,
    *seasons.LAWS,
    *people.LAWS,
)


def invariants(session: Session) -> tuple[Check, ...]:
    """Check everything, in one moment of the database."""
    connection(session).execute("set local statement_timeout = 0")
    counted = [law.check(session) for law in _LAWS]
    reflected = [boards.reflected(session)] if mirror.is_on() else []
    return (
        *counted,
        days.caps(session),
        days.worths(session),
        days.deductions(session),
        days.weeks(session),
        boards.scores(session),
        duels.results(session),
        duels.prizes(session),
        experiments.groups(session),
        *reflected,
        trail.unbroken(session),
    )
