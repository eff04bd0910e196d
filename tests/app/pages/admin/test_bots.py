from datetime import UTC, datetime

import pytest

from components.toasts import Toasts
from domain.services import players
from domain.specs import PersonKind
from domain.store import session
from tests.app.pages.conftest import Visit
from tests.domain.services import game
from tests.factories import accounts, merged_pull

ONE, OTHER = accounts(3)[1:]


def _rows(visit: Visit) -> list[tuple[str, str, str]]:
    return [(row["who"]["title"], row["who"]["text"], row["kind"][0]["text"]) for row in visit.props("bots")["rows"]]


def _type(visit: Visit, login: str, tool: str = "github", kind: str = "bot") -> None:
    for marker, value in {"bot-login": login, "bot-tool": tool, "bot-kind": kind}.items():
        (field,) = visit.user.find(marker=marker).elements
        field.set_value(value)  # type: ignore[attr-defined]
    visit.user.find(marker="list-bot").click()


async def test_a_login_is_listed_before_it_was_ever_seen_and_taken_off_again(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/bots")
    assert admin_visit.props("bots")["empty-title"] == "Nobody is listed"
    _type(admin_visit, f"@{ONE.login}", kind="agent")
    line = (ONE.login, "GitHub · not seen yet", "Coding agent")
    await admin_visit.eventually(lambda: _rows(admin_visit) == [line])
    admin_visit.happens(merged_pull(ONE, at=datetime.now(UTC)))
    await admin_visit.eventually(lambda: _rows(admin_visit) == [(ONE.login, "GitHub", "Coding agent")])
    assert game.xp(ONE) == 0
    row = admin_visit.props("bots")["rows"][0]
    assert row["by"] == "Person Zero"
    admin_visit.user.find(marker="bots").trigger("act", {"key": "person", "id": row["id"]})
    await admin_visit.user.should_see("unless the tool sends it again")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _rows(admin_visit) == [])
    assert game.rows("select kind from player where login = %s", ONE.login) == [("human",)]


async def test_what_is_no_login_is_said_beside_its_field(admin_visit: Visit) -> None:
    await admin_visit.user.open("/admin/bots")
    _type(admin_visit, " ", tool="no tool")
    await admin_visit.user.should_see("Please fill this in.")
    await admin_visit.user.should_see("Small letters, digits and hyphens only.")
    assert game.rows("select count(*) from bot_login") == [(0,)]


async def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(
    admin_visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Toasts, "say", lambda _toasts, _title, text="", **_: said.append(text))
    await admin_visit.user.open("/admin/bots")
    _type(admin_visit, "person-0")
    await admin_visit.eventually(lambda: bool(said))
    assert said == ["Person Zero is an admin. Take the role first, if this is a bot."]
    (field,) = admin_visit.user.find(marker="bot-login").elements
    assert field.value == "person-0"  # type: ignore[attr-defined]


async def test_whoever_was_marked_by_hand_is_there_too_and_is_made_a_person(admin_visit: Visit) -> None:
    now = datetime.now(UTC)
    admin_visit.happens(merged_pull(OTHER, at=now))
    session.write(players.set_kind, game.player(OTHER), kind=PersonKind.BOT, actor_id=admin_visit.player_id, now=now)
    await admin_visit.user.open("/admin/bots")
    assert _rows(admin_visit) == [(OTHER.login, "Marked by hand under People", "Bot")]
    row = admin_visit.props("bots")["rows"][0]
    admin_visit.user.find(marker="bots").trigger("act", {"key": "person", "id": row["id"]})
    await admin_visit.user.should_see("Take person-2 off the list?")
    admin_visit.user.find(marker="yes").click()
    await admin_visit.eventually(lambda: _rows(admin_visit) == [])
    assert game.rows("select kind from player where login = %s", OTHER.login) == [("human",)]
