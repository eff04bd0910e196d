from typing import Any

from domain.rules.fair_play import Work
from domain.rules.fair_play.self_dealing import find, in_doubt
from domain.rules.fair_play.thresholds import OWN_ISSUES, SELF_MERGES, SELF_REVIEWS
from domain.rules.fair_play.words import told_to
from tests.domain.rules.fair_play.work import ADA, BEN, approved, did, later, merged, told


def _self_merged(number: int, **facts: Any) -> Work:
    known: dict[str, Any] = {"merged_by": "author", "open_seconds": "60", "pull": f"pull/{number}"}
    return merged(ADA, later(minutes=number), **known | facts)


def _own_issue(number: int, **facts: Any) -> Work:
    known: dict[str, Any] = {"opened_by_other": "no", "closed_by_other": "no", "open_seconds": "300"}
    return did("issue.completed", ADA, later(minutes=number), **known | facts)


def test_own_merges_right_after_opening_that_nobody_reviewed_are_told() -> None:
    own = [_self_merged(number) for number in range(SELF_MERGES)]
    [found] = find(own)
    assert told([found]) == [("self-merge", (ADA,), 5)]
    assert found.sentence == "merged 5 of their own pull requests within a minute of opening, reviewed by nobody."
    assert find(own[1:]) == []


def test_merging_ones_own_work_after_a_while_is_how_many_projects_go() -> None:
    assert find([_self_merged(number, open_seconds="61") for number in range(50)]) == []
    assert find([_self_merged(number, open_seconds="unknown") for number in range(50)]) == []
    assert find([_self_merged(number, merged_by="person") for number in range(50)]) == []


def test_one_review_by_somebody_else_makes_it_reviewed() -> None:
    own = [_self_merged(number) for number in range(SELF_MERGES)]
    assert find([*own, approved(BEN, ADA, pull="pull/0")]) == []
    assert len(find([*own, approved(ADA, ADA, pull="pull/0")])) == 1


def test_where_the_pull_request_is_unknown_nobody_can_say_that_it_was_not_reviewed() -> None:
    assert find([_self_merged(number, pull="") for number in range(50)]) == []


def test_reviews_of_oneself_through_another_account_are_told() -> None:
    own = [approved(ADA, ADA, later(days=day), substance="yes") for day in range(SELF_REVIEWS)]
    [found] = find(own)
    assert told([found]) == [("self-review", (ADA,), 2)]
    assert found.sentence == "reviewed their own work 2 times in a month, through another account of theirs."
    assert find(own[1:]) == []


def test_reviews_of_others_are_what_reviews_are_for() -> None:
    assert find([approved(ADA, BEN, later(days=day)) for day in range(20)]) == []


def test_twice_the_least_is_twice_as_strong() -> None:
    [found] = find([_self_merged(number) for number in range(2 * SELF_MERGES)])
    assert (found.strength, found.since) == (2, later().date())


def test_issues_opened_and_closed_alone_within_minutes_are_told() -> None:
    own = [_own_issue(number) for number in range(OWN_ISSUES)]
    [found] = find(own)
    assert told([found]) == [("own-issues", (ADA,), 5)]
    assert found.sentence == "opened and completed 5 issues of their own, each within five minutes."
    assert find(own[1:]) == []


def test_issues_that_took_a_while_or_came_from_somebody_else_are_fine() -> None:
    assert find([_own_issue(number, open_seconds="301") for number in range(50)]) == []
    assert find([_own_issue(number, opened_by_other="yes") for number in range(50)]) == []
    assert find([_own_issue(number, closed_by_other="yes") for number in range(50)]) == []


def test_of_as_many_quick_merges_as_are_told_it_matters_who_reviewed_them() -> None:
    def quick(day: int, times: int) -> list[Work]:
        facts = {"merged_by": "author", "open_seconds": "20"}
        return [merged(ADA, later(days=day, minutes=n), pull=f"pull/{day}/{n}", **facts) for n in range(times)]

    assert in_doubt(quick(1, 4)) == []
    assert in_doubt([*quick(1, 4), *quick(2, 5)]) == [f"pull/2/{n}" for n in range(5)]


def test_whoever_it_is_about_reads_it_as_said_to_him() -> None:
    assert told_to("completed 5 issues of their own.", 1) == "you completed 5 issues of your own."
    assert (
        told_to("merged 5 of their own pull requests.", 2) == "you and a colleague merged 5 of their own pull requests."
    )
