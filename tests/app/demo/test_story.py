from datetime import UTC, datetime, timedelta
from itertools import islice

import orjson
import pytest

from app.demo import story
from domain import sources
from domain.services import samples
from domain.sources import Reading
from domain.specs import Delivery

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)  # a Friday


def clock() -> datetime:
    return START


def reading(scene: story.Scene) -> Reading:
    body = orjson.dumps(scene.payload)
    return sources.read(Delivery("github", scene.delivery_id, scene.event, "application/json", body))


def test_the_same_seed_and_start_tell_the_same_story() -> None:
    once, again = (list(islice(story.tell(7, START, clock), 400)) for _ in range(2))

    assert once == again


def test_another_seed_tells_another_story() -> None:
    assert list(story.history(1, START)) != list(story.history(2, START))


def test_the_source_understands_every_scene() -> None:
    for scene in islice(story.tell(1, START, clock), 600):
        assert not reading(scene).unknown, scene


def test_no_delivery_and_no_fact_comes_twice() -> None:
    scenes = list(islice(story.tell(1, START, clock), 600))
    keys = [spec.key for scene in scenes for spec in reading(scene).activities]

    assert len({scene.delivery_id for scene in scenes}) == len(scenes)
    assert len(set(keys)) == len(keys)


def test_the_history_told_again_an_hour_later_adds_nothing() -> None:
    first, second = (list(story.history(1, at)) for at in (START, START + timedelta(hours=1)))

    assert first == second


def test_the_history_lies_on_the_working_days_before_today() -> None:
    days = {spec.occurred_at.date() for scene in story.history(1, START) for spec in reading(scene).activities}

    assert len(days) == 10
    assert max(days) < START.date()
    assert all(day.weekday() < 5 for day in days)


def test_a_demo_begun_when_another_ended_has_news_of_its_own() -> None:
    first = [*islice(story.live(1, START, clock), 300)]
    ended = START + timedelta(seconds=sum(scene.pause for scene in first), minutes=1)
    second = [*islice(story.live(1, ended, clock), 300)]

    assert not {scene.delivery_id for scene in first} & {scene.delivery_id for scene in second}


def test_something_that_earns_happens_within_any_ten_seconds() -> None:
    passed, last = 0.0, 0.0
    for scene in islice(story.live(1, START, clock), 1_000):
        passed += scene.pause
        if reading(scene).activities:
            assert passed - last < 10
            last = passed


def test_everybody_takes_part_and_the_bot_earns_nothing() -> None:
    scenes = list(islice(story.tell(1, START, clock), 600))
    earners = {spec.person.subject for scene in scenes for spec in reading(scene).activities}

    assert earners == {str(account.number) for account in story.TEAM}
    assert any(scene.payload["sender"] and story.BOT.login in str(scene.payload) for scene in scenes)


@pytest.mark.parametrize(("number", "login"), [(number, login) for number, login, _ in samples.PEOPLE])
def test_the_sample_people_are_in_the_team(number: int, login: str) -> None:
    assert (number, login) in {(account.number, account.login) for account in story.TEAM}
