"""A look at those about whom anything is new finds what a look at everybody finds."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import LiteralString
from uuid import UUID

import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.rules.fair_play import Finding, Work
from domain.services import bots, looking, players
from domain.specs import BotSpec, Person, PersonKind
from domain.store import findings, people, session
from domain.store.driver import with_rows
from domain.store.queries import oddities
from tests.benchmarks.cheats import CHEATS, planted
from tests.benchmarks.honest import BEGIN, DAYS, player, team
from tests.domain.rules.fair_play.work import ADA, BEN, CEM, DOT, approved, later, merged
from tests.domain.services import game
from tests.long import long

pytestmark = pytest.mark.usefixtures("playing")

#: Everything has happened; the day of the looks has just begun.
TODAY = datetime.combine(BEGIN + timedelta(days=DAYS - 2), time(0, 30), UTC)
#: Rings of the same newcomers.
ALIKE = {"thanks in a ring of two", "thanks in a ring of three", "thanks in a ring, with a cover"}
DOUBTED = "own merges in seconds"


def everything(seed: int) -> list[Work]:
    """A team, and every cheat there is, by people some of whom do nothing else. Each work has a key of its own."""
    cheats = [
        Work(f"{kind}/{one.key}", one.player, one.metric, one.at, one.day, _apart(kind, one), one.other)
        for kind in sorted(CHEATS.keys() - ALIKE)
        for one in planted(seed, kind, 0.9)
    ]
    late = [_reviewed(one) for one in cheats if one.key.startswith(DOUBTED)][seed % 2 * 5 :]
    work = [one for one in [*team(seed), *cheats, *late] if one.at < TODAY]
    return list({one.key: one for one in work}.values())


def _reviewed(one: Work) -> Work:
    """Somebody reads it all the same, a week later."""
    at = one.at + timedelta(days=7)
    facts = {"pull": one.says("pull") or "", "state": "commented", "substance": "yes"}
    return Work(f"{one.key}:review", player("reader"), "review.submitted", at, at.date(), facts, one.player)


def _apart(kind: str, one: Work) -> dict[str, str | list[str]]:
    """The pull requests of one cheat are not those of another."""
    facts = dict(one.dimensions)
    return facts | {name: f"{kind}/{facts[name]}" for name in ("pull", "reverts") if name in facts}


def record(work: Sequence[Work], now: datetime, *, held_up: Callable[[], object] = lambda: None) -> None:
    """It comes in. Whoever has done nothing so far is met by this; until then nobody knows whose work was reviewed."""

    def keep(writing: Session) -> list[DomainEvent]:
        thanked = {one.other for one in work if one.metric == "kudos.given" and one.other}
        _meet(writing, {one.player for one in work} | thanked, now)
        rows = [_row(one) for one in work]
        for statement in (_ACTIVITIES, _ROLL_UP):
            with_rows(writing, statement, _COLUMNS, rows)
        held_up()
        return []

    session.write(keep)


_COLUMNS: Mapping[LiteralString, LiteralString] = {
    "key": "text", "player_id": "uuid", "metric": "text", "occurred_at": "timestamptz", "day": "date",
    "dimensions": "jsonb",
}  # fmt: skip
_ACTIVITIES: LiteralString = """
    insert into activity (key, player_id, metric, value, occurred_at, day, received_at, delivery_id, label, dimensions)
    select key, player_id, metric, 1, occurred_at, day, now(), 0, metric, dimensions from {rows}
"""
_ROLL_UP: LiteralString = """
    insert into metric_day (player_id, metric, day, count, sum)
    select player_id, metric, day, count(*), count(*) from {rows} group by 1, 2, 3
    on conflict (player_id, metric, day) do update set count = metric_day.count + excluded.count
