"""`questboard replay`: everything is played again beside the live tables, which nobody notices."""

import re
import threading
from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest

from app import replay
from domain.services import closing
from domain.specs import Scope, Window
from domain.store import bus, session, shadow
from domain.store.queries import closing as waiting
from tests.app.whole import run
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW
from tests.long import long

TABLES = ("activity", "delivery", "metric_day", "rule_day", "xp_entry", "progress", "badge_award", "notification",
          "settlement", "player", "identity", "level_at_start", "mission", "audit")  # fmt: skip


class StoppedError(Exception):
    """Somebody pulls the plug."""


@pytest.fixture
def played(seeded: str) -> str:
    """A game in which a little of everything happened. The value is its URL."""
    game.published(game.mission(2, metric="issue.completed", window=Window.WEEKLY, scope=Scope.GUILD))
    for number in range(1, 9):
        person, at = (ADA, BEN)[number % 2], NOW + timedelta(hours=number)
        game.play(game.issue(person, number, at=at), game.reviewed(person, 50 + number, at=at), now=at)
    pay()
    return seeded


def pay() -> None:
    """What workers do soon after people reached something together."""
    for pair in session.read(waiting.owed):
        session.write(closing.pay, pair, now=NOW)


def dumped(url: str) -> dict[str, list[str]]:
    """Every line of the live tables."""
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        return {
            table: sorted(row[0] for row in db.execute(f"select t::text from public.{table} t".encode()))
            for table in TABLES
        }


def shadow_is_there(url: str) -> bool:
    with psycopg.connect(url.replace("+psycopg", "")) as db:
        return bool(db.execute("select to_regclass('replay.activity') is not null").fetchone() == (True,))


def replayed(url: str) -> tuple[int, str]:
    done = run("replay", QUESTBOARD_DATABASE_URL=url)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_the_same_work_gives_the_same_game(played: str) -> None:
    before = dumped(played)

    code, said = replayed(played)

    assert code == 0
    assert re.search(r"Played 16 activities in \d+\.\d s, [\d,]+ a second\.", said)
    prints = re.findall(r"^(?:live|replayed) +([0-9a-f]{64})$", said, re.MULTILINE)
    assert len(prints) == 2
    assert len(set(prints)) == 1
    assert "They are the same: everything follows from what was kept." in said
    assert not shadow_is_there(played)
    assert dumped(played) == before


def test_what_was_changed_by_hand_is_shown_and_the_replayed_tables_stay(played: str) -> None:
    game.by_hand(played, "update player set xp = xp + 7 where login = 'person-0'")
    before = dumped(played)

    code, said = replayed(played)

    ada, xp = game.player(ADA), game.xp(ADA)
    assert code == 1
    assert f"balances, only live: ({ada},{xp},0)" in said
    assert f"balances, only replayed: ({ada},{xp - 7},0)" in said
    assert "The replayed tables stay in the schema “replay” for a closer look." in said
    assert "They are the same" not in said
    assert shadow_is_there(played)
    assert dumped(played) == before


@long
def test_keep_leaves_the_replayed_tables(played: str) -> None:
    assert run("replay", "--keep", QUESTBOARD_DATABASE_URL=played).returncode == 0
    assert shadow_is_there(played)


@long
def test_no_more_than_the_first_differences_are_shown(played: str) -> None:
    game.by_hand(played, "update activity set value = value + 1")
    _, said = replayed(played)
    assert sum(line.startswith("activities, only live: ") for line in said.splitlines()) == 5


@long
def test_an_empty_game_is_the_same_too(seeded: str) -> None:
    code, said = replayed(seeded)
    assert code == 0
    assert "Played 0 activities" in said


class Watched:
    """A replay in this process that can be stopped after some steps."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.said: list[str] = []
        self.seen: list[int] = []

    def run(self, *, fresh: bool = False, until: int | None = None) -> bool:
        def progress(done: int, _: int) -> None:
            self.seen.append(done)
            if until is not None and done >= until:
                raise StoppedError

        return replay.run(self.url, fresh=fresh, keep=False, say=self.said.append, progress=progress)


@pytest.fixture
def small_steps(played: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """Three deliveries in a transaction."""
    monkeypatch.setattr(replay, "BATCH", 3)
    session.dispose()
    yield Watched(played)
    session.configure(played)


def test_a_replay_that_was_stopped_goes_on_where_it_was(small_steps: Watched) -> None:
    with pytest.raises(StoppedError):
        small_steps.run(until=6)
    assert small_steps.seen[-1] == 6
    small_steps.seen.clear()

    assert small_steps.run()
    assert "Going on where the last replay stopped." in small_steps.said
    assert small_steps.seen[0] == 0
    assert small_steps.seen[-1] == 16 - 6


@long
def test_fresh_begins_anew(small_steps: Watched) -> None:
    with pytest.raises(StoppedError):
        small_steps.run(until=6)
    small_steps.seen.clear()

    assert small_steps.run(fresh=True)
    assert "Going on where the last replay stopped." not in small_steps.said
    assert small_steps.seen[-1] == 16


def test_what_is_applied_while_a_replay_is_stopped_is_played_as_well(small_steps: Watched) -> None:
    with pytest.raises(StoppedError):
        small_steps.run(until=6)
    session.configure(small_steps.url)
    late = NOW + timedelta(days=1)
    game.play(game.issue(ADA, 90, at=late), now=late)
    pay()
    session.dispose()

    assert small_steps.run(), small_steps.said


def test_nobody_hears_of_a_replay(small_steps: Watched) -> None:
    heard: list[object] = []
    stop, listening = threading.Event(), threading.Event()

    def listen() -> None:
        for events in bus.listen(stop):
            heard.extend(events)
            listening.set()

    bus.configure(small_steps.url, None)
    thread = threading.Thread(target=listen)
    thread.start()
    assert listening.wait(10)
    try:
        before = len(heard)
        assert small_steps.run()
        assert len(heard) == before
    finally:
        stop.set()
        thread.join(15)


def test_the_shadow_stands_before_the_live_tables(small_steps: Watched) -> None:
    session.configure(small_steps.url, schemas=shadow.SEARCH_PATH)
    assert not session.read(shadow.exists)
    session.dispose()
