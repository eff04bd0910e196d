from domain.rules.fair_play import Work
from domain.rules.fair_play.thresholds import VELOCITY_FLOOR
from domain.rules.fair_play.velocity import find
from tests.domain.rules.fair_play.work import ADA, BEN, did, later, merged, told

FLOOR = VELOCITY_FLOOR["pull_request.merged"]


def _days(*counts: int, first: int = 0) -> list[Work]:
    return [merged(ADA, later(days=first + day)) for day, times in enumerate(counts) for _ in range(times)]


def test_a_day_far_above_ones_own_is_told_with_what_was_usual() -> None:
    [found] = find(_days(2, 1, 3, FLOOR + 5))
    assert (found.kind, found.players, found.since) == ("pull_request.merged", (ADA,), later(days=3).date())
    assert found.sentence == "had 20 merged pull requests in one day; before, a usual day had 2."
    assert found.strength == 20 / FLOOR


def test_a_busy_day_of_a_busy_person_is_not_told() -> None:
    assert find(_days(4, 4, 4, 19)) == []
    assert told(find(_days(4, 4, 4, 20))) == [("pull_request.merged", (ADA,), 20)]


def test_few_are_never_too_many_whatever_was_usual() -> None:
    assert find(_days(1, 1, 1, FLOOR - 1)) == []


def test_whoever_has_no_day_before_is_told_from_the_floor_on() -> None:
    [found] = find(_days(FLOOR))
    assert found.sentence == "had 15 merged pull requests in one day; there is no day before to compare."
    assert find(_days(FLOOR - 1)) == []


def test_what_was_usual_is_forgotten_after_sixty_days() -> None:
    busy, burst = _days(10, 10, 10), _days(FLOOR, first=62)
    assert find([*busy, *_days(FLOOR, first=60)]) == []
    assert len(find([*busy, *burst])) == 0
    assert len(find([*busy, *_days(FLOOR, first=63)])) == 1


def test_one_burst_does_not_make_the_next_one_usual() -> None:
    assert len(find(_days(1, 1, 1, 30, 30))) == 2


def test_other_people_and_other_work_are_no_baseline() -> None:
    others = [merged(BEN, later(days=day)) for day in range(3) for _ in range(10)]
    reviews = [did("review.submitted", ADA, later(days=day)) for day in range(3) for _ in range(10)]
    assert len(find([*others, *reviews, *_days(FLOOR, first=3)])) == 1


def test_commits_are_not_counted_because_honest_people_land_hundreds() -> None:
    assert find([did("commit.landed") for _ in range(500)]) == []
