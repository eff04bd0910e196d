"""What people see when a page is refused: plain HTML in the house style, without a socket."""

from html import escape

from components.assets import asset_url
from components.theme import custom_properties

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · Questboard</title>
<link rel="icon" href="{icon}">
<style>{properties}</style>
<link rel="stylesheet" href="{style}">
<script src="{script}"></script>
</head>
<body>
<main class="qb-oops">
<p class="qb-oops-code" aria-hidden="true">{status}</p>
<h1>{title}</h1>
<p>{sentence}</p>
<nav aria-label="Onwards">
<a class="qb-button is-primary" href="/">Back to the dashboard</a>
<a class="qb-button is-quiet" href="">Try again</a>
</nav>
</main>
</body>
</html>
"""


def error_page(status: int, title: str, sentence: str) -> str:
    """The HTML page for `status`; `title` and `sentence` are text, never markup."""
    return _PAGE.format(
        status=status,
        title=escape(title),
        sentence=escape(sentence),
        icon=asset_url("icons/questboard.svg"),
        properties=custom_properties(),
        style=asset_url("css/questboard.css"),
        script=asset_url("js/theme.js"),
    )
