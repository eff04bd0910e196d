"""The league as somebody sees it: his group, and how far it is to those who move up."""

from uuid import UUID

from sqlmodel import Session

from domain.rules import boards as spans
from domain.rules import leagues as rules
from domain.rules.boards import Above
from domain.rules.levels import level_at
from domain.specs import BoardSpec, LeagueSpec, Method
from domain.store import leagues
from domain.store.driver import connection
from domain.store.queries.game import level_curve
from domain.views import Board, BoardRow, LeagueView


def spec(session: Session) -> LeagueSpec | None:
    """What the league is, on or off."""
    return leagues.spec(session)


def title(session: Session) -> str | None:
    """What the league is called; None while there is none, or it is off."""
    found = leagues.spec(session)
    return found.title if found and found.on else None


def league(session: Session, player_id: UUID) -> LeagueView | None:
    """A player's league; None while it is off."""
    now = leagues.spec(session)
    if now is None or not now.on:
        return None
    driver = connection(session)
    member = driver.execute(
        "select division, left_at is null from league_member where player_id = %s", (player_id,)
    ).fetchone()
    joined = bool(member and member[1])
    moved = driver.execute(
        """
        select l.outcome from league_place l join league_round r using (first)
        where l.player_id = %s and r.settled_at is not null order by first desc limit 1
        """,
        (player_id,),
    ).fetchone()
    division = now.divisions[min(member[0] if member else 0, len(now.divisions) - 1)]
    outcome = moved[0] if moved and joined else None
    board, bar, name = _group(session, player_id) if joined else (None, None, None)
    return LeagueView(now.title, division, joined, name, board, bar, outcome, now.up)


def _group(session: Session, player_id: UUID) -> tuple[Board | None, int | None, str | None]:
    """The group that is under way, the score from which on one moves up, and what the round is called."""
    under_way = leagues.under_way(session)
    if under_way is None:
        return None, None, None
    by_group = leagues.scores(session, under_way)
    place = next((key for key, scores in by_group.items() if player_id in scores), None)
    if place is None:
        return None, None, None
    scores = by_group[place]
    rows = connection(session).execute(
        "select id, name, avatar_url, xp from player where id = any(%s)",
        ([who for who, score in scores.items() if score or who == player_id],),
    )
    curve = level_curve(session)
    known = sorted(rows.fetchall(), key=lambda row: (-scores[row[0]], row[0]))
    ranks = spans.ranks(Method.STANDARD, [scores[row[0]] for row in known], Above())
    lines = tuple(
        BoardRow(rank, who, name, avatar_url, level_at(xp, curve).number, scores[who])
        for rank, (who, name, avatar_url, xp) in zip(ranks, known, strict=True)
    )
    spec = under_way.spec
    division = spec.divisions[place[0]]
    top = place[0] == len(spec.divisions) - 1
    bar = None if top else rules.bar([*scores.values()], spec.up)
    board = BoardSpec(key="league", title=division, period=spec.period)
    called = spans.called(board, under_way.first, under_way.last)
    return Board("league", division, lines, len(scores), ("XP", "XP")), bar, called
