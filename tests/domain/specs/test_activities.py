from datetime import UTC, datetime, timedelta

from domain.specs import Fact

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_a_fact_counts_once_and_from_the_moment_it_happened_unless_told_otherwise() -> None:
    work = Fact("a", "review.submitted", 1, NOON, NOON.date(), {})
    taken_back = Fact("a", "review.submitted", 1, NOON, NOON.date(), {}, -1, NOON + timedelta(days=2))

    assert (work.times, work.moment) == (1, NOON)
    assert (taken_back.moment, taken_back.occurred_at) == (NOON + timedelta(days=2), NOON)
