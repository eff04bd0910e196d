"""One mapping from refusals to HTTP: RFC 9457 problems for programs, a page or a redirect for people."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from domain.errors import Invalid, NotFound, QuestboardError, Unauthenticated, Unavailable

RETRY_SECONDS = 5

ErrorPage = Callable[[Request, int, str, str], Awaitable[Response]]


def problem(error: QuestboardError) -> JSONResponse:
    """The RFC 9457 answer for a program."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.sentence,
    }
    if isinstance(error, Invalid) and error.fields:
        body["errors"] = [{"field": field, "detail": sentence} for field, sentence in error.fields.items()]
    headers = {"Retry-After": str(RETRY_SECONDS)} if isinstance(error, Unavailable) else None
    return JSONResponse(body, error.status, headers=headers, media_type="application/problem+json")


def meaning(error: Exception) -> QuestboardError:
    """The refusal behind any exception; what was not expected stays a secret of the log (the server writes it)."""
    match error:
        case QuestboardError():
            return error
        case RequestValidationError():
            return Invalid("The request does not fit.", dict(_fields(error)))
        case HTTPException():
            return _from_http(error)
        case _:
            return QuestboardError("Something broke on our side. The log says what.")


async def for_programs(_: Request, error: Exception) -> Response:
    """The handler of everything below /api, /webhooks and the health routes."""
    return problem(meaning(error))


def for_people(error_page: ErrorPage) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The handler of pages: who is not signed in is led to the sign-in page and back, others see what is wrong."""

    async def handle(request: Request, error: Exception) -> Response:
        refusal = meaning(error)
        if isinstance(refusal, Unauthenticated) and request.method == "GET":
            target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/signin?next={quote(target, safe='/')}", 303)
        return await error_page(request, refusal.status, refusal.title, refusal.sentence)

    return handle


def _fields(error: RequestValidationError) -> list[tuple[str, str]]:
    return [(".".join(map(str, item["loc"][1:])) or str(item["loc"][0]), str(item["msg"])) for item in error.errors()]


def _from_http(error: HTTPException) -> QuestboardError:
    if error.status_code == 404:
        return NotFound("There is nothing at this address.")
    refusal = QuestboardError(str(error.detail))
    refusal.status = error.status_code
    refusal.title = str(error.detail)
    return refusal
