"""Whatever time decides is decided once: killed at any step, by many at once, with clocks that differ, a week late."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from domain.services import season_ends
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.faults import settling, steps
from tests.faults.settling import DOWNTIME, STORIES, Story
from tests.long import LONG

#: These are killed in `make test` too, at the dearest step and after the commit.
QUICK = ("a window of a mission that can be lost", "what everybody did together", "a round of the league")
LONG_ONES = [pytest.param(name, marks=LONG) for name in STORIES]


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prizes of seasons are paid to one player a transaction."""
    monkeypatch.setattr(season_ends, "CHUNK", 1)


@pytest.mark.parametrize("name", QUICK)
def test_whoever_is_killed_at_the_dearest_step_or_after_the_commit_decides_it_once(store: str, name: str) -> None:
    story = STORIES[name]
    killed_at(store, name, (story.steps[-3], steps.COMMITTED))


@pytest.mark.parametrize("name", LONG_ONES)
def test_whoever_is_killed_at_any_step_decides_it_once(store: str, name: str) -> None:
    killed_at(store, name, STORIES[name].steps)


@pytest.mark.parametrize("name", LONG_ONES)
@pytest.mark.parametrize("skew", [0, -3, 3])
def test_many_at_once_whose_clocks_differ_decide_it_once(store: str, name: str, skew: int) -> None:
    story = _begun(name)
    moments = [story.at + timedelta(hours=3 + skew * (number % 2)) for number in range(8)]
    with ThreadPoolExecutor(4) as together:
        list(together.map(story.decide, moments))
    is_over(story, max(moments))


@pytest.mark.parametrize("name", LONG_ONES)
def test_after_a_week_of_downtime_it_is_decided_once(store: str, name: str) -> None:
    story = _begun(name)
    for _ in range(2):
        story.decide(story.at + DOWNTIME)
    is_over(story, story.at + DOWNTIME)


def killed_at(url: str, name: str, at: tuple[str, ...]) -> None:
    """Die at each of these steps in turn, which leaves what stands in transactions before it, and go on."""
    story = _begun(name)
    for step in at:
        victim = settling.worker(url, name, story.at, dies_at=step)
        victim.join(30)
        assert victim.exitcode == -9, f"it never came to “{step}”"
        assert game.broken() == [], step
    successor = settling.worker(url, name, story.at)
    successor.join(30)
    assert successor.exitcode == 0
    is_over(story, story.at)


def is_over(story: Story, now: datetime) -> None:
    """It ended as it must, and whoever comes by again changes nothing."""
    assert story.look() == story.ends
    story.decide(now + timedelta(hours=1))
    assert story.look() == story.ends
    assert game.broken() == []
    assert replayed(now + timedelta(days=1)) == []


def _begun(name: str) -> Story:
    game.begin()
    STORIES[name].prepare()
    return STORIES[name]
