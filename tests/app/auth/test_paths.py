import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.auth.paths import local_path


@pytest.mark.parametrize("path", ["/", "/missions", "/missions?open=1&x=%20", "/admin/deliveries", "/a-b_c~d/e.f"])
def test_pages_of_ours_are_kept(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        None,
        "",
        "missions",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/%5cevil.example",
        "/%5Cevil.example",
        "/a//evil.example",
        "/x\r\nSet-Cookie: a=b",
        "/x#@evil.example",
        "/auth/sign-out",
        "/\u2028/evil.example",
        "/\uff0f\uff0fevil.example",
        "/" + "a" * 600,
    ],
)
def test_everything_else_leads_to_the_dashboard(path: str | None) -> None:
    assert local_path(path) == "/"


@given(st.text(alphabet="/\\:.?#@%\t\r\n aehl5c", max_size=12))
def test_no_text_leads_anywhere_else(text: str) -> None:
    path = local_path(text)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()
