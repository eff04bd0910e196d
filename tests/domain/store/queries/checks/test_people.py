"""What people decide about each other stays whole, and it is seen when somebody breaks it by hand."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import duels, follows
from domain.services import experiments as verbs
from domain.specs import DuelRules, plain_goal
from domain.store import session
from domain.store.driver import connection
from domain.store.queries.checks import duels as of_duels
from domain.store.queries.checks import experiments as of_experiments
from domain.store.queries.checks import people as of_people
from domain.views import Check
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW, later
from tests.domain.services.test_experiments import FIRST, on, plan

TIES = "Whoever follows or challenges, and whoever is followed or challenged, is here"
UNSEEN = "Whoever is somebody else by now is not seen"
WAITING = "Nothing waits for the answer of somebody who left"
DECIDED = "Every duel was decided in its time, by what was done"
PRIZES = "Every prize of a duel went once to whoever won it"
TREATED = "Everybody is paid in his group of an experiment, and it is on record"


class UndoneError(Exception):
    """Nothing of it stays."""


@pytest.fixture
def among_people(playing: str) -> str:
    """Ada beats Ben in a duel and waits for Cam's answer to another; they follow each other; an experiment runs."""
    admin = game.an_admin()
    ada, ben, cam = (game.joined(account) for account in (ADA, BEN, CAM))
    session.write(duels.set_rules, DuelRules(on=True, xp=20), actor_id=admin, now=NOW)
    session.write(follows.follow, ben, actor_id=ada, now=NOW)
    goal: dict[str, Any] = {"goal": plain_goal("review.submitted"), "days": 2}
    decided, open_one = uuid4(), uuid4()
    session.write(duels.invite, decided, ada, ben, actor_id=ada, now=NOW, **goal)
    session.write(duels.accept, decided, actor_id=ben, now=NOW)
    game.play(game.reviewed(ADA, 1, at=later(days=1)), now=later(days=1))
    session.write(verbs.put, plan(first=FIRST, last=FIRST + timedelta(days=9)), actor_id=admin, now=NOW)
    session.write(verbs.start, "dear-issues", actor_id=admin, now=NOW)
    game.play(game.issue(BEN, 2, at=on(FIRST)), now=on(FIRST))
    session.write(duels.settle, decided, now=later(days=6))
    session.write(duels.invite, open_one, ada, cam, actor_id=ada, now=later(days=7), **goal)
    return playing


def test_all_of_it_holds_where_nobody_tampered_with_it(among_people: str) -> None:
    assert game.broken() == []


BREAKS = (
    ("update follow set followed_id = gen_random_uuid()", {TIES}),
    ("update duel set second_id = gen_random_uuid() where state = 'invited'", {TIES}),
    ("update duel set kind = 'team' where state = 'invited'", {TIES}),
    ("update player set kind = 'merged' where id in (select followed_id from follow)", {TIES, UNSEEN}),
    ("update player set kind = 'erased' where id in (select second_id from duel where state = 'invited')", {WAITING}),
    ("update duel_result set first_values = '[2]'", {DECIDED}),
    ("update duel_result set outcome = 'second'", {DECIDED, PRIZES}),
    ("update duel_result set at = at - interval '3 days'", {DECIDED}),
    ("delete from reward where cause = 'duel'", {PRIZES}),
    ("update duel set coins = 1 where state = 'accepted'", {PRIZES}),
    ("update xp_entry set factors = factors - 'experiment'", {TREATED}),
    ("update xp_entry set factors = factors || '{\"group\": \"other\"}' where factors ? 'experiment'", {TREATED}),
    ("update experiment set ends = first - 1", {TREATED}),
)


def test_what_is_broken_by_hand_is_seen(among_people: str) -> None:
    """All of it in one game: what each statement breaks is whole again for the next."""
    for statement, seen in BREAKS:
        assert _broken_by(statement) == seen, statement


def _checks(db: Session) -> list[Check]:
    counted = [law.check(db) for law in of_people.LAWS if law.name in {TIES, UNSEEN, WAITING}]
    return [*counted, of_duels.results(db), of_duels.prizes(db), of_experiments.groups(db)]


def _broken_by(statement: str) -> set[str]:
    found: set[str] = set()

    def look(db: Session) -> list[DomainEvent]:
        connection(db).execute("set local session_replication_role = replica")
        connection(db).execute(statement.encode())
        found.update(check.name for check in _checks(db) if not check.ok)
        raise UndoneError

    with pytest.raises(UndoneError):
        session.unheard(look)
    return found
