"""What people see when a page is refused: plain HTML in the house style, no socket, nothing kept in memory."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from components.assets import asset_url
from components.theme import custom_properties

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light">
<title>{title} · Questboard</title>
<link rel="icon" href="{icon}">
<style>{tokens}</style>
<link rel="stylesheet" href="{style}">
<script src="{theme}"></script>
</head>
<body>
<main class="qb-oops">
<p class="qb-oops-code">{status}</p>
<h1>{title}</h1>
<p>{sentence}</p>
<nav><a class="qb-button is-primary" href="/">Back to the dashboard</a></nav>
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
        tokens=custom_properties(),
        style=asset_url("css/questboard.css"),
        theme=asset_url("js/theme.js"),
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
