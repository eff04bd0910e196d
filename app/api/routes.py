"""Reading the game as JSON, with the session of a signed-in browser."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from app import door
from app.api.shapes import Page, PublicPlayer, SeasonResult, SeasonTeamResult, page, public
from app.auth import current
from domain.errors import NotFound
from domain.specs import BoardSpec, Ranked
from domain.store.queries import (
    badges,
    boards,
    cards,
    deliveries,
    friends_boards,
    players,
    results,
    season_results,
    seasons,
    team_boards,
)
from domain.views import (
    BadgeView,
    Board,
    BoardRow,
    DeliveryView,
    MissionCard,
    PastSpan,
    PlayerCard,
    SeasonView,
    TeamBoard,
    TeamRow,
)

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
#: Ten years of days.
MOST_SPANS = 3_660
BoardKey = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]


@router.get("/deliveries/{delivery_id}")
async def delivery(
    request: Request,
    delivery_id: Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,128}$")],
    source: Annotated[str, Query(pattern=r"^[a-z0-9_-]{1,40}$")] = "github",
) -> DeliveryView:
    """What became of a delivery, by the id its tool gave it: pending, done or failed, with the reason. For admins."""
    await current.require_admin(request)
    return await door.read(deliveries.delivery, source, delivery_id)


@router.get("/leaderboards")
async def leaderboard_list(request: Request) -> tuple[BoardSpec, ...]:
    """The boards that are on."""
    await current.require(request)
    return tuple(spec for spec in await door.read(boards.specs) if spec.on)


@router.get("/leaderboards/{board}")
async def leaderboard(request: Request, board: BoardKey, limit: Limit = 10, offset: Offset = 0) -> Page[BoardRow]:
    """A part of a board of people: `week`, `month` or what else there is; of friends, those of whoever asks."""
    signed_in = await current.require(request)
    if (await door.read(boards.named, board)).ranked is Ranked.FRIENDS:
        friends = await door.read(friends_boards.friends_board, board, signed_in.player_id, now=door.now())
        return page(friends.rows, limit, offset)
    rows = await door.read(boards.board, board, now=door.now(), limit=limit, offset=offset)
    return Page(rows.rows, rows.total, offset)


@router.get("/leaderboards/{board}/teams")
async def team_leaderboard(request: Request, board: BoardKey, limit: Limit = 10, offset: Offset = 0) -> Page[TeamRow]:
    """A part of a board of teams."""
    await current.require(request)
    found = await door.read(team_boards.team_board, board, now=door.now())
    return page(found.rows, limit, offset)


@router.get("/leaderboards/{board}/results")
async def leaderboard_results(
    request: Request, board: BoardKey, limit: Limit = 10, offset: Offset = 0
) -> Page[PastSpan]:
    """The spans of a board that were decided, the newest first; `first` names each."""
    await current.require(request)
    await door.read(boards.named, board)
    return page(await door.read(results.past, board, limit=MOST_SPANS), limit, offset)


@router.get("/leaderboards/{board}/results/{first}")
async def leaderboard_result(
    request: Request, board: BoardKey, first: date, limit: Limit = 10, offset: Offset = 0
) -> Page[BoardRow]:
    """The first places of a span of a board of people as they were when it was decided; they stay."""
    await current.require(request)
    found = await door.read(results.result, board, first)
    if not isinstance(found, Board):
        raise NotFound(f"The board “{found.title}” ranks teams.")
    return page(found.rows, limit, offset)


@router.get("/leaderboards/{board}/results/{first}/teams")
async def team_leaderboard_result(
    request: Request, board: BoardKey, first: date, limit: Limit = 10, offset: Offset = 0
) -> Page[TeamRow]:
    """The same of a board of teams."""
    await current.require(request)
    found = await door.read(results.result, board, first)
    if not isinstance(found, TeamBoard):
        raise NotFound(f"The board “{found.title}” does not rank teams.")
    return page(found.rows, limit, offset)


@router.get("/seasons")
async def season_list(request: Request, limit: Limit = 10, offset: Offset = 0) -> Page[SeasonView]:
    """The seasons that were announced, the newest first, with where they stand."""
    await current.require(request)
    return page(await door.read(seasons.announced, now=door.now()), limit, offset)


@router.get("/seasons/{season}")
async def season(request: Request, season: BoardKey) -> SeasonView:
    """One season that was announced."""
    await current.require(request)
    return seasons.view(await door.read(seasons.named, season), door.now())


@router.get("/seasons/{season}/results")
async def season_result_list(
    request: Request, season: BoardKey, limit: Limit = 10, offset: Offset = 0
) -> Page[BoardRow]:
    """The first places by XP of a season that is closed; nobody, unless one of its boards ranks people."""
    await current.require(request)
    return page(await door.read(season_results.placed, season), limit, offset)


@router.get("/seasons/{season}/results/me")
async def my_season_result(request: Request, season: BoardKey) -> SeasonResult:
    """What the signed-in player had in a season that is closed."""
    signed_in = await current.require(request)
    mine, rank = await door.read(season_results.mine, season, signed_in.player_id)
    return SeasonResult(mine.xp, mine.missions, mine.badges, mine.streak, rank)


@router.get("/seasons/{season}/results/teams")
async def team_season_results(
    request: Request, season: BoardKey, limit: Limit = 10, offset: Offset = 0
) -> Page[SeasonTeamResult]:
    """What the teams of five people or more had in a season that is closed."""
    await current.require(request)
    found = await door.read(season_results.teams, season)
    return page(tuple(SeasonTeamResult(one.name, one.members, one.xp, one.missions) for one in found), limit, offset)


@router.get("/players/me")
async def me(request: Request) -> PlayerCard:
    """The signed-in player."""
    signed_in = await current.require(request)
    return await door.read(players.player_card, signed_in.player_id, now=door.now())


@router.get("/players/{player_id}")
async def player(request: Request, player_id: UUID) -> PublicPlayer:
    """What everybody may see of a player; one who hides is not there."""
    signed_in = await current.require(request)
    card = await door.read(players.player_card, player_id, now=door.now())
    if card.hidden and player_id != signed_in.player_id:
        raise NotFound("There is no such player.")
    return public(card)


@router.get("/missions")
async def mission_list(request: Request, limit: Limit = 20, offset: Offset = 0) -> Page[MissionCard]:
    """The signed-in player's missions with their progress."""
    signed_in = await current.require(request)
    return page(await door.read(cards.mission_cards, signed_in.player_id, now=door.now()), limit, offset)


@router.get("/badges")
async def badge_list(request: Request, limit: Limit = 20, offset: Offset = 0) -> Page[BadgeView]:
    """The badges there are, and which of them the signed-in player holds."""
    signed_in = await current.require(request)
    return page(await door.read(badges.badges, signed_in.player_id), limit, offset)
