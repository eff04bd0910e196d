from nicegui import ui

from components.explanation import ExplanationDialog
from domain.views import Evidence
from tests.components.drawing import drawn, eventually, props
from tests.components.samples import NOW, explanation


async def test_an_explanation_opens_in_the_dialog_that_is_named_after_it() -> None:
    dialogs: list[ExplanationDialog] = []
    async with drawn(lambda: dialogs.append(ExplanationDialog(timezone="Asia/Tokyo"))) as user:
        (dialog,) = user.find(ui.dialog).elements
        assert not dialog.value
        with user:
            dialogs[0].show(explanation())
        shown, zone = props(user, "explanation")["explanation"], props(user, "explanation")["zone"]
    assert (dialog.value, dialog.props["aria-label"], shown["title"]) == (True, "Review week", "Review week")
    assert shown["sentences"] == ["7 of 10 reviews count."]
    assert (shown["evidence"][0]["why"], shown["evidence"][0]["counts"], zone) == ("counts", True, "Asia/Tokyo")


async def test_it_closes_when_asked_to() -> None:
    dialogs: list[ExplanationDialog] = []
    async with drawn(lambda: dialogs.append(ExplanationDialog(timezone="UTC"))) as user:
        with user:
            dialogs[0].show(explanation())
        (dialog,) = user.find(ui.dialog).elements
        assert dialog.value
        user.find(marker="explanation").trigger("close")
        await eventually(lambda: not dialog.value)


async def test_evidence_leads_to_the_web_or_nowhere() -> None:
    dialogs: list[ExplanationDialog] = []
    evil = Evidence(NOW, "a review", "javascript:alert(1)", counts=False, why="not yours")
    async with drawn(lambda: dialogs.append(ExplanationDialog(timezone="UTC"))) as user:
        with user:
            dialogs[0].show(explanation(evidence=(evil,)))
        assert props(user, "explanation")["explanation"]["evidence"][0]["url"] is None
