import pytest

from app.security.origins import is_ours
from app.settings import Settings


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        ("http://127.0.0.1:8080", True),
        ("http://localhost:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost:8081", False),
        ("https://localhost:8080", False),
        ("http://rebound.example:8080", False),
        ("null", False),
        ("", False),
        (None, False),
    ],
)
def test_on_loopback_every_name_of_this_machine_is_ours_and_no_other(origin: str | None, expected: bool) -> None:
    assert is_ours(Settings(), origin, "rebound.example:8080") is expected


def test_a_public_address_is_the_only_one() -> None:
    settings = Settings(public_url="https://quest.example/", host="0.0.0.0")
    assert is_ours(settings, "https://quest.example", "quest.example")
    assert not is_ours(settings, "http://quest.example", "quest.example")
    assert not is_ours(settings, "https://evil.example", "evil.example")
    assert not is_ours(settings, "http://127.0.0.1:8080", "127.0.0.1:8080")


def test_on_the_network_without_a_public_address_it_is_the_one_the_browser_used() -> None:
    settings = Settings(host="0.0.0.0")
    assert is_ours(settings, "http://192.168.1.5:8080", "192.168.1.5:8080")
    assert not is_ours(settings, "https://evil.example", "192.168.1.5:8080")
    assert not is_ours(settings, "http://", "")
