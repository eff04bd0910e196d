"""What holds for a player right now, on the dashboard and his profile."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from domain.services import duels, experiments
from domain.services import players as verbs
from domain.specs import DuelRules, ExperimentSpec, plain_goal
from domain.store import session
from domain.store.queries import states
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts

OTHER = accounts(2)[1]


def _now() -> datetime:
    return datetime.now(UTC)


def _shown(visit: Visit) -> list[str]:
    (element,) = visit.user.find(marker="states").elements
    return [line["text"] for line in element.props["lines"]]


async def test_a_break_and_a_duel_are_said_on_the_dashboard_as_they_come_and_go(visit: Visit) -> None:
    session.write(duels.set_rules, DuelRules(on=True), actor_id=game.an_admin(), now=_now())
    other, me = game.joined(OTHER, now=_now()), visit.player_id
    await visit.user.open("/")
    assert _shown(visit) == []

    duel, goal = uuid4(), plain_goal("review.submitted")
    asked = session.write(duels.invite, duel, other, me, goal=goal, days=2, actor_id=other, now=_now())
    visit.live.hear(asked)
    await visit.eventually(lambda: _shown(visit) == ["Person-1 challenges you: Reviews, 2 days."])

    visit.live.hear(session.write(duels.accept, duel, actor_id=me, now=_now()))
    await visit.eventually(lambda: "your duel begins on" in "".join(_shown(visit)))
    day = {days: session.read(states.states, me, now=_now() + timedelta(days=days))[0].text for days in (1, 4)}
    assert day[1].startswith("You and Person-1: 0 and 0 until ")
    assert day[4] == "You and Person-1: your duel is over. It is decided in two days, when everything has come in."

    paused = session.write(verbs.change_profile, me, timezone="UTC", hidden=False, paused=True, now=_now())
    visit.live.hear(paused)
    await visit.eventually(lambda: len(_shown(visit)) == 2 and _shown(visit)[0].startswith("You take a break"))
    await visit.user.open("/me")
    assert len(_shown(visit)) == 2


async def test_an_experiment_is_said_with_ones_group(visit: Visit) -> None:
    admin, now = game.an_admin(), _now()
    first = (now + timedelta(days=3)).date()
    variant = {"key": "dear", "title": "Dear", "xp": 40, "full_until": 40, "cap": 60}
    spec = ExperimentSpec.model_validate({
        "id": "dearer", "title": "Dearer", "question": "Does it help?", "rule": "completed-issue",
        "variants": [variant], "first": first, "last": first + timedelta(days=9), "outcome": "issue.completed",
    })  # fmt: skip
    session.write(experiments.put, spec, actor_id=admin, now=now)
    session.write(experiments.start, "dearer", actor_id=admin, now=now)

    assert session.read(states.states, visit.player_id, now=now) == ()
    (line,) = session.read(states.states, visit.player_id, now=now + timedelta(days=4))
    assert line.text.startswith(f"“Issue completed” is being tried out until {first + timedelta(days=9):%-d %B}. Your ")
