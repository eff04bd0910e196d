from domain.rules.fair_play.quick_reviews import find
from domain.rules.fair_play.thresholds import RAPID_TIMES, SECONDS_LONG_TIMES
from tests.domain.rules.fair_play.work import ADA, approved, later, told


def test_approvals_within_a_minute_of_opening_are_told() -> None:
    quick = [approved(ADA, moment=later(minutes=place), after=60) for place in range(SECONDS_LONG_TIMES)]
    [found] = find(quick)
    assert told([found]) == [("seconds-long", (ADA,), 6)]
    assert found.sentence == "approved 6 pull requests within a minute of their opening, without a word."
    assert find(quick[1:]) == []


def test_a_slower_one_is_no_evidence() -> None:
    mixed = [approved(ADA, moment=later(minutes=place), after=60 + place % 2) for place in range(11)]
    assert told(find(mixed)) == [("seconds-long", (ADA,), 6)]


def test_approvals_right_after_each_other_are_told_where_the_row_is_long() -> None:
    row = [approved(ADA, moment=later(seconds=20 * place)) for place in range(RAPID_TIMES)]
    [found] = find(row)
    assert told([found]) == [("in-a-row", (ADA,), 15)]
    assert found.sentence == "gave 15 approvals without a word, seconds after each other."
    assert find(row[1:]) == []


def test_a_pause_ends_a_row() -> None:
    row = [approved(ADA, moment=later(seconds=20 * place + (place > 7))) for place in range(RAPID_TIMES)]
    assert find(row) == []


def test_waving_bots_through_is_fine() -> None:
    assert find([approved(ADA, moment=later(seconds=place), after=5, author_kind="bot") for place in range(60)]) == []


def test_with_words_or_over_two_days_it_is_fine() -> None:
    assert find([approved(ADA, moment=later(minutes=place), after=5, substance="yes") for place in range(30)]) == []
    assert find([approved(ADA, moment=later(days=place % 2), after=5) for place in range(10)]) == []
