import hashlib
import hmac

import pytest

from app.webhooks.signature import could_be_signed, is_signed

BODY = b'{"zen": "Keep it logically awesome."}'


def sign(secret: bytes, body: bytes = BODY) -> bytes:
    return b"sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest().encode()


def test_githubs_published_vector_is_accepted() -> None:
    signature = b"sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    assert is_signed(b"Hello, World!", signature, [b"It's a Secret to Everybody"])


def test_either_of_two_active_secrets_will_do() -> None:
    assert is_signed(BODY, sign(b"new"), [b"old", b"new"])
    assert is_signed(BODY, sign(b"old"), [b"old", b"new"])
    assert not is_signed(BODY, sign(b"other"), [b"old", b"new"])


def test_an_empty_or_missing_secret_signs_nothing() -> None:
    assert not is_signed(BODY, sign(b""), [b""])
    assert not is_signed(BODY, sign(b""), [])


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.upper(),
        lambda s: s.replace(b"sha256=", b"sha1="),
        lambda s: s.removeprefix(b"sha256="),
        lambda s: s + b"\n",
        lambda s: s + b"0",
        lambda s: s[:-1],
        lambda s: b"sha256=" + s.removeprefix(b"sha256=").upper(),
        lambda s: s[:-2] + "é".encode("latin-1"),
        lambda s: s[:7],
    ],
)
def test_only_the_exact_form_counts(change) -> None:  # type: ignore[no-untyped-def]
    forged = change(sign(b"secret"))
    assert not could_be_signed(forged)
    assert not is_signed(BODY, forged, [b"secret"])


def test_the_bytes_count_and_not_what_they_mean() -> None:
    assert not is_signed(BODY.replace(b": ", b":"), sign(b"secret"), [b"secret"])
