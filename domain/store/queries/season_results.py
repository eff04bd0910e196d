"""The results of seasons that are closed, as everybody may see them: whoever hides since then is left out."""

from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound
from domain.rules.levels import level_at
from domain.rules.seasons import Result
from domain.store import boards
from domain.store.driver import connection
from domain.store.queries import seasons
from domain.store.queries.game import level_curve
from domain.store.queries.seasons import ranks_people
from domain.store.results import KEPT
from domain.store.seasons import Season
from domain.views import BoardRow, SeasonTeam


def placed(session: Session, season_id: str) -> tuple[BoardRow, ...]:
    """The first places by XP, if one of the season's boards ranks people. Raises `NotFound` before it is closed."""
    closed(session, season_id)
    if not ranks_people([board for board in boards.specs(session) if board.season == season_id and board.on]):
        return ()
    rows = connection(session).execute(
        """
        select r.rank, p.id, p.name, p.avatar_url, p.xp, r.xp from season_result r join player p on p.id = r.player_id
        where r.season_id = %s and r.rank <= %s and not p.hidden and p.kind = 'human' order by r.rank, p.id limit %s
        """,
        (season_id, KEPT, KEPT),
    )
    curve = level_curve(session)
    return tuple(
        BoardRow(rank, player, name, avatar, level_at(total, curve).number, xp)
        for rank, player, name, avatar, total, xp in rows
    )


def mine(session: Session, season_id: str, player_id: UUID) -> tuple[Result, int | None]:
    """What a player had, and his rank if he has one. Raises `NotFound` before the season is closed."""
    season = closed(session, season_id)
    row = connection(session).execute(
        "select rank from season_result where season_id = %s and player_id = %s", (season_id, player_id)
    )
    found = row.fetchone()
    return seasons.result(session, season, player_id), found[0] if found else None


def closed(session: Session, season_id: str) -> Season:
    """A season that is closed. Raises `NotFound`."""
    season = seasons.named(session, season_id)
    if season.closed_at is None:
        raise NotFound("The results of this season are not there yet.")
    return season


def teams(session: Session, season_id: str) -> tuple[SeasonTeam, ...]:
    """What large enough teams had, by their names. Raises `NotFound` before the season is closed."""
    closed(session, season_id)
    return seasons.teams(session, season_id)
