"""Scoring rules by hand: the next version holds from the next day that begins everywhere."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.services import experiments
from domain.services import scoring_rules as verbs
from domain.specs import ExperimentSpec, ScoringRuleSpec
from domain.store import session
from domain.store.queries import rules as queries
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW

SOON = NOW + timedelta(days=3)


def rule(**fields: Any) -> ScoringRuleSpec:
    usual = {
        "id": "tickets",
        "title": "Ticket solved",
        "metric": "ticket.solved",
        "xp": 10,
        "full_until": 50,
        "cap": 80,
    }
    return ScoringRuleSpec.model_validate(usual | fields)


def put(admin: UUID, at: Any = NOW, *, is_new: bool = False, **fields: Any) -> None:
    session.write(verbs.put, rule(**fields), is_new=is_new, actor_id=admin, now=at)


def versions() -> list[tuple[Any, ...]]:
    return game.rows("select version, spec ->> 'xp', retired_at from scoring_rule where id = 'tickets' order by 1")


def audited() -> list[tuple[Any, ...]]:
    return game.rows("select action, subject from audit where action like 'scoring_rule%%' order by id")


def closes(number: int, at: Any) -> None:
    game.play(game.issue(ADA, number, at=at), now=at)


def test_a_new_rule_pays_what_arrives_from_now_on(playing: str) -> None:
    game.solve("before", at=NOW - timedelta(hours=1))
    put(game.an_admin(), is_new=True)
    game.solve("after", at=NOW)

    assert (versions(), game.xp(ADA)) == ([(1, "10", None)], 10)
    assert audited() == [("scoring_rule.added", "tickets")]


def test_a_change_holds_from_a_day_that_has_begun_nowhere_and_replays(playing: str) -> None:
    admin, spec = game.an_admin(), session.read(queries.spec, "completed-issue")
    assert spec is not None
    session.write(verbs.put, spec.model_copy(update={"xp": 40}), actor_id=admin, now=NOW)
    closes(1, NOW)
    closes(2, SOON)

    assert game.xp(ADA) == 25 + 40
    assert replayed(SOON) == []


def test_saying_the_same_again_makes_no_version(playing: str) -> None:
    admin = game.an_admin()
    put(admin)
    put(admin)

    assert (len(versions()), len(audited())) == (1, 1)


def test_a_retired_rule_pays_nothing_more_keeps_what_it_paid_and_can_come_back(playing: str) -> None:
    admin, spec = game.an_admin(), session.read(queries.spec, "completed-issue")
    assert spec is not None
    closes(1, NOW)
    session.write(verbs.retire, spec.id, actor_id=admin, now=NOW + timedelta(hours=1))
    closes(2, NOW + timedelta(hours=2))
    assert (game.xp(ADA), session.read(queries.spec, spec.id)) == (25, None)

    session.write(verbs.put, spec, actor_id=admin, now=NOW + timedelta(hours=3))
    closes(3, SOON)

    assert game.xp(ADA) == 50
    assert replayed(SOON) == []


def test_an_id_is_taken_once(playing: str) -> None:
    admin = game.an_admin()
    put(admin, is_new=True)

    with pytest.raises(Invalid) as refused:
        put(admin, is_new=True, xp=20)
    assert refused.value.fields == {"id": "Another rule has this id."}


def test_the_game_does_not_pay_for_what_it_gave_itself(playing: str) -> None:
    with pytest.raises(Invalid) as refused:
        put(game.an_admin(), metric="xp.earned")
    assert "metric" in refused.value.fields


def test_what_pays_for_numbers_is_audited_with_the_warning(playing: str) -> None:
    put(game.an_admin(), metric="commit.pushed")

    details = game.rows("select details from audit where action = 'scoring_rule.added'")[0][0]
    assert details["warning"].startswith("It pays for commits.")


def test_only_an_admin_says_what_work_is_worth(playing: str) -> None:
    nobody = game.joined(BEN)

    with pytest.raises(Forbidden):
        put(nobody)
    with pytest.raises(Forbidden):
        session.write(verbs.retire, "completed-issue", actor_id=nobody, now=NOW)


def test_what_is_not_in_force_cannot_be_retired(playing: str) -> None:
    admin = game.an_admin()
    session.write(verbs.retire, "completed-issue", actor_id=admin, now=NOW)

    for gone in ("completed-issue", "never-was"):
        with pytest.raises(NotFound, match="no such scoring rule"):
            session.write(verbs.retire, gone, actor_id=admin, now=NOW)


def test_a_rule_stays_as_it_is_while_an_experiment_tries_it(playing: str) -> None:
    admin, last = game.an_admin(), _tried_until()
    spec = session.read(queries.spec, "completed-issue")
    assert spec is not None

    with pytest.raises(Refused, match="tries this rule until"):
        session.write(verbs.put, spec.model_copy(update={"xp": 40}), actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="tries this rule until"):
        session.write(verbs.retire, spec.id, actor_id=admin, now=NOW)
    session.write(verbs.retire, spec.id, actor_id=admin, now=NOW + (last + timedelta(days=1) - NOW.date()))


def test_an_experiment_on_a_retired_rule_cannot_start(playing: str) -> None:
    admin = game.an_admin()
    session.write(experiments.put, _plan(), actor_id=admin, now=NOW)
    session.write(verbs.retire, "completed-issue", actor_id=admin, now=NOW)

    with pytest.raises(Refused, match="no longer in force"):
        session.write(experiments.start, "dear", actor_id=admin, now=NOW)


def _tried_until() -> date:
    admin = game.an_admin()
    session.write(experiments.put, _plan(), actor_id=admin, now=NOW)
    session.write(experiments.start, "dear", actor_id=admin, now=NOW)
    return _plan().last


def _plan() -> ExperimentSpec:
    return ExperimentSpec.model_validate(
        {
            "id": "dear", "title": "Dearer issues", "question": "More of them?", "rule": "completed-issue",
            "variants": [{"key": "dear", "title": "Dear", "xp": 40, "full_until": 40, "cap": 60}],
            "first": NOW.date() + timedelta(days=2), "last": NOW.date() + timedelta(days=15),
            "outcome": "issue.completed",
        }
    )  # fmt: skip
