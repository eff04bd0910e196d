from datetime import UTC, datetime

import pytest

from domain.sources import Unreadable, read
from domain.sources.reading import clean, moment, web_address
from domain.specs import Delivery


@pytest.mark.parametrize("source", ["gitlab", "", "github/other", "Github"])
def test_a_source_nobody_wrote_is_unreadable(source: str) -> None:
    with pytest.raises(Unreadable, match="No source is called"):
        read(Delivery(source, "1", "push", "application/json", b"{}"))


def test_several_senders_may_use_our_own_api_with_names_of_their_own() -> None:
    assert read(Delivery("activities/jenkins", "1", "", "application/json", b"[]")).activities == ()


def test_text_from_outside_becomes_one_short_printable_line() -> None:
    assert clean("  v1\0.2\n\u202e3\ud800 ") == "v1 .2 3"
    assert clean("é" * 500) == "é" * 200
    assert clean("👩\u200d💻 ünï") == "👩\u200d💻 ünï"


@pytest.mark.parametrize("address", ["https://git.example/a?b=1#c", "http://localhost:3000/x"])
def test_web_addresses_pass(address: str) -> None:
    assert web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "https://a b",
        "https://a\n",
        None,
        5,
        "http://" + "a" * 600,
    ],
)
def test_what_is_no_web_address_is_dropped(address: object) -> None:
    assert web_address(address) is None


@pytest.mark.parametrize(
    "value", ["2021-02-01T16:58:21Z", "2021-02-01T17:58:21+01:00", "2021-02-01T16:58:21.000Z", 1612198701]
)
def test_times_come_as_iso_text_or_unix_seconds(value: object) -> None:
    found = moment(value)
    assert found == datetime(2021, 2, 1, 16, 58, 21, tzinfo=UTC)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        "2021-02-01T16:58:21",
        "2021-02-01",
        "soon",
        "",
        None,
        True,
        1.5,
        -1,
        10**30,
        "0001-01-01T00:00:00+12:00",
        "9999-12-31T23:59:59Z",
        [],
    ],
)
def test_what_is_no_plausible_time_is_none(value: object) -> None:
    assert moment(value) is None
