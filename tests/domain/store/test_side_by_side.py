"""Many at once: nothing is lost, nothing is doubled, nobody waits for ever."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from app.demo.payloads import Account
from domain.events import DomainEvent
from domain.services import inbox, missions
from domain.specs import Person
from domain.store import audit, definitions, people, session
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW

THREADS = 8

Verb = Callable[..., list[DomainEvent]]


def at_once(work: Callable[[int], object], times: int = THREADS) -> None:
    """Run `work` in that many threads that start together; the first error is raised."""
    ready = threading.Barrier(times)

    def begin(number: int) -> None:
        ready.wait()
        work(number)

    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(begin, number) for number in range(times)]:
            done.result(timeout=60)


def test_a_new_account_seen_by_many_at_once_is_one_player(playing: str) -> None:
    found: set[UUID] = set()

    def meet(writing: Session) -> list[DomainEvent]:
        accounts, _ = people.identify(writing, [Person("github", "77", "new")], NOW)
        found.update(accounts.values())
        return []

    at_once(lambda _: session.write(meet))

    assert len(found) == 1
    assert game.rows("select id from player") == [(found.pop(),)]


def test_many_new_accounts_in_any_order_seen_by_many_at_once_are_one_player_each(playing: str) -> None:
    everybody = [Person("github", str(number), f"p{number}") for number in range(1, 41)]

    new: list[UUID] = []

    def meet(writing: Session, turn: int) -> list[DomainEvent]:
        _, joined = people.identify(writing, everybody[turn:] + everybody[:turn], NOW)
        new.extend(joined)
        return []

    at_once(lambda number: session.write(meet, number * 5))

    assert len(set(new)) == len(new) == len(everybody)
    assert game.rows("select count(*) from player") == [(len(everybody),)]
    assert game.rows("select count(distinct player_id) from identity") == [(len(everybody),)]


def test_overlapping_batches_of_many_workers_never_deadlock_and_nothing_is_doubled(playing: str) -> None:
    work = [*factories.workload(people=12, deliveries=240)]
    for start in range(0, len(work), 60):
        game.accept(*work[start : start + 60], *map(game.redelivered, work[start : start + 60]))

    def drain(number: int) -> None:
        while game.rows("select 1 from delivery where state = 'pending' limit 1"):
            session.write(inbox.apply, now=NOW, limit=7 + number)

    at_once(drain)

    assert game.rows("select count(*) from activity") == [(240,)]
    assert game.rows("select state, count(*) from delivery group by 1") == [("done", 480)]
    assert game.broken() == []


def test_one_players_work_in_many_hands_is_paid_up_to_the_cap_and_no_further(playing: str) -> None:
    game.accept(*(game.issue(ADA, number) for number in range(1, 41)))
    at_once(lambda _: [session.write(inbox.apply, now=NOW, limit=5) for _ in range(5)])
    game.apply()

    assert game.xp(ADA) == 125
    assert game.broken() == []


def test_the_same_deliveries_accepted_at_once_in_any_order_are_stored_once(playing: str) -> None:
    sent = [game.issue(ADA, number) for number in range(1, 101)]

    def accept(number: int) -> None:
        for start in range(0, 100, 20):
            some = sent[start : start + 20]
            game.accept(*(some if number % 2 else some[::-1]))

    at_once(accept)

    assert game.rows("select count(*), count(distinct delivery_id) from delivery") == [(100, 100)]


def test_signing_in_while_work_arrives_makes_one_player(playing: str) -> None:
    accounts = [Account(6_000 + number, f"p{number}") for number in range(10)]
    game.accept(*(game.issue(account, number) for number, account in enumerate(accounts, start=1)))

    at_once(lambda number: game.apply() if number == 0 else [game.joined(account) for account in accounts[::-1]], 4)

    assert game.rows("select count(*), sum(xp) from player") == [(10, 250)]


def test_a_mission_can_be_published_in_the_middle_of_work(playing: str) -> None:
    admin = game.an_admin()
    published: list[UUID] = []

    def work(number: int) -> None:
        for serial in range(1, 11):
            game.play(game.issue(BEN if number % 2 else ADA, number * 100 + serial))
            if number == 0 and serial == 5:
                published.append(game.published(game.mission(99, metric="issue.completed"), admin=admin))

    at_once(work, 4)

    counted = game.rows("select sum((tallies -> 0 ->> '')::int) from progress where mission_id = %s", published[0])[0][
        0
    ]
    assert 5 <= counted <= 35
    assert game.broken() == []


@pytest.mark.parametrize("verb", [missions.publish, missions.retire])
def test_definitions_change_between_batches_and_never_within_one(playing: str, verb: Verb) -> None:
    admin, mission = game.an_admin(), uuid4()
    session.write(missions.draft, mission, game.mission(), actor_id=admin, now=NOW)
    changed = threading.Thread(target=lambda: session.write(verb, mission, actor_id=admin, now=NOW))

    def batch(writing: Session) -> list[DomainEvent]:
        definitions.share(writing)
        changed.start()
        changed.join(0.3)
        assert changed.is_alive()
        return []

    session.write(batch)
    changed.join(10)

    assert game.rows("select state <> 'draft' from mission where id = %s", mission) == [(True,)]


def test_new_accounts_are_stored_in_the_order_of_their_ids(playing: str) -> None:
    """Two batches that insert in different orders could wait for each other for ever."""
    strangers = [Person("github", number, f"p{number}") for number in ("40", "20", "50", "30", "10")]

    def meet(writing: Session) -> list[DomainEvent]:
        people.identify(writing, strangers, NOW)
        return []

    session.write(meet)
    assert game.rows("select subject from identity order by ctid") == [("10",), ("20",), ("30",), ("40",), ("50",)]


def test_lines_of_the_audit_trail_written_at_once_make_one_chain(playing: str) -> None:
    def note(writing: Session, number: int) -> list[DomainEvent]:
        audit.note(writing, at=NOW, actor_id=None, action=f"a.{number}", subject="x", details={})
        return []

    at_once(lambda number: [session.write(note, number * 10 + turn) for turn in range(5)])

    assert game.rows("select count(*) from audit") == [(THREADS * 5,)]
    assert session.read(lambda reading: [*audit.broken(reading)]) == []
