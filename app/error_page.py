"""What people see when a page is refused: plain HTML in the house style, no socket, nothing kept in memory."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.assets import asset_url

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title} · Questboard</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{style}">
</head>
<body class="qb-error">
<main class="qb-error-card" role="alert">
<p class="qb-error-code">{status}</p>
<h1>{title}</h1>
<p>{sentence}</p>
<p><a class="qb-button" href="/">Back to the dashboard</a></p>
</main>
</body>
</html>
"""


async def error_page(request: Request, status: int, title: str, sentence: str) -> Response:  # noqa: ARG001
    """The page for `status`; `sentence` is text, never markup."""
    html = _PAGE.format(
        status=status,
        title=escape(title),
        sentence=escape(sentence),
        icon=asset_url("icons/questboard.svg"),
        style=asset_url("css/questboard.css"),
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
