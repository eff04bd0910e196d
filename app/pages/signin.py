"""The sign-in page: GitHub where it is set up, the sample people on a development machine."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Query, Request
from nicegui import ui
from starlette.responses import RedirectResponse, Response

from app import door, wiring
from app.auth import current
from app.auth.paths import local_path
from app.auth.reasons import Reason, sentence_of
from app.settings import Settings
from components.signin import SignIn
from domain.store.queries import players
from domain.views import PersonView


@ui.page("/signin")
async def signin(
    request: Request,
    wanted: Annotated[str | None, Query(alias="next")] = None,
    error: Annotated[str | None, Query()] = None,
) -> Response | None:
    """Whoever is signed in already goes on to the page he wanted."""
    target = local_path(wanted)
    if error is None and await current.signed_in(request):
        return RedirectResponse(target, 303)
    settings = wiring.of(request).settings
    SignIn(
        github=f"/auth/github?next={quote(target)}" if settings.signs_in_with_github else None,
        forge="GitHub" if settings.github_url == "https://github.com" else "GitHub Enterprise",
        people=await _samples(settings),
        sample_action="/auth/sample",
        target=target,
        error=sentence_of(error),
        calm=error == Reason.ENDED,
    )
    return None


async def _samples(settings: Settings) -> tuple[PersonView, ...]:
    return await door.read(players.sample_people) if settings.offers_sample_people else ()
