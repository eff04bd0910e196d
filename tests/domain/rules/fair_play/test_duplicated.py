import pytest

from domain.rules.fair_play.duplicated import find
from domain.rules.fair_play.thresholds import SAME_COMMITS, SAME_PULL, SAME_TITLE
from tests.domain.rules.fair_play.work import ADA, BEN, approved, later, merged, told


def test_the_same_commits_merged_again_are_told() -> None:
    again = [merged(ADA, later(days=day), head="abc") for day in range(SAME_COMMITS)]
    [found] = find(again)
    assert (*told([found]), found.subject) == (("same-commits", (ADA,), 3), "abc")
    assert found.sentence == "merged the same commits 3 times in a month."
    assert find(again[1:]) == []


def test_one_title_all_over_in_a_day_is_told() -> None:
    alike = [merged(ADA, later(minutes=place), title_digest="t") for place in range(SAME_TITLE)]
    [found] = find(alike)
    assert (*told([found]), found.since) == (("same-title", (ADA,), 8), later().date())
    assert found.sentence == "merged 8 pull requests with one title in a day: perhaps one change for many places."
    assert find([*alike[1:], merged(ADA, later(days=1), title_digest="t")]) == []


def test_one_pull_request_approved_over_and_over_is_told() -> None:
    again = [approved(ADA, BEN, later(days=day), substance="yes", pull="pull/1") for day in range(SAME_PULL)]
    [found] = find(again)
    assert (*told([found]), found.sentence) == (
        ("same-pull", (ADA,), 6), "approved one pull request 6 times in a month.",
    )  # fmt: skip
    assert find(again[1:]) == []


@pytest.mark.parametrize("dimension", ["head", "title_digest"])
def test_what_two_people_did_alike_and_what_is_unknown_is_no_duplicate(dimension: str) -> None:
    assert find([merged(who, later(), **{dimension: "x"}) for who in (ADA, BEN) for _ in range(2)]) == []
    assert find([merged(ADA) for _ in range(40)]) == []


def test_talking_about_one_pull_request_is_no_approval() -> None:
    assert find([approved(ADA, BEN, later(days=day), pull="pull/1", state="commented") for day in range(20)]) == []
