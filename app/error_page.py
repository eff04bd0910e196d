"""What people see when a page is refused: the house style's page as an answer, nothing kept in memory."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.error_page import error_page as draw


async def error_page(request: Request, status: int, title: str, sentence: str) -> Response:  # noqa: ARG001
    """The page for `status`; `sentence` is text, never markup."""
    return HTMLResponse(draw(status, title, sentence), status, headers={"Cache-Control": "no-store"})
