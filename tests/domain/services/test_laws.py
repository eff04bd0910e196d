"""Whatever the order, the company and the number of times in which deliveries come, the game ends up the same.

Each example plays the same work twice, once in order and once at random, by two teams in one game; what they end with
is compared with each other and with a model that knows nothing of batches, tallies and ledgers.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from app.demo.payloads import Account, Repo
from domain.events import DomainEvent
from domain.services import inbox, players
from domain.specs import Delivery, Person
from domain.store import people, session
from domain.store.queries import players as player_queries
from tests.domain.services import game
from tests.domain.services.game import NOW

DATABASE = settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ZONES = ("UTC", "Asia/Tokyo", "America/Los_Angeles")
LANGUAGES = ("Python", "Rust", "Go")
RULES = {"merge": (50, 150, 250), "review": (30, 90, 150), "issue": (25, 75, 125), "release": (80, 80, 120)}
METRICS = {
    "merge": "pull_request.merged",
    "review": "review.submitted",
    "glance": "review.submitted",
    "issue": "issue.completed",
    "release": "release.published",
}
_teams = count(1)


@dataclass(frozen=True, slots=True)
class Work:
    """`person` is a place in the team. A `glance` is a review without substance; `withdrawn` work is dismissed."""

    person: int
    kind: str
    hours_ago: int
    language: str
    withdrawn: bool = False

    @property
    def at(self) -> datetime:
        return NOW - timedelta(hours=self.hours_ago)

    @property
    def day(self) -> date:
        return self.at.astimezone(ZoneInfo(ZONES[self.person])).date()


class Team:
    """One person in each zone, with repositories and numbers of their own."""

    def __init__(self) -> None:
        self.number = next(_teams) * 100
        self.people = [Account(5_000_000 + self.number + place, f"p{place}") for place in range(len(ZONES))]
        self.repos = {name: Repo(self.number + place, "acme/app", name) for place, name in enumerate(LANGUAGES)}
        session.write(self._move_in)

    def _move_in(self, writing: Session) -> list[DomainEvent]:
        persons = [Person("github", str(person.number), person.login) for person in self.people]
        found, _ = people.identify(writing, persons, game.LONG_AGO)
        for person, zone in zip(persons, ZONES, strict=True):
            player = found[person.provider, person.subject]
            players.change_profile(writing, player, timezone=zone, hidden=False, now=game.LONG_AGO)
        return []

    def deliveries(self, works: Sequence[Work]) -> list[Delivery]:
        return [sent for serial, work in enumerate(works, start=1) for sent in self._of(work, serial)]

    def _of(self, work: Work, serial: int) -> Iterator[Delivery]:
        where: Any = {"at": work.at, "repo": self.repos[work.language]}
        person = self.people[work.person]
        match work.kind:
            case "merge":
                yield game.merged(person, serial, **where)
            case "review":
                yield game.reviewed(person, serial, **where)
            case "glance":
                yield game.reviewed(person, serial, body="ok", **where)
            case "issue":
                yield game.issue(person, serial, **where)
            case "release":
                yield game.released(person, self.number * 100 + serial, **where)
        if work.withdrawn:
            yield game.dismissed(person, serial, **where)

    def portrait(self) -> list[dict[str, Any]]:
        """Everything there is about each person, without ids and serial numbers."""
        return [_portrait(game.player(person)) for person in self.people]


def _portrait(player: Any) -> dict[str, Any]:
    per_line = """
        select metric, day, case when metric <> 'xp.earned' then count end, sum from metric_day
        where player_id = %s and count <> 0 order by 1, 2
    """
    progress = """
        select spec ->> 'title', period, tallies, completed_at, rewarded
        from progress join mission on mission.id = mission_id where subject_id = %s order by 1, 2
    """
    card = session.read(player_queries.player_card, player, now=NOW)
    return {
        "xp": card.xp,
        "level": card.level,
        "streak": card.streak,
        "ledger": game.rows("select sum(amount) from xp_entry where player_id = %s", player)[0][0] or 0,
        "lines": game.rows(per_line, player),
        "days": game.rows("select rule_id, day, raw, paid from rule_day where player_id = %s order by 1, 2", player),
        "progress": game.rows(progress, player),
        "badges": game.rows("select badge_id, count(*) from badge_award where player_id = %s group by 1", player),
    }


def works(*, withdrawn: bool) -> st.SearchStrategy[list[Work]]:
    any_work = st.builds(
        Work,
        person=st.integers(0, len(ZONES) - 1),
        kind=st.sampled_from([*METRICS]),
        hours_ago=st.integers(0, 70),
        language=st.sampled_from(LANGUAGES),
    )
    reviews = st.builds(
        Work,
        person=st.integers(0, 1),
        kind=st.sampled_from(["review", "glance"]),
        hours_ago=st.integers(0, 30),
        language=st.just("Go"),
        withdrawn=st.booleans(),
    )
    return st.lists(st.one_of(any_work, reviews) if withdrawn else any_work, min_size=1, max_size=30)


def in_order(sent: Sequence[Delivery]) -> None:
    game.play(*sent)


def at_random(sent: Sequence[Delivery], data: st.DataObject) -> None:
    """Permuted, some twice under the same id, some again under another, in batches of any size, some applied alone."""
    again = data.draw(st.lists(st.sampled_from(sent), max_size=5), label="twice")
    resent = map(game.redelivered, data.draw(st.lists(st.sampled_from(sent), max_size=5), label="redelivered"))
    shuffled = data.draw(st.permutations([*sent, *again, *resent]), label="order")
    cuts = sorted(data.draw(st.lists(st.integers(0, len(shuffled)), max_size=3), label="cuts"))
    for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True):
        game.accept(*shuffled[start:end])
        if end - start == 1:
            (newest,) = game.rows("select max(id) from delivery")[0]
            session.write(inbox.apply_one, newest, now=NOW)
        game.apply(limit=data.draw(st.sampled_from([2, 1_000]), label="limit"))
    while game.rows("select 1 from delivery where state = 'pending' limit 1"):
        game.apply()


def modelled_xp(done: Iterable[Work], person: int) -> int:
    """What a person has in the end, from the words of the rules and missions alone."""
    mine = [work for work in done if work.person == person]
    merges = [work for work in mine if work.kind == "merge"]
    reviews = Counter(work.day for work in mine if work.kind == "review")
    weeks: dict[tuple[int, int], set[date]] = {}
    for work in merges:
        weeks.setdefault(work.day.isocalendar()[:2], set()).add(work.day)
    return (
        sum(_paid(kind, number) for (kind, _), number in Counter((work.kind, work.day) for work in mine).items())
        + 50 * bool(merges)
        + 20 * sum(number >= 2 for number in reviews.values())
        + 80 * sum(len(days) >= 3 for days in weeks.values())
        + 120 * (reviews.total() >= 10)
        + 100 * (len({work.language for work in merges}) == len(LANGUAGES))
        + 150 * (sum(work.kind == "release" for work in mine) >= 3)
    )


def _paid(kind: str, number: int) -> int:
    each, full, cap = RULES.get(kind, (0, 0, 0))
    earned = each * number
    return earned if earned <= full else min(cap, full + (earned - full) // 2)


@DATABASE
@given(works(withdrawn=False), st.data())
def test_permuted_doubled_and_split_deliveries_leave_the_same_game(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    orderly, chaotic = Team(), Team()
    in_order(orderly.deliveries(done))
    at_random(chaotic.deliveries(done), data)

    found = chaotic.portrait()
    assert found == orderly.portrait()
    assert [one["xp"] for one in found] == [modelled_xp(done, place) for place in range(len(ZONES))]
    assert [one["ledger"] for one in found] == [one["xp"] for one in found]


@DATABASE
@given(works(withdrawn=True), st.data())
def test_withdrawn_work_leaves_the_same_counts_and_pay_whenever_it_is_withdrawn(
    playing: str, done: list[Work], data: st.DataObject
) -> None:
    """Missions are left out: one that was complete for a moment stays complete, which depends on that moment."""
    orderly, chaotic = Team(), Team()
    in_order(orderly.deliveries(done))
    at_random(chaotic.deliveries(done), data)
    kept = [work for work in done if not work.withdrawn]

    found = chaotic.portrait()
    for one, other in zip(orderly.portrait(), found, strict=True):
        assert one["days"] == other["days"]
        assert one["streak"] == other["streak"]
        assert _lines_but_xp(one) == _lines_but_xp(other)
    for place, one in enumerate(found):
        expected = Counter((METRICS[work.kind], work.day) for work in kept if work.person == place)
        assert {(metric, day): times for metric, day, times, _ in _lines_but_xp(one)} == expected
        assert {(rule, day): paid for rule, day, _, paid in one["days"] if paid} == _pay(kept, place)


def _lines_but_xp(portrait: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [line for line in portrait["lines"] if line[0] != "xp.earned"]


def _pay(kept: Iterable[Work], person: int) -> dict[tuple[str, date], int]:
    names = {
        "merge": "merged-pull-request",
        "review": "review-with-substance",
        "issue": "completed-issue",
        "release": "published-release",
    }
    numbers = Counter((work.kind, work.day) for work in kept if work.person == person and work.kind in names)
    return {(names[kind], day): _paid(kind, number) for (kind, day), number in numbers.items()}


@pytest.fixture
def history() -> list[Work]:
    """A fixed month of a busy team, with everything in it."""
    kinds = [*METRICS]
    return [
        Work(place % 3, kinds[place % 5], (place * 37) % 600, LANGUAGES[place % 3], withdrawn=place % 25 == 1)
        for place in range(150)
    ]


def test_after_all_of_it_every_invariant_holds(playing: str, history: list[Work]) -> None:
    in_order(Team().deliveries(history))
    team = Team()
    backwards = team.deliveries(history)[::-1]
    for start in range(0, len(backwards), 7):
        sent = backwards[start : start + 7]
        game.play(*sent, *map(game.redelivered, sent))

    assert game.broken() == []


def test_playing_the_kept_deliveries_again_from_nothing_gives_the_same_game(playing: str, history: list[Work]) -> None:
    team = Team()
    in_order(team.deliveries(history))
    before, total = team.portrait(), game.rows("select count(*), sum(amount) from xp_entry")
    derived = ("activity", "metric_day", "rule_day", "xp_entry", "progress", "badge_award", "notification")
    game.by_hand(
        playing,
        *(f"delete from {table}" for table in derived),
        "update player set xp = 0, last_activity_at = null",
        "update delivery set state = 'pending', done_at = null, activities = 0",
    )
    game.apply()

    assert team.portrait() == before
    assert game.rows("select count(*), sum(amount) from xp_entry") == total
    assert game.broken() == []
