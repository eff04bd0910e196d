"""The picture of a season: one's own, for whoever is signed in, and nobody else's."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from app import door
from app.auth import current
from components.season_picture import picture
from domain.store.queries import players, recap

router = APIRouter(include_in_schema=False)

#: It is a picture and nothing else: opened by itself it runs nothing, loads nothing, and stands in no other page.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, no-store",
}


@router.get("/seasons/{season_id}/picture.svg")
async def season_picture(
    request: Request,
    season_id: Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")],
    download: bool = False,  # noqa: FBT001, FBT002  a query
) -> Response:
    """An SVG of the signed-in player's own season. Whoever hides is not named on it."""
    me = await current.require(request)
    found = await door.read(recap.recap, me.player_id, season_id, preview=me.is_admin, now=door.now())
    card = await door.read(players.player_card, me.player_id, now=door.now())
    kind = "attachment" if download else "inline"
    return Response(
        picture(found, named=not card.hidden),
        media_type="image/svg+xml",
        headers={**_HEADERS, "Content-Disposition": f'{kind}; filename="season-{season_id}.svg"'},
    )
