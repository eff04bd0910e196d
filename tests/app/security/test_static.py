import gzip
from collections.abc import Iterator

import pytest

from components.assets import ASSETS, asset_url
from tests.app.serving import Site, serving

STYLE = "css/questboard.css"


@pytest.fixture
def site(store: str) -> Iterator[Site]:
    with serving(store) as site:
        yield site


def test_a_file_is_compressed_once_and_says_what_the_disk_says(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    compressed = 0
    compress = gzip.compress

    def counting(*args: object, **kwargs: object) -> bytes:
        nonlocal compressed
        compressed += 1
        return compress(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(gzip, "compress", counting)
    answers = [site.http.get(asset_url(STYLE)) for _ in range(3)]
    assert {answer.content for answer in answers} == {(ASSETS / STYLE).read_bytes()}
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert all("accept-encoding" in answer.headers["vary"].lower() for answer in answers)
    assert compressed == 1


def test_who_cannot_read_gzip_or_wants_a_part_gets_the_plain_file(site: Site) -> None:
    site.http.get(asset_url(STYLE))
    plain = site.http.get(asset_url(STYLE), headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == (ASSETS / STYLE).read_bytes()
    part = site.http.get(asset_url(STYLE), headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, plain.content[:10])


def test_a_browser_that_has_the_file_is_told_so(site: Site) -> None:
    first = site.http.get(asset_url(STYLE))
    again = site.http.get(asset_url(STYLE), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert site.http.get(asset_url(STYLE), headers={"If-None-Match": '"other"'}).status_code == 200


def test_only_addresses_with_the_hash_of_the_content_may_be_kept_for_ever(site: Site) -> None:
    assert "immutable" in site.http.get(asset_url(STYLE)).headers["cache-control"]
    assert "immutable" not in site.http.get(f"/assets/{STYLE}").headers.get("cache-control", "")
    assert "immutable" not in site.http.get("/assets/none.css?v=1").headers.get("cache-control", "")


def test_fonts_are_sent_as_they_are_and_what_is_not_there_is_not_found(site: Site) -> None:
    font = site.http.get(asset_url("fonts/geist-latin.woff2"))
    assert "content-encoding" not in font.headers
    assert font.content == (ASSETS / "fonts" / "geist-latin.woff2").read_bytes()
    for path in ("/assets/none.css", "/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/assets/"):
        assert site.http.get(path).status_code == 404
