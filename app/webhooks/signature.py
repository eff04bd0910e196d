"""Is this delivery really from the tool? HMAC-SHA256 over the raw bytes, the way GitHub signs."""

import hmac
import re
from collections.abc import Iterable

_FORM = re.compile(rb"sha256=([0-9a-f]{64})")


def is_signed(body: bytes, signature: bytes | None, secrets: Iterable[bytes]) -> bool:
    """Whether `signature` (the header's bytes) was made for `body` with one of `secrets`.

    Bytes are compared with bytes in constant time; an empty secret signs nothing.
    """
    if signature is None or (match := _FORM.fullmatch(signature)) is None:
        return False
    given = match[1]
    signed = False
    for secret in secrets:
        if secret:
            signed |= hmac.compare_digest(hmac.digest(secret, body, "sha256").hex().encode(), given)
    return signed


def could_be_signed(signature: bytes | None) -> bool:
    """Whether the header has the right form at all, known before the body is read."""
    return signature is not None and _FORM.fullmatch(signature) is not None
