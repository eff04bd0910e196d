"""Duels as pages show them."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from domain.rules import duel_words as words
from domain.rules import duels as rules
from domain.rules.duels import Outcome, Side
from domain.rules.phrases import NOUNS
from domain.specs import DuelGoal, DuelRules, ScoringRuleSpec
from domain.store import duels as stored
from domain.store.driver import connection
from domain.store.queries.friends import people_to_find
from domain.store.tables import DuelResultRow, DuelRow, GameRow
from domain.store.teams import MEMBERS
from domain.views import DuelPage, DuelView

PAST = 10


def rules_of(session: Session) -> DuelRules:
    """Whether there are duels, and what winning pays."""
    found = session.exec(select(GameRow.duels)).first()
    return DuelRules.model_validate(found or {})


def metrics(session: Session) -> dict[str, str]:
    """What a duel may be about: work that is worth something here, in words."""
    rows = connection(session).execute(
        "select distinct on (id) spec, retired_at from scoring_rule order by id, version desc"
    )
    known = {ScoringRuleSpec.model_validate(spec).metric for spec, retired in rows if retired is None}
    return {metric: _many(metric) for metric in sorted(known) if rules.may_count(metric)}


def open_of(session: Session, player_id: UUID, *, now: datetime) -> tuple[DuelView, ...]:
    """The duels of a player, and of his teams, that are under way or wait for his answer."""
    found = [view for _, view in _views(session, player_id, now, over=False)]
    return tuple(view for view in found if not view.ended and (view.first_day is not None or view.answer))


def page(session: Session, player_id: UUID, *, now: datetime) -> DuelPage:
    """Everything about duels for one player."""
    names, mine = _teams(session), _my_teams(session, player_id)
    views = _views(session, player_id, now)
    past = [view for row, view in views if view.ended][:PAST]
    return DuelPage(
        on=rules_of(session).on,
        invitations=tuple(view for row, view in views if row.state == "invited" and view.answer),
        under_way=tuple(view for row, view in views if row.state == "accepted" and not view.ended),
        waiting=tuple(view for row, view in views if row.state == "invited" and view.asked_by_me),
        past=tuple(past),
        others=people_to_find(session, player_id),
        metrics=metrics(session),
        my_teams={str(team): names[team] for team in sorted(mine, key=str) if team in names},
        other_teams={str(team): name for team, name in names.items() if team not in mine},
    )


def _views(session: Session, player_id: UUID, now: datetime, *, over: bool = True) -> list[tuple[DuelRow, DuelView]]:
    """Those that are open, and perhaps those that are `over`, the newest first."""
    names, mine = _teams(session), _my_teams(session, player_id)
    sides, gone = [player_id, *mine], now - timedelta(days=rules.ANSWER_WITHIN)
    wanted = select(DuelRow).where(DuelRow.first_id.in_(sides) | DuelRow.second_id.in_(sides))  # type: ignore[attr-defined]
    if not over:
        wanted = wanted.where(DuelRow.id.not_in(select(DuelResultRow.duel_id)))  # type: ignore[attr-defined]
    return [
        (row, _view(session, row, player_id, mine, names, now))
        for row in sorted(session.exec(wanted).all(), key=lambda row: row.asked_at, reverse=True)
        if row.state == "accepted" or (row.state == "invited" and row.asked_at > gone)
    ]


def _my_teams(session: Session, player_id: UUID) -> set[UUID]:
    return {team for team, members in _members(session).items() if player_id in members}


def _view(
    session: Session, duel: DuelRow, player_id: UUID, mine: set[UUID], names: dict[UUID, str], now: datetime
) -> DuelView:
    am_first = duel.first_id == player_id or duel.first_id in mine
    me, other = (duel.first_id, duel.second_id) if am_first else (duel.second_id, duel.first_id)
    goal = DuelGoal.model_validate(duel.goal)
    result = session.get(DuelResultRow, duel.id)
    if result is not None:
        pair = [
            Side(tuple(result.first_values), result.first_people),
            Side(tuple(result.second_values), result.second_people),
        ]
        ours, theirs = pair if am_first else reversed(pair)
    else:
        ours, theirs = (stored.side(session, duel, side, now) for side in (me, other))
    return DuelView(
        id=duel.id,
        other=names.get(other, "A team") if duel.kind == "team" else _name(session, other),
        team=names.get(me) if duel.kind == "team" else None,
        what=words.what(goal),
        days=duel.days,
        asked_at=duel.asked_at,
        first_day=duel.first_day,
        last_day=duel.last_day,
        mine=words.how_far(goal, ours),
        theirs=words.how_far(goal, theirs),
        shares=words.shares(goal, ours, theirs),
        steps=words.steps(goal, ours),
        answer=duel.state == "invited" and duel.by_id != player_id and not am_first,
        asked_by_me=duel.by_id == player_id,
        ended=_ended(Outcome(result.outcome), am_first=am_first) if result else None,
        xp=duel.xp,
        coins=duel.coins,
    )


def _ended(outcome: Outcome, *, am_first: bool) -> str:
    won = Outcome.FIRST if am_first else Outcome.SECOND
    return _WORDS.get(outcome) or ("You were ahead" if outcome is won else "The other was ahead")


_WORDS = {
    Outcome.DRAW: "You were equal",
    Outcome.BOTH: "Both reached the goal",
    Outcome.NEITHER: "It was quiet on both sides",
    Outcome.VOID: "A team became too small",
}


def _many(metric: str) -> str:
    return NOUNS[metric][1] if metric in NOUNS else metric.replace(".", " ").replace("_", " ")


def _name(session: Session, player_id: UUID) -> str:
    """Who hides is somebody, also to the other."""
    row: tuple[Any, ...] | None = (
        connection(session)
        .execute("select name from player where id = %s and kind = 'human' and not hidden", (player_id,))
        .fetchone()
    )
    return str(row[0]) if row else "Somebody"


def _teams(session: Session) -> dict[UUID, str]:
    return dict(connection(session).execute("select id, name from team order by lower(name), id").fetchall())


def _members(session: Session) -> dict[UUID, set[UUID]]:
    rows = connection(session).execute(
        "select team_id, array_agg(player_id) from (" + MEMBERS + ") m where until is null group by team_id"
    )
    return {team: set(players) for team, players in rows}
