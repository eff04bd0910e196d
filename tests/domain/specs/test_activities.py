from datetime import UTC, datetime, timedelta

from domain.specs import ActivitySpec, Fact, Person

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_a_fact_counts_once_and_from_the_moment_it_happened_unless_told_otherwise() -> None:
    work = Fact("a", "review.submitted", 1, NOON, NOON.date(), {})
    taken_back = Fact("a", "review.submitted", 1, NOON, NOON.date(), {}, -1, NOON + timedelta(days=2))

    assert (work.times, work.moment) == (1, NOON)
    assert (taken_back.moment, taken_back.occurred_at) == (NOON + timedelta(days=2), NOON)


def test_work_stands_where_it_was_done_however_late_it_came_in() -> None:
    late = Fact("a", "review.submitted", 1, NOON, NOON.date(), {}, received_at=NOON + timedelta(days=2))

    assert late.moment == NOON


def test_work_of_a_clock_that_is_ahead_stands_where_it_came_in() -> None:
    ahead = Fact("a", "review.submitted", 1, NOON, NOON.date(), {}, received_at=NOON - timedelta(minutes=5))

    assert ahead.moment == NOON - timedelta(minutes=5)


def test_an_activity_is_one_of_its_kind_unless_told_otherwise() -> None:
    ada = Person("github", "1", "ada")

    assert ActivitySpec("a", ada, "review.submitted", NOON, "A review").value == 1
