import pytest

from app.security.rates import SIGN_IN, Rates, address_of
from tests.servers import RedisServer


def test_an_address_may_try_so_often_and_others_are_not_concerned() -> None:
    rates = Rates(None)
    assert [rates.hit(SIGN_IN, "10.0.0.1") for _ in range(SIGN_IN.amount + 1)] == [True] * SIGN_IN.amount + [False]
    assert rates.hit(SIGN_IN, "10.0.0.2")


def test_asking_does_not_count() -> None:
    rates = Rates(None)
    assert all(rates.allows(SIGN_IN, "10.0.0.1") for _ in range(SIGN_IN.amount * 2))


def test_all_web_processes_count_together_on_redis(redis_url: str) -> None:
    one, other = Rates(redis_url), Rates(redis_url)
    for _ in range(SIGN_IN.amount):
        assert one.hit(SIGN_IN, "10.0.0.1")
    assert not other.hit(SIGN_IN, "10.0.0.1")


def test_a_lost_redis_locks_nobody_out_and_lets_nobody_try_for_ever() -> None:
    with RedisServer() as server:
        rates = Rates(server.url)
        assert rates.hit(SIGN_IN, "10.0.0.1")
        server.stop()
        answers = [rates.hit(SIGN_IN, "10.0.0.1") for _ in range(SIGN_IN.amount + 1)]
    assert answers[0]
    assert not answers[-1]


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::"),
    ],
)
def test_a_whole_network_of_one_customer_counts_as_one(host: str, counted: str) -> None:
    assert address_of((host, 1234)) == counted
    assert address_of(None) == ""
