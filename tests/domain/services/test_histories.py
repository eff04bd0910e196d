"""Four public git histories, lived through by the real path with the starter pack.

`make test` plays the beginning of each, `make faults` all of it. What must come out is counted here once more from the
words of the rules, with nothing but dictionaries.
"""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from domain.store import session
from domain.store.queries import checks
from tests import corpus
from tests.benchmarks import lived
from tests.benchmarks.histories import Activity

#: How much of each history, unless all of it is asked for.
BEGINNING = 600
#: XP each, full until, cap: the scoring rules that these histories reach.
RULES = {
    "merged-pull-request": ("pull_request.merged", 50, 150, 250),
    "review-with-substance": ("review.submitted", 30, 90, 150),
    "published-release": ("release.published", 80, 80, 120),
}

pytestmark = [corpus.needs_corpus, pytest.mark.faults]


@pytest.fixture(params=corpus.histories())
def past(request: pytest.FixtureRequest, store: str) -> tuple[str, list[Activity]]:
    """The URL of the database in which a history was lived through, and what was in it."""
    whole = os.environ.get("QUESTBOARD_FAULTS") == "long"
    work = lived.activities(request.param, None if whole else BEGINNING)
    lived.live_through(work)
    return store, work


def test_a_history_ends_in_the_totals_that_its_words_give(past: tuple[str, list[Activity]]) -> None:
    _, work = past
    found = lived.totals()

    assert found.people == len({_who(one) for one in work})
    assert found.activities == Counter(one["metric"] for one in work)
    assert {rule: found.xp.get(rule, 0) for rule in RULES} == {rule: _paid(rule, work) for rule in RULES}
    assert _held(found.badges, "first-light") == _people_with(work, "pull_request.merged", 1)
    assert _held(found.badges, "first-look") == _people_with(work, "review.submitted", 1)
    assert _held(found.badges, "second-pair-of-eyes") == _people_with(work, "review.submitted", 10)
    assert _held(found.badges, "release-captain") == _people_with(work, "release.published", 3)
    assert found.completions.get("helping-hand", 0) == sum(times >= 2 for times in _days(work, "review.submitted"))
    assert found.completions.get("a-steady-week", 0) == _steady_weeks(work)
    assert [check for check in session.read(checks.invariants) if not check.ok] == []


def test_playing_a_history_again_finds_no_difference(past: tuple[str, list[Activity]]) -> None:
    url, _ = past
    said: list[str] = []

    assert lived.is_same(url, said.append), "\n".join(said)


def _who(one: Activity) -> str:
    return str(one["person"]["login"])


def _day(one: Activity) -> date:
    return date.fromisoformat(one["occurred_at"][:10])


def _held(badges: Mapping[str, int], badge: str) -> int:
    return sum(times for name, times in badges.items() if name.startswith(f"{badge} "))


def _days(work: Iterable[Activity], metric: str) -> Iterable[int]:
    """How often, for each person and day on which it happened at all."""
    return Counter((_who(one), _day(one)) for one in work if one["metric"] == metric).values()


def _paid(rule: str, work: Iterable[Activity]) -> int:
    metric, each, full, cap = RULES[rule]
    raw = (each * times for times in _days(work, metric))
    return sum(xp if xp <= full else min(cap, full + (xp - full) // 2) for xp in raw)


def _people_with(work: Iterable[Activity], metric: str, times: int) -> int:
    return sum(found >= times for found in Counter(_who(one) for one in work if one["metric"] == metric).values())


def _steady_weeks(work: Iterable[Activity]) -> int:
    """Weeks of somebody in which pull requests landed on three days."""
    weeks: dict[tuple[str, int, int], set[date]] = defaultdict(set)
    for one in work:
        if one["metric"] == "pull_request.merged":
            weeks[_who(one), *_day(one).isocalendar()[:2]].add(_day(one))
    return sum(len(days) >= 3 for days in weeks.values())