"""


def _row(one: Work) -> tuple[object, ...]:
    facts = dict(one.dimensions)
    if one.metric == "review.submitted" and one.other:
        facts["author"] = f"github:{one.other}"
    return (one.key, one.player, one.metric, one.at, one.day, facts)


def _meet(writing: Session, who: Iterable[UUID], now: datetime) -> None:
    rows = [(one, str(one), provider, now) for one in sorted(who) for provider in ("github", "questboard")]
    columns = {"id": "uuid", "subject": "text", "provider": "text", "now": "timestamptz"}
    statement = """
        insert into player (id, name, login, kind, is_admin, hidden, sample, zones, kinds, roles, xp, created_at)
        select distinct id, subject, subject, 'human', false, false, false, '[[null, "UTC"]]'::jsonb,
               '[[null, "human"]]'::jsonb, '[[null, "player"]]'::jsonb, 0, now from {rows} on conflict do nothing
    """
    with_rows(writing, statement, columns, rows)
    statement = """
        insert into identity (provider, subject, player_id, login) select provider, subject, id, subject from {rows}
        on conflict do nothing
    """
    with_rows(writing, statement, columns, rows)


def by_key(found: Iterable[Finding]) -> list[Finding]:
    return sorted(found, key=lambda one: one.key)


def found(now: datetime) -> tuple[list[Finding], bool]:
    """What is kept after a look, and whether it was at everybody."""
    seen = session.read(looking.look, now=now)
    session.write(looking.keep, seen, now=now)
    return by_key(session.read(findings.kept, now - timedelta(days=30))), seen.whole


def of_everybody(now: datetime) -> list[Finding]:
    return by_key(session.read(oddities.work_out, oddities.everything(now), now=now))


def arrivals(seed: int, order: str, parts: int) -> list[list[Work]]:
    """What comes in between two looks each."""
    work, rng = everything(seed), Random(seed)
    rng.shuffle(work)
    if order == "as it happened":
        work.sort(key=lambda one: one.at + timedelta(hours=rng.choice((0, 0, 0, 1, 30))))
    size = -(-len(work) // parts)
    return [work[first : first + size] for first in range(0, len(work), size)]


def _is_the_same(seed: int, order: str, parts: int) -> set[str]:
    """The kinds that were found at the end."""
    kept: list[Finding] = []
    for hour, work in enumerate(_with_pauses(arrivals(seed, order, parts))):
        now = TODAY + timedelta(hours=hour)
        record(work, now)
        kept, whole = found(now)
        assert whole is (hour <= 1)
        assert kept == of_everybody(now)
    return {one.kind for one in kept}


@pytest.mark.parametrize(("order", "parts"), [("in any order", 4), ("as it happened", 12)])
def test_whatever_comes_in_between_two_looks_the_second_finds_as_much_as_one_at_everybody(
    order: str, parts: int
) -> None:
    kinds = _is_the_same(1, order, parts)
    assert {"pair", "circle", "seconds-long", "reverted", "kudos-circle"} < kinds


@long
@pytest.mark.parametrize("seed", range(2, 22))
@pytest.mark.parametrize("order", ["in any order", "as it happened"])
def test_so_it_is_whatever_was_done(order: str, seed: int) -> None:
    _is_the_same(seed, order, 12)


def after(*parts: Sequence[Work]) -> list[list[str]]:
    """What is told after each of these came in."""
    told = []
    for hour, work in enumerate(_with_pauses(parts)):
        record(work, _hour(hour))
        kept, whole = found(_hour(hour))
        assert whole is (hour <= 1)
        assert kept == of_everybody(_hour(hour))
        told.append([one.kind for one in kept])
    return told[1::2]


def _with_pauses(parts: Iterable[Sequence[Work]]) -> list[Sequence[Work]]:
    """Nothing comes in before each part: what came in before the last look is looked at once more, and not longer."""
    return [work for part in parts for work in ([], part)]


def _hour(number: int) -> datetime:
    return later(days=21).replace(hour=number)


def test_a_ring_closes_though_one_of_the_two_did_nothing_since() -> None:
    there = [approved(ADA, BEN, later(days=day), after=20) for day in range(5)]
    back = [approved(BEN, ADA, later(days=day, minutes=9), after=20) for day in range(5)]
    assert after([*there, *back[:4]], back[4:]) == [[], ["pair"]]


def test_what_is_no_longer_in_trade_with_anybody_is_asked_of_both() -> None:
    there = [approved(ADA, BEN, later(days=day)) for day in range(5)]
    back = [approved(BEN, ADA, later(days=day, minutes=4)) for day in range(5)]
    assert after(there, back[:4], [merged(CEM, later(days=9))], back[4:]) == [[], [], [], ["pair"]]


def test_own_merges_are_no_longer_odd_when_somebody_else_has_reviewed_them() -> None:
    merges = [
        merged(ADA, later(minutes=place), pull=f"pull/{place}", merged_by="author", open_seconds="20")
        for place in range(6)
    ]
    review = approved(BEN, ADA, later(days=18), pull="pull/1", substance="yes")
    another = approved(BEN, ADA, later(days=18), pull="pull/2", substance="yes")
    assert after(merges, [review], [another]) == [["self-merge"], ["self-merge"], []]


def test_a_day_is_compared_with_all_the_days_before_it() -> None:
    """Sixty days before the burst she was as busy, which a look at later days alone does not see."""
    before = [merged(ADA, later(days=-50 + day, minutes=n)) for day in range(5) for n in range(10)]
    burst = [merged(ADA, later(days=2, minutes=n)) for n in range(16)]
    assert after([*before, *burst], [merged(ADA, later(days=20))]) == [[], []]


def test_older_work_that_comes_in_late_is_something_to_compare_with() -> None:
    burst = [merged(ADA, later(days=2, minutes=n)) for n in range(16)]
    before = [merged(ADA, later(days=-50 + day, minutes=n)) for day in range(5) for n in range(10)]
    assert after(burst, before) == [["pull_request.merged"], []]


def test_the_work_of_whoever_turns_out_to_be_a_bot_may_be_waved_through() -> None:
    approvals = [approved(ADA, DOT, later(minutes=9 * place), after=20) for place in range(6)]
    assert after(approvals) == [["seconds-long"]]
    found(_hour(3))
    session.write(bots.enlist, BotSpec(login="helper"), actor_id=game.an_admin(), now=_hour(9))
    session.write(_met_as_helper, now=_hour(9))
    assert found(_hour(9)) == ([], False)


def _met_as_helper(writing: Session, *, now: datetime) -> list[DomainEvent]:
    people.identify(writing, [Person("github", str(DOT), "helper")], now)
    return []


@pytest.mark.parametrize("kind", [PersonKind.BOT, PersonKind.AGENT])
def test_after_somebody_became_a_bot_everybody_is_looked_at(kind: PersonKind) -> None:
    approvals = [approved(ADA, DOT, later(minutes=9 * place), after=20) for place in range(6)]
    assert after([*approvals, merged(DOT)], [merged(BEN)]) == [["seconds-long"]] * 2
    session.write(players.set_kind, DOT, kind=kind, actor_id=game.an_admin(), now=_hour(5))
    looks = [found(_hour(hour)) for hour in (6, 9, 12, 15)]
    assert looks == [([], True), ([], True), ([], True), ([], False)]


def test_the_first_look_of_a_day_is_at_everybody() -> None:
    after([merged(ADA)], [merged(BEN)])
    assert found(_hour(23))[1] is False
    assert found(_hour(0) + timedelta(days=1))[1] is True
    assert found(_hour(1) + timedelta(days=1))[1] is False


def test_what_was_under_way_during_a_look_is_seen_by_the_next() -> None:
    """Its activities have smaller numbers than some that were seen."""
    after([merged(ADA)], [merged(BEN)])
    begun, may_end = threading.Event(), threading.Event()

    def held_up() -> None:
        begun.set()
        assert may_end.wait(20)

    late = [approved(ADA, BEN, later(minutes=9 * place), after=20) for place in range(6)]
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(record, late, _hour(5), held_up=held_up)
        assert begun.wait(20)
        record([merged(CEM)], _hour(5))
        assert found(_hour(5)) == ([], False)
        may_end.set()
        slow.result(20)
    kept, whole = found(_hour(6))
    assert ([one.kind for one in kept], whole) == (["seconds-long"], False)


def test_after_a_clock_was_ahead_everybody_is_looked_at() -> None:
    after([merged(ADA)], [merged(BEN)])
    found(_hour(20))
    assert found(_hour(9))[1] is True


def test_where_nothing_is_new_nothing_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    after([merged(ADA)], [merged(BEN)])
    found(_hour(5))
    monkeypatch.setattr(oddities, "work_out", None)
    assert found(_hour(6)) == ([], False)
