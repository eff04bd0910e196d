"""Duels: how they ended, and what they paid."""

from collections.abc import Collection, Iterator
from uuid import UUID

from sqlmodel import Session, select

from domain.rules import duels as rules
from domain.rules.duels import Side
from domain.rules.history import value_at
from domain.specs import DuelGoal, PersonKind
from domain.store import duels
from domain.store.driver import connection
from domain.store.queries.checks.law import checked
from domain.store.tables import DuelResultRow, DuelRow, PlayerRow
from domain.views import Check


def results(session: Session) -> Check:
    """A result is what both sides did until it was decided, and says who was ahead."""
    wrong = sum(not _is_right(session, duel, result) for duel, result in _decided(session))
    return checked("Every duel was decided in its time, by what was done", wrong, f"{wrong} duels ended otherwise.")


def prizes(session: Session) -> Check:
    """What a duel pays went once to whoever won it, and to nobody else."""
    won = {key for duel, result in _decided(session) for key in _won(session, duel, result)}
    given = {row[0] for row in connection(session).execute("select grant_key from reward where cause = 'duel'")}
    wrong = len(won ^ given)
    return checked("Every prize of a duel went once to whoever won it", wrong, f"{wrong} prizes of duels are wrong.")


def _is_right(session: Session, duel: DuelRow, result: DuelResultRow) -> bool:
    if duel.state != "accepted" or duel.last_day is None or result.at < rules.decided_at(duel.last_day):
        return False
    pairs = (result.first_values, result.first_people), (result.second_values, result.second_people)
    kept = tuple(Side(tuple(values), people) for values, people in pairs)
    floor = rules.TEAM_FLOOR if duel.kind == "team" else 1
    if rules.outcome(DuelGoal.model_validate(duel.goal), *kept, floor=floor) != result.outcome:
        return False
    sides = (duel.first_id, duel.second_id)
    if duel.kind == "team" or _merged(session, sides):
        return True  # whose work is counted as somebody else's by now
    return kept == tuple(duels.side(session, duel, side, result.at) for side in sides)


def _won(session: Session, duel: DuelRow, result: DuelResultRow) -> Iterator[str]:
    if duel.kind == "team" or duel.last_day is None:
        return
    over = rules.over_at(duel.last_day)
    for side, gets in zip((duel.first_id, duel.second_id), rules.rewarded(rules.Outcome(result.outcome)), strict=True):
        player = session.get(PlayerRow, side)
        if gets and player and value_at(player.kinds, over) == PersonKind.HUMAN:
            yield from (f"duel:{duel.id}:{side}:{kind}" for kind in ("xp", "coins") if getattr(duel, kind))


def _decided(session: Session) -> list[tuple[DuelRow, DuelResultRow]]:
    rows = session.exec(select(DuelResultRow)).all()
    return [(session.get_one(DuelRow, row.duel_id), row) for row in rows]


def _merged(session: Session, players: Collection[UUID]) -> bool:
    names = {"some": list(players)}
    query = "select exists (select from merger where from_id = any(%(some)s) or into_id = any(%(some)s))"
    found = connection(session).execute(query, names).fetchone()
    return bool(found and found[0])
