"""Experiments: nobody's day is paid in two ways, and nobody looks before the end."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.services import experiments as verbs
from domain.specs import CONTROL, ExperimentSpec
from domain.store import experiments, session
from domain.store.queries import experiments as queries
from domain.store.queries.explain import explain_entry
from domain.views import Stage
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import NOW
from tests.factories import accounts

TODAY = NOW.date()
FIRST, LAST = TODAY + timedelta(days=2), TODAY + timedelta(days=15)
PEOPLE = accounts(12)


def plan(**fields: Any) -> ExperimentSpec:
    usual = {
        "id": "dear-issues", "title": "Dearer issues", "question": "Are more of them closed?",
        "rule": "completed-issue",
        "variants": [{"key": "dear", "title": "Dear", "xp": 40, "full_until": 40, "cap": 60}],
        "first": FIRST, "last": LAST, "outcome": "issue.completed",
    }  # fmt: skip
    return ExperimentSpec.model_validate(usual | fields)


def planned(**fields: Any) -> UUID:
    admin = game.an_admin()
    session.write(verbs.put, plan(**fields), actor_id=admin, now=NOW)
    return admin


def started(**fields: Any) -> UUID:
    admin = planned(**fields)
    session.write(verbs.start, plan(**fields).id, actor_id=admin, now=NOW)
    return admin


def closes(place: int, number: int, at: datetime) -> None:
    game.play(game.issue(PEOPLE[place], number + 1, at=at), now=at)


def group(place: int) -> str:
    found = session.read(experiments.experiment, "dear-issues")
    assert found is not None
    return found.group(game.player(PEOPLE[place]))


def on(day: date, hours: int = 12) -> datetime:
    return NOW + (day - TODAY) + timedelta(hours=hours - NOW.hour)


def stage(now: datetime) -> Stage:
    (line,) = session.read(queries.lines, now=now)
    return line.stage


def test_each_group_is_paid_by_its_own_numbers_on_the_days_of_the_experiment_only(playing: str) -> None:
    started()
    for place in range(len(PEOPLE)):
        closes(place, 3 * place, on(FIRST - timedelta(days=1)))
        closes(place, 3 * place + 1, on(FIRST))
        closes(place, 3 * place + 2, on(LAST + timedelta(days=1)))

    assert {group(place) for place in range(len(PEOPLE))} == {CONTROL, "dear"}
    for place, person in enumerate(PEOPLE):
        within = 40 if group(place) == "dear" else 25
        paid = game.rows(
            "select amount from xp_entry where cause = 'rule' and player_id = %s order by day", game.player(person)
        )
        assert paid == [(25,), (within,), (25,)]
    assert game.broken() == []
    assert replayed(on(LAST + timedelta(days=2))) == []


def test_every_payment_of_an_experiment_says_so(playing: str) -> None:
    started()
    for place in range(len(PEOPLE)):
        closes(place, place, on(FIRST))
    place = next(place for place in range(len(PEOPLE)) if group(place) == "dear")
    player = game.player(PEOPLE[place])
    ((entry, factors),) = game.rows("select id, factors from xp_entry where player_id = %s", player)

    assert (factors["experiment"], factors["group"]) == ("dear-issues", "dear")
    said = session.read(explain_entry, entry, player_id=player)
    assert "It was paid by an experiment. Dearer issues: Dear." in said.sentences
    (mine,) = session.read(queries.of_player, player, now=on(FIRST))
    assert (mine.group, mine.worth) == ("Dear", "40 XP each, in full up to 40, at most 60 a day")
    assert session.read(queries.of_player, player, now=on(LAST + timedelta(days=1))) == ()


def test_a_withdrawn_payment_is_withdrawn_by_the_numbers_it_was_made_with(playing: str) -> None:
    started()
    work = {"key": "w", "metric": "issue.completed", "occurred_at": on(FIRST).isoformat()}
    people = [game.who(person) for person in PEOPLE]
    game.play(game.batch(*(work | {"key": f"w{at}", "person": one} for at, one in enumerate(people))), now=on(FIRST))
    game.play(
        game.batch(*(work | {"key": f"u{at}", "reverses": f"w{at}", "person": one} for at, one in enumerate(people))),
        now=on(FIRST, 13),
    )
    assert [game.xp(person) for person in PEOPLE] == [0] * len(PEOPLE)
    assert game.broken() == []


def test_it_can_only_begin_with_a_day_that_has_begun_for_nobody(playing: str) -> None:
    admin = planned(first=TODAY)
    with pytest.raises(Refused, match="has to lie ahead everywhere"):
        session.write(verbs.start, "dear-issues", actor_id=admin, now=NOW)


def test_what_was_started_stays_as_it_is(playing: str) -> None:
    admin = started()
    with pytest.raises(Refused, match="started"):
        session.write(verbs.put, plan(title="Other"), actor_id=admin, now=NOW)
    for verb in (verbs.start, verbs.discard):
        with pytest.raises(Refused, match="started"):
            session.write(verb, "dear-issues", actor_id=admin, now=NOW)


def test_a_rule_is_in_one_experiment_at_a_time(playing: str) -> None:
    admin = started()
    session.write(verbs.put, plan(id="other", first=LAST, last=LAST + timedelta(days=9)), actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="changes the same rule"):
        session.write(verbs.start, "other", actor_id=admin, now=NOW)
    later = plan(id="other", first=LAST + timedelta(days=1), last=LAST + timedelta(days=9))
    session.write(verbs.put, later, actor_id=admin, now=NOW)
    session.write(verbs.start, "other", actor_id=admin, now=NOW)


def test_a_stopped_one_ends_with_the_last_day_that_has_begun_somewhere(playing: str) -> None:
    admin = started()
    for place in range(len(PEOPLE)):
        closes(place, place, on(FIRST))
    session.write(verbs.stop, "dear-issues", reason="It hurts.", actor_id=admin, now=on(FIRST))
    with pytest.raises(Refused, match="over already"):
        session.write(verbs.stop, "dear-issues", reason="Again.", actor_id=admin, now=on(FIRST))
    for place in range(len(PEOPLE)):
        closes(place, 100 + place, on(FIRST + timedelta(days=2)))

    assert game.rows("select ends - first from experiment") == [(1,)]
    paid = game.rows("select distinct amount from xp_entry where day = %s", FIRST + timedelta(days=2))
    assert paid == [(25,)]
    assert game.broken() == []
    assert replayed(on(FIRST + timedelta(days=3))) == []


def test_nothing_is_shown_before_the_end_and_an_early_end_is_no_evidence(playing: str) -> None:
    admin = started()
    for place in range(len(PEOPLE)):
        closes(place, place, on(FIRST))
    early = session.read(queries.result, "dear-issues", now=on(FIRST))
    assert [(one.mean, one.low) for one in early.groups] == [(None, None)] * 2
    assert sum(one.people for one in early.groups) == len(PEOPLE)

    final = session.read(queries.result, "dear-issues", now=on(LAST + timedelta(days=5)))
    assert final.is_final
    assert [one.mean for one in final.groups if one.people >= 5] == [1.0 for one in final.groups if one.people >= 5]
    assert final.groups[1].verdict == "Too few people to say anything."
    session.write(verbs.stop, "dear-issues", reason="It hurts.", actor_id=admin, now=on(FIRST))
    stopped = session.read(queries.result, "dear-issues", now=on(LAST))
    assert (stopped.is_final, stopped.stop_reason) == (False, "It hurts.")


def test_it_goes_from_plan_to_end(playing: str) -> None:
    admin = planned()
    assert stage(NOW) is Stage.PLANNED
    session.write(verbs.start, "dear-issues", actor_id=admin, now=NOW)
    assert stage(NOW) is Stage.STARTED
    assert stage(on(FIRST)) is Stage.RUNNING
    assert stage(on(LAST + timedelta(days=2))) is Stage.WAITING
    assert stage(on(LAST + timedelta(days=4))) is Stage.OVER


def test_a_plan_can_be_changed_and_thrown_away(playing: str) -> None:
    admin = planned()
    session.write(verbs.put, plan(title="Other"), actor_id=admin, now=NOW)
    assert session.read(queries.spec, "dear-issues").title == "Other"
    with pytest.raises(Invalid):
        session.write(verbs.put, plan(), is_new=True, actor_id=admin, now=NOW)
    session.write(verbs.discard, "dear-issues", actor_id=admin, now=NOW)
    with pytest.raises(NotFound):
        session.read(queries.spec, "dear-issues")


def test_a_rule_that_is_not_there_is_refused(playing: str) -> None:
    with pytest.raises(Invalid) as refused:
        planned(rule="no-such-rule")
    assert refused.value.fields == {"rule": "There is no such scoring rule."}


def test_only_admins_experiment(playing: str) -> None:
    started()
    ada = game.joined()
    with pytest.raises(Forbidden):
        session.write(verbs.put, plan(id="mine"), actor_id=ada, now=NOW)
    with pytest.raises(Forbidden):
        session.write(verbs.stop, "dear-issues", reason="No.", actor_id=ada, now=NOW)
    for verb in (verbs.start, verbs.discard):
        with pytest.raises(Forbidden):
            session.write(verb, "dear-issues", actor_id=ada, now=NOW)
