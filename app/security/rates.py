"""How often one address may try: sign-ins, pages, and webhooks whose signature was wrong."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Network, ip_address
from typing import cast

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import ConcurrentUpdateError, StorageError
from limits.storage import MemoryStorage, Storage, storage_from_string
from limits.strategies import MovingWindowRateLimiter, RateLimiter

SIGN_IN = RateLimitItemPerMinute(20, namespace="sign-in")
FORGED = RateLimitItemPerMinute(30, namespace="forged-webhook")
#: A page stays in memory for a minute even when nobody comes back for it.
PAGES = RateLimitItemPerMinute(600, namespace="pages")

log = structlog.get_logger()


class Rates:
    """Counts attempts per address: on Redis where there is one, so that all web processes count together.

    A lost Redis must lock nobody out: this process then counts alone. With Redis an answer may take its time, so ask
    beside the event loop; `Rates(None)` answers at once.
    """

    def __init__(self, redis_url: str | None) -> None:
        self._alone = MovingWindowRateLimiter(MemoryStorage())
        self._together = MovingWindowRateLimiter(_redis(redis_url)) if redis_url else None

    def hit(self, limit: RateLimitItem, address: str) -> bool:
        """Count one attempt; False when it is one too many."""
        return self._ask(lambda limiter: limiter.hit(limit, address))

    def allows(self, limit: RateLimitItem, address: str) -> bool:
        """Whether another attempt would be allowed, without counting it."""
        return self._ask(lambda limiter: limiter.test(limit, address))

    def _ask(self, question: Callable[[RateLimiter], bool]) -> bool:
        if self._together is not None:
            try:
                return question(self._together)
            except (StorageError, ConcurrentUpdateError) as error:
                log.warning("rates.counting_alone", error=str(error))
        return question(self._alone)


def address_of(client: tuple[str, int] | None) -> str:
    """Whom to count. An IPv6 customer holds a whole /64, so that counts as one."""
    host = client[0] if client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False).network_address)


def _redis(url: str) -> Storage:
    return cast(Storage, storage_from_string(url, wrap_exceptions=True, socket_timeout=1, socket_connect_timeout=1))
