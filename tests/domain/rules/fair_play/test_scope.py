"""What is looked at again, and what of the findings it may change."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from domain.rules.fair_play import Detector, Finding
from domain.rules.fair_play.scope import Scope, again
from tests.domain.rules.fair_play.work import ADA, BEN, CEM, MONDAY, approved, did, later, merged

DAY, LONG_AGO = date(2026, 11, 10), date(2026, 10, 1)


def finding(detector: Detector, since: date, *players: UUID, kind: str = "any") -> Finding:
    return Finding(detector, kind, players or (ADA,), since, MONDAY, ("work/1",), 1.0, "did.")


def test_a_look_at_everybody_covers_whole_months_and_a_quarter_of_thanks() -> None:
    whole = Scope(date(2026, 11, 1))
    assert (whole.month, whole.quarter) == (date(2026, 11, 1), date(2026, 10, 1))
    assert (whole.counted_since, whole.told_since) == (date(2026, 9, 2), date(2026, 10, 25))
    assert all(whole.covers(finding(one, date(2026, 11, 1), BEN)) for one in Detector)
    assert whole.covers(finding(Detector.KUDOS_RINGS, date(2026, 10, 1)))
    assert not any(whole.covers(finding(one, date(2026, 10, 31))) for one in Detector if one != Detector.KUDOS_RINGS)
    assert not whole.covers(finding(Detector.KUDOS_RINGS, date(2026, 7, 1)))


def test_work_is_counted_for_sixty_days_before_and_from_the_first_of_its_month() -> None:
    assert Scope(date(2026, 11, 30)).counted_since == date(2026, 10, 1)
    assert Scope(date(2026, 12, 31)).counted_since == date(2026, 11, 1)


@pytest.mark.parametrize("detector", sorted({*Detector} - {Detector.RINGS, Detector.KUDOS_RINGS}))
def test_what_is_somebodys_own_is_covered_for_those_alone(detector: Detector) -> None:
    scope = Scope(DAY, frozenset({ADA, BEN}), approvals=False, thanks=False)
    assert scope.covers(finding(detector, DAY, ADA))
    assert not scope.covers(finding(detector, DAY, CEM))
    assert scope.covers(finding(detector, DAY - timedelta(days=3), BEN)) is (detector != Detector.VELOCITY)
    assert not scope.covers(finding(detector, date(2026, 10, 31), ADA))


@pytest.mark.parametrize("approvals", [True, False])
@pytest.mark.parametrize("thanks", [True, False])
def test_rings_are_covered_whoever_is_in_them_where_anything_changed_that_they_are_made_of(
    *, approvals: bool, thanks: bool
) -> None:
    scope = Scope(DAY, frozenset({ADA}), approvals=approvals, thanks=thanks)
    assert scope.covers(finding(Detector.RINGS, date(2026, 11, 1), BEN, CEM)) is approvals
    assert scope.covers(finding(Detector.KUDOS_RINGS, date(2026, 10, 1), BEN, CEM)) is thanks
    assert not scope.covers(finding(Detector.RINGS, date(2026, 10, 1), ADA, CEM))
    assert not scope.covers(finding(Detector.KUDOS_RINGS, date(2026, 7, 1), ADA, CEM))


def test_where_nothing_is_new_nothing_is_looked_at() -> None:
    assert again([], [finding(Detector.SELF_DEALING, DAY, kind="self-merge")], since=LONG_AGO) is None


def test_the_first_day_and_everybody_with_new_work_are_looked_at_again() -> None:
    new = [merged(ADA, later(days=3)), merged(BEN, later(days=1))]
    assert again(new, [], since=LONG_AGO) == Scope(
        date(2026, 11, 3), frozenset({ADA, BEN}), approvals=False, thanks=False
    )


def test_no_further_back_than_anything_is_told() -> None:
    scope = again([merged(ADA, later(days=-40))], [], since=date(2026, 10, 1))
    assert scope is not None
    assert scope.first == date(2026, 10, 1)


def test_approvals_without_a_word_and_thanks_concern_rings() -> None:
    wordless, thanks = approved(ADA, BEN), did("kudos.given", ADA, other=BEN)
    said = [again([merged(CEM), *more], [], since=LONG_AGO) for more in ([wordless], [thanks], [wordless, thanks], [])]
    assert [(one.approvals, one.thanks) for one in said if one] == [
        (True, False), (False, True), (True, True), (False, False),
    ]  # fmt: skip
    worded = again([approved(ADA, BEN, substance="yes")], [], since=LONG_AGO)
    assert worded is not None
    assert not worded.approvals


def test_a_new_review_casts_doubt_on_merges_that_nobody_had_reviewed() -> None:
    known = [
        finding(Detector.SELF_DEALING, date(2026, 10, 20), CEM, kind="self-merge"),
        finding(Detector.SELF_DEALING, date(2026, 10, 2), BEN, kind="own-issues"),
    ]
    reviewed = again([approved(ADA, BEN, later()), merged(ADA)], known, since=LONG_AGO)
    assert reviewed is not None
    assert (reviewed.first, reviewed.players) == (date(2026, 10, 20), frozenset({ADA, CEM}))
    without = again([merged(ADA)], known, since=LONG_AGO)
    assert without is not None
    assert (without.first, without.players) == (MONDAY.date(), frozenset({ADA}))
