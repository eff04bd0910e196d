"""The checker itself: it must notice what it is there for."""

import threading

import pytest

from domain.specs import Delivery
from tests.faults import model, work
from workers.drain import Inbox


@pytest.fixture
def given(db: model.Connection) -> list[Delivery]:
    """Deliveries that were applied without any fault, in a database whose guards are down."""
    sent = work.busy_days(200)
    work.send(sent)
    Inbox(threading.Event()).drain()
    model.compare(db, sent)
    db.execute("set session_replication_role = replica")
    return sent


def test_the_work_has_something_of_everything(given: list[Delivery]) -> None:
    truth = model.expected(given)

    assert len(truth.completions) > 30
    assert truth.badges
    assert max(map(len, truth.days.values())) >= 3
    assert any(xp > 0 for xp in truth.xp.values())


@pytest.mark.parametrize(
    ("tampering", "complaint"),
    [
        ("update delivery set state = 'pending' where id = (select max(id) from delivery)", "deliveries lost"),
        ("delete from activity where id = (select max(id) from activity)", "activities: 1 lost"),
        ("update activity set key = key || '2' where id = (select max(id) from activity)", "1 lost, 1 too many"),
        ("update progress set completed_at = null where completed_at is not null", "missions"),
        ("update metric_day set day = day - 20 where metric = 'pull_request.merged'", "active days"),
        ("delete from badge_award", "badges"),
        ("update player set xp = xp + 1", "sum of the ledger"),
        (
            "update player set xp = xp + 1;"
            "insert into xp_entry (player_id, amount, at, occurred_at, known_at, day, cause, cause_id, grant_key,"
            " factors)"
            " select id, 1, now(), now(), now(), current_date, 'mission', 'x', 'x' || id, '{}' from player",
            "xp differs",
        ),
    ],
)
def test_the_checker_notices(db: model.Connection, given: list[Delivery], tampering: str, complaint: str) -> None:
    db.execute(tampering.encode())

    with pytest.raises(AssertionError, match=complaint):
        model.compare(db, given)
