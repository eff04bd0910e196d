from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import get_args
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events import DomainEvent, PlayerChanged, PlayerJoined, Resync, XpAwarded, decode, encode

KINDS = get_args(DomainEvent)
MOMENTS = st.integers(0, 4_000_000_000_000_000).map(
    lambda at: datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at)
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_SHARES = st.floats(0, 1)
for _kind, _strategy in ((datetime, MOMENTS), (str, TEXTS), (int, st.integers(-(2**53), 2**53)), (float, _SHARES)):
    st.register_type_strategy(_kind, _strategy)
EVENTS = st.one_of([st.builds(kind) for kind in KINDS])


@given(st.lists(EVENTS, max_size=30), st.integers(2, 9_000))
def test_events_come_back_as_they_were_and_in_order(events: list[DomainEvent], limit: int) -> None:
    assert [event for message in encode(events, limit) for event in decode(message)] == events


@given(st.lists(EVENTS, max_size=60), st.integers(1_000, 9_000))
def test_no_message_is_longer_than_it_may_be(events: list[DomainEvent], limit: int) -> None:
    assert all(len(message.encode()) <= limit for message in encode(events, limit))


@given(st.lists(EVENTS, min_size=1, max_size=60))
def test_a_message_is_as_full_as_it_can_be(events: list[DomainEvent]) -> None:
    """Two messages that follow on each other would not fit into one."""
    messages = [len(message.encode()) for message in encode(events, 1_500)]

    assert all(one + other - 1 > 1_500 for one, other in pairwise(messages))


def test_what_fits_exactly_goes_in_one_message() -> None:
    events = [PlayerChanged(UUID(int=1))] * 3
    (message,) = encode(events, 100_000)

    assert len([*encode(events, len(message))]) == 1
    assert len([*encode(events, len(message) - 1)]) == 2


def test_nothing_is_no_message() -> None:
    assert [*encode([], 8_000)] == []


def test_a_kind_that_a_newer_version_sends_is_left_out() -> None:
    known = PlayerJoined(UUID(int=1))
    message = orjson.dumps([["SeasonEnded", {"season": 3}], ["PlayerJoined", {"player_id": str(known.player_id)}]])

    assert decode(message) == [known]


def test_a_field_that_a_newer_version_sends_is_left_out() -> None:
    message = orjson.dumps([["PlayerJoined", {"player_id": str(UUID(int=1)), "shoe_size": 43}]])

    assert decode(message) == [PlayerJoined(UUID(int=1))]


def test_a_moment_comes_back_aware_whatever_zone_it_was_in() -> None:
    at = datetime(2026, 11, 18, 23, 30, tzinfo=timezone(timedelta(hours=14)))
    (message,) = encode([XpAwarded(UUID(int=1), 1, 1, 1, "work", at)], 8_000)
    (award,) = decode(message)

    assert isinstance(award, XpAwarded)
    assert award.at == at
    assert award.at.tzinfo is not None


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_event_is_frozen(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert not hasattr(kind, "__dict__") or kind is Resync or "__slots__" in vars(kind)
