"""The law of event time: the same deliveries, in whatever order and company they are applied, make the same game."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.specs import Delivery, MissionSpec
from tests.domain.services import game, small_games
from tests.domain.services.small_games import DECIDED, DERIVED, SHARED, TICKETS, Work

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a game takes too long to shrink
LAW = settings(
    max_examples=10,
    deadline=None,
    phases=PHASES,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
Sent = Sequence[tuple[Delivery, datetime]]


def played(url: str, specs: Sequence[MissionSpec], batches: Sequence[Sent], people: int) -> dict[str, Any]:
    small_games.start(url, specs, people=people)
    for batch in batches:
        small_games.arrive(batch)
    small_games.close()
    assert game.broken() == []
    return small_games.portrait()


def shuffled(sent: Sent, data: st.DataObject) -> list[Sent]:
    """The same deliveries in another order, some of them twice, in batches of any size."""
    again = data.draw(st.lists(st.sampled_from(sent), max_size=4), label="twice")
    order = data.draw(st.permutations([*sent, *again]), label="order")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(order)), max_size=6), label="cuts"))
    return [order[start:end] for start, end in zip([0, *cuts], [*cuts, len(order)], strict=True) if start < end]


def check(url: str, specs: Sequence[MissionSpec], done: list[Work], data: st.DataObject, people: int = 1) -> None:
    sent = small_games.deliveries(done)
    together = played(url, specs, [sent], people)
    in_parts = played(url, specs, shuffled(sent, data), people)

    for what, lines in together.items():
        assert in_parts[what] == lines, what


@LAW
@given(small_games.works(), st.data())
def test_whatever_the_order_of_arrival_missions_are_completed_by_the_same_work(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    check(playing, TICKETS, done, data)


@LAW
@given(small_games.works(), st.data())
def test_what_follows_from_completions_follows_in_the_same_way(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    check(playing, [*TICKETS, *DERIVED], done, data)


def test_xp_that_moves_to_another_week_leaves_nothing_behind(playing: str) -> None:
    """The bronze tier was thought to be reached in the second week until the work of the first came in."""
    sent = small_games.deliveries([Work(0, minutes=1_614, late=4), Work(0, minutes=12_960, late=3_198)])
    together = played(playing, [*TICKETS, *DERIVED], [sent], people=1)
    backwards = played(playing, [*TICKETS, *DERIVED], [[one] for one in reversed(sent)], people=1)

    assert together == backwards


def test_xp_counts_in_time_where_older_work_turns_out_to_have_earned_it(playing: str) -> None:
    """Three missions were thought to be completed by work that came in too late for its week."""
    ticket = partial(Work, 0, 8_640)
    done = [ticket(late=8, value=4, queue="green"), ticket(late=11_223), ticket(late=27, value=4, queue="blue"),
            Work(0, 11_880, late=10_858), Work(0, 6_939, late=509, value=4), Work(0, 87, late=25, value=3)]  # fmt: skip
    sent = small_games.deliveries(done)
    together = played(playing, [*TICKETS, *DERIVED], [sent], people=1)
    backwards = played(playing, [*TICKETS, *DERIVED], [[sent[at]] for at in (5, 3, 1, 2, 4, 0)], people=1)

    assert together == backwards


@LAW
@given(small_games.works(people=3), st.data())
def test_what_is_decided_at_the_close_is_decided_in_the_same_way(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    check(playing, DECIDED, done, data, people=3)


@LAW
@given(small_games.works(people=3), st.data())
def test_what_is_done_together_is_done_at_the_same_moment(playing: str, done: list[Work], data: st.DataObject) -> None:
    check(playing, SHARED, done, data, people=3)


@LAW
@given(small_games.works(withdrawn=True), st.data())
def test_what_is_withdrawn_afterwards_has_completed_what_it_had_completed(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    check(playing, TICKETS, done, data)
