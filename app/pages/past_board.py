"""The result of a span of a board that was decided."""

from datetime import date
from uuid import UUID

from fastapi import Request
from nicegui import ui

from app import door
from app.auth import current
from app.following import follow
from app.news import News
from app.pages.board import LEADERS, TEAMS
from components.board import BoardCard, TeamBoardCard
from components.forms import button_link
from components.frame import frame, page_head
from components.past_spans import past_spans
from domain.errors import NotFound
from domain.store.queries import results, team_boards
from domain.views import Board, SignedIn, TeamBoard


@ui.page("/board/{key}/{first}")
async def past_board(request: Request, key: str, first: str) -> None:
    """Who led, where oneself stood, and the other results."""
    me = await current.require(request)
    day = _day(first)
    found = await door.read(results.result, key, day)
    mine = await door.read(results.place_of, key, day, me.player_id)
    spans = await door.read(results.past, key)
    teams = await door.read(team_boards.teams_of, me.player_id)
    name = next((one.name for one in spans if one.first == day), f"{day:%-d %B %Y}")

    async def tell(news: News) -> None:
        toasts.tell_all(news.mine)

    follow(me, tell)
    with frame("Board", me, active="board", narrow=True) as toasts:
        with page_head(found.title, f"The result of {name}. It stays as it is."):
            button_link("As it stands now", f"/board/{key}")
        _draw(found, me, mine, teams)
        past_spans(key, spans, day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound("There is no such result.") from None


def _draw(found: Board | TeamBoard, me: SignedIn, mine: tuple[int, int] | None, teams: frozenset[UUID]) -> None:
    if isinstance(found, TeamBoard):
        TeamBoardCard(found, mine=teams, leaders=TEAMS, heading="Teams")
        return
    card = BoardCard(found, None, me=me.player_id, leaders=LEADERS, heading="In front")
    if mine is not None:
        rank, score = mine
        card.say(best=None, insight=f"You came in at #{rank:,} with {score:,} {found.units[score != 1]}.")
