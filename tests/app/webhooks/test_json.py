import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.webhooks.json import is_json

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.integers(-1000, 1000).map(lambda n: n / 8)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_whatever_json_says_is_json(value: object) -> None:
    assert is_json(orjson.dumps(value))


@given(VALUES, st.integers(0, 200), st.binary(max_size=3))
def test_damaged_text_is_judged_like_the_parser_judges_it(value: object, at: int, damage: bytes) -> None:
    body = orjson.dumps({"value": value})
    damaged = body[:at] + damage + body[at + 1 :]
    assert is_json(damaged) == parses(damaged)


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null", b' {"a": 1} ', b'{"a":1,"a":2}'])
def test_json_need_not_be_an_object(body: bytes) -> None:
    assert is_json(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"NaN",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":01}',
        b'{"a":1,}',
        b"{'a':1}",
        b'{"a":1} x',
        b'"\\ud800"',
        *[b'{"a":"\xed\xa0\x80"}', b'{"a":"\xff"}', b'{"a":"\x01"}', b'{"a":' * 5_000, b"\xef\xbb\xbf{}"],
    ],
)
def test_everything_else_is_not(body: bytes) -> None:
    assert not is_json(body)


def parses(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except ValueError:
        return False
    return True
