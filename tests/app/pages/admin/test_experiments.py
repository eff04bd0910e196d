from datetime import timedelta
from typing import Any

import pytest
from nicegui import ui

from app import door
from components.experiment_form import input_of, values_of
from components.toasts import Toasts
from domain.services import experiments as verbs
from domain.specs import ExperimentSpec
from domain.store import session
from domain.store.queries import experiments as queries
from domain.views import Stage
from tests.app.pages.conftest import Visit


def plan(**fields: Any) -> ExperimentSpec:
    first = door.now().date() + timedelta(days=3)
    usual = {
        "id": "dear", "title": "Dear", "question": "Do they look more?", "rule": "completed-issue", "first": first,
        "last": first + timedelta(days=20), "outcome": "review.submitted",
        "variants": [{"key": "more", "title": "More", "xp": 40, "full_until": 40, "cap": 60}],
    }  # fmt: skip
    return ExperimentSpec.model_validate(usual | fields)


def _put(visit: Visit, spec: ExperimentSpec | None = None) -> None:
    session.write(verbs.put, spec or plan(), actor_id=visit.player_id, now=door.now())


def _stages() -> dict[str, Stage]:
    return {line.id: line.stage for line in session.read(queries.lines, now=door.now())}


def _field(visit: Visit, name: str) -> Any:
    (found,) = visit.user.find(marker=name).elements
    return found


async def test_a_plan_is_typed_and_kept(admin_visit: Visit) -> None:
    wanted = plan()
    await admin_visit.user.open("/admin/experiments/new")
    titles = sorted(admin_visit.user.find(marker="title").elements, key=lambda element: element.id)
    for field, text in zip(titles, ("Dear", "More"), strict=True):
        field.set_value(text)  # type: ignore[attr-defined]
    for name, value in (
        ("question", wanted.question), ("rule", wanted.rule), ("outcome", wanted.outcome), ("xp", 40),
        ("full_until", 40), ("cap", 60), ("first", wanted.first.isoformat()), ("last", wanted.last.isoformat()),
    ):  # fmt: skip
        _field(admin_visit, name).set_value(value)
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: "dear" in _stages())
    assert session.read(queries.spec, "dear") == wanted


async def test_what_is_wrong_with_a_group_is_said_in_it(admin_visit: Visit) -> None:
    _put(admin_visit)
    await admin_visit.user.open("/admin/experiments/dear/edit")
    _field(admin_visit, "xp").set_value(None)
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: bool(_field(admin_visit, "xp").error))
    assert session.read(queries.spec, "dear") == plan()


async def test_a_plan_is_started_after_a_question(admin_visit: Visit) -> None:
    _put(admin_visit)
    await admin_visit.user.open("/admin/experiments")
    admin_visit.user.find(marker="table").trigger("act", {"key": "start", "id": "dear"})
    await admin_visit.user.should_see(marker="yes")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _stages() == {"dear": Stage.STARTED})


async def test_a_plan_is_thrown_away_after_a_question(admin_visit: Visit) -> None:
    _put(admin_visit)
    await admin_visit.user.open("/admin/experiments")
    admin_visit.user.find(marker="table").trigger("act", {"key": "discard", "id": "dear"})
    await admin_visit.user.should_see(marker="yes")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _stages() == {})


async def test_whoever_answers_no_changes_nothing(admin_visit: Visit) -> None:
    _put(admin_visit)
    await admin_visit.user.open("/admin/experiments")
    admin_visit.user.find(marker="table").trigger("act", {"key": "discard", "id": "dear"})
    await admin_visit.user.should_see("Nobody has taken part in it.")
    (dialog,) = admin_visit.user.find(ui.dialog).elements
    admin_visit.user.find("Cancel").click()
    await admin_visit.eventually(lambda: not dialog.value)
    assert _stages() == {"dear": Stage.PLANNED}


async def test_what_is_refused_is_said_and_the_plan_stays_open(
    admin_visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Toasts, "say", lambda _toasts, title, _text="", **_: said.append(title))
    _put(admin_visit)
    await admin_visit.user.open("/admin/experiments/dear/edit")
    session.write(verbs.start, "dear", actor_id=admin_visit.player_id, now=door.now())
    _field(admin_visit, "question").set_value("Do they look less?")
    admin_visit.user.find(marker="save").click()
    await admin_visit.eventually(lambda: said == ["Not possible now"])
    assert _field(admin_visit, "question").value == "Do they look less?"


async def test_a_started_one_is_stopped_with_a_reason(admin_visit: Visit) -> None:
    _put(admin_visit)
    session.write(verbs.start, "dear", actor_id=admin_visit.player_id, now=door.now())
    await admin_visit.user.open("/admin/experiments/dear")
    await admin_visit.user.should_see("What counts: reviews")
    admin_visit.user.find(marker="stop").click()
    await admin_visit.user.should_see(marker="reason")
    _field(admin_visit, "reason").set_value("It hurts.")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(
        lambda: session.read(queries.result, "dear", now=door.now()).stop_reason == "It hurts."
    )


def test_the_form_of_a_plan_leads_back_to_it() -> None:
    assert ExperimentSpec.model_validate(values_of(input_of(plan()))) == plan()


@pytest.mark.parametrize("page", ["", "/new", "/dear", "/dear/edit"])
async def test_players_are_kept_out(visit: Visit, page: str) -> None:
    assert (await visit.user.http_client.get(f"/admin/experiments{page}")).status_code == 403
