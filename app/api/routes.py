"""Reading the game as JSON, with the session of a signed-in browser."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request

from app import door
from app.api.shapes import Page, PublicPlayer, page, public
from app.auth import current
from domain.errors import NotFound
from domain.specs import BoardSpec, Ranked
from domain.store.queries import badges, boards, cards, deliveries, friends_boards, players, team_boards
from domain.views import BadgeView, BoardRow, DeliveryView, MissionCard, PlayerCard, TeamRow

router = APIRouter()

Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
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
