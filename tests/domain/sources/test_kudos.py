from datetime import UTC, datetime

import pytest

from domain import sources
from domain.sources import Unreadable
from domain.sources.kudos import Said, delivery
from domain.specs import Delivery

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_thanks_are_two_facts_one_for_each_of_the_two() -> None:
    given, received = sources.read(delivery(Said(id="k1", giver="ada", receiver="ben", at=AT))).activities

    assert (given.key, given.metric, given.person.subject) == ("kudos:k1:given", "kudos.given", "ada")
    assert (received.key, received.metric, received.person.subject) == ("kudos:k1:received", "kudos.received", "ben")
    assert (given.dimensions, received.dimensions) == ({"to": "ben"}, {"from": "ada"})
    assert given.occurred_at == received.occurred_at == AT


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[]", b'{"id": "k1"}', b'{"id":"","giver":"a","receiver":"b","at":"now"}']
)
def test_anything_else_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable, match="These are no kudos"):
        sources.read(Delivery("kudos", "k1", "kudos", "application/json", body))
