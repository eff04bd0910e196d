from uuid import UUID

import pytest

from components.outside import plain, web_url, without_code
from domain.views import Level
from tests.components.samples import ME, NOW, feed_line


@pytest.mark.parametrize("url", ["https://github.com/acme/app/pull/42", "http://ghes.internal:8443/x?y=1#z"])
def test_addresses_of_the_web_pass(url: str) -> None:
    assert web_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "javascript://host/%0aalert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "//evil",
        "/local",
        "https://",
        "http://[",
    ],
)
def test_anything_else_leads_nowhere(url: str | None) -> None:
    assert web_url(url) is None


def test_keys_that_would_be_run_as_code_are_dropped_at_every_depth() -> None:
    tainted = {":on": "alert(1)", "rows": [{"a": 1, ":b": "alert(2)"}, ({":c": 3},)], "kept": ":text"}
    assert without_code(tainted) == {"rows": [{"a": 1}, [{}]], "kept": ":text"}


def test_views_become_json_values() -> None:
    line = plain(feed_line())
    assert (line["at"], line["player_id"]) == (NOW.isoformat(), str(ME))
    assert plain(Level(2, 10, 100)) == {"number": 2, "into": 10, "span": 100, "title": ""}
    assert plain([UUID(int=1)]) == [str(UUID(int=1))]
