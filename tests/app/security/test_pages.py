from collections.abc import Iterator

import pytest

from app.security.rates import PAGES
from tests.app.serving import Site, serving


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    with serving(store) as site:
        yield site


def test_who_opens_pages_without_end_has_to_wait_and_everything_else_goes_on(site: Site) -> None:
    answers = [site.http.get("/signin").status_code for _ in range(PAGES.amount + 1)]
    assert set(answers[:-1]) == {404}, "there are no pages in this application"
    assert answers[-1] == 429
    refused = site.http.get("/")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "A little slower" in refused.text
    for path in ("/healthz", "/assets/js/theme.js", "/metrics"):
        assert site.http.get(path).status_code == 200
