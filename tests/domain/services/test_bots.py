"""Logins that an admin lists as bots' or agents', before or after they were first seen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from pydantic import ValidationError
from sqlmodel import Session

from app.demo.payloads import Account
from domain.errors import Forbidden, Refused
from domain.events import DomainEvent
from domain.services import bots, merging, players
from domain.specs import BotSpec, Person, PersonKind
from domain.store import people, session
from domain.store.queries import bots as queries
from domain.store.queries import players as player_queries
from domain.views import BotView
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW, later
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")


@pytest.fixture
def boss() -> UUID:
    return game.an_admin()


def enlist(boss: UUID, account: Account = ADA, kind: PersonKind = PersonKind.BOT, *, hours: float = 0) -> None:
    spec = BotSpec(login=account.login, kind=kind)
    session.write(bots.enlist, spec, actor_id=boss, now=later(hours=hours))


def take_off(boss: UUID, account: Account = ADA, *, hours: float = 0) -> None:
    session.write(bots.take_off, "github", account.login, actor_id=boss, now=later(hours=hours))


def kinds() -> dict[str, str]:
    return dict(game.rows("select login, kind from player where not is_admin"))


@pytest.mark.parametrize("kind", [PersonKind.BOT, PersonKind.AGENT])
def test_whoever_is_listed_earns_nothing_when_he_is_first_seen(boss: UUID, kind: PersonKind, playing: str) -> None:
    enlist(boss, kind=kind)
    game.play(game.issue(ADA, 1), game.merged(BEN, 2), now=later(hours=1))
    assert kinds() == {ADA.login: kind.value, BEN.login: "human"}
    assert (game.xp(ADA), game.xp(BEN) > 0) == (0, True)
    assert game.rows("select count(*) from activity where player_id = %s", game.player(ADA)) == [(0,)]
    assert game.rows("select activities, reason from delivery where source = 'github' order by activities") == [
        (0, "1 × not counted: the work of an account that an admin named a bot or an agent."), (1, None),
    ]  # fmt: skip
    assert game.rows("select distinct player_id from board_score") == [(game.player(BEN),)]
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_login_is_listed_however_it_is_written(boss: UUID) -> None:
    session.write(bots.enlist, BotSpec(login=f" @{ADA.login.upper()} "), actor_id=boss, now=NOW)
    game.play(game.issue(ADA, 1))
    assert kinds() == {ADA.login: "bot"}


def test_the_login_of_one_tool_says_nothing_about_another(boss: UUID) -> None:
    session.write(bots.enlist, BotSpec(provider="jira", login=ADA.login), actor_id=boss, now=NOW)
    game.play(game.issue(ADA, 1))
    assert kinds() == {ADA.login: "human"}


def test_what_counted_before_stays_and_what_comes_later_does_not_count(boss: UUID, playing: str) -> None:
    game.play(game.issue(ADA, 1))
    game.accept(game.issue(ADA, 2), now=later(hours=1))
    enlist(boss, hours=2)
    game.accept(game.issue(ADA, 3), now=later(hours=3))
    game.apply(now=later(hours=4))
    assert (game.xp(ADA), kinds()) == (50, {ADA.login: "bot"})
    assert game.rows("select activities from delivery where source = 'github' order by id") == [(1,), (1,), (0,)]
    assert game.broken() == []
    assert is_replayed(playing)


def test_taken_off_the_list_an_account_earns_again_but_nothing_of_the_time_between(boss: UUID, playing: str) -> None:
    enlist(boss)
    game.play(game.issue(ADA, 1), now=later(hours=1))
    game.accept(game.issue(ADA, 2), now=later(hours=2))
    take_off(boss, hours=3)
    game.play(game.issue(ADA, 3), game.redelivered(game.issue(ADA, 1)), now=later(hours=4))
    assert (game.xp(ADA), kinds()) == (50, {ADA.login: "human"})
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_bot_that_changes_its_login_stays_one(boss: UUID) -> None:
    enlist(boss)
    game.play(game.issue(ADA, 1))
    game.play(game.issue(Account(ADA.number, "another-name"), 2), now=later(hours=1))
    assert (game.xp(ADA), kinds()) == (0, {ADA.login: "bot"})


def test_a_person_who_takes_over_a_login_that_was_met_is_met_under_the_list(boss: UUID) -> None:
    enlist(boss)
    game.play(game.issue(ADA, 1))
    take_off(boss)
    game.play(game.issue(Account(5, ADA.login), 2), now=later(hours=1))
    assert game.rows("select kind from player where not is_admin order by created_at, id") == [("human",), ("human",)]


def test_listed_as_something_else_an_account_is_that_from_then_on(boss: UUID) -> None:
    enlist(boss)
    game.play(game.issue(ADA, 1))
    enlist(boss, kind=PersonKind.AGENT)
    assert kinds() == {ADA.login: "agent"}
    assert game.rows("select action, subject, details from audit where action like 'bot.%%' order by id") == [
        ("bot.listed", f"github:{ADA.login}", {"kind": "bot", "from": None}),
        ("bot.listed", f"github:{ADA.login}", {"kind": "agent", "from": "bot"}),
    ]


def test_whom_an_admin_called_a_person_by_hand_the_list_leaves_alone_when_it_forgets_him(boss: UUID) -> None:
    enlist(boss)
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    enlist(boss, BEN)
    session.write(players.set_kind, game.player(BEN), kind=PersonKind.AGENT, actor_id=boss, now=NOW)
    take_off(boss)
    take_off(boss, BEN)
    assert kinds() == {ADA.login: "human", BEN.login: "agent"}
    assert game.rows("select count(*) from audit where action = 'bot.unlisted'") == [(2,)]
    assert game.rows("select count(*) from bot_login") == [(0,)]


def test_nobody_is_listed_twice_and_nobody_is_taken_off_twice(boss: UUID) -> None:
    enlist(boss)
    with pytest.raises(Refused, match="already"):
        enlist(boss)
    take_off(boss)
    with pytest.raises(Refused, match="not on the list"):
        take_off(boss)
    assert game.rows("select count(*) from audit where action like 'bot.%%'") == [(2,)]


def test_an_admin_is_not_listed_nor_he_who_has_several_accounts(boss: UUID) -> None:
    game.joined(CAM, admin=True)
    with pytest.raises(Refused, match="is an admin"):
        enlist(boss, CAM)
    ada, ben = game.joined(ADA), game.joined(BEN)
    session.write(merging.merge, ada, ben, actor_id=boss, now=later(hours=1))
    with pytest.raises(Refused, match="other accounts"):
        enlist(boss, BEN, hours=2)
    enlist(boss, ADA, hours=2)
    assert kinds()[BEN.login] == "human"
    assert game.rows("select login from bot_login") == [(ADA.login,)]


def test_only_an_admin_keeps_the_list() -> None:
    ada = game.joined(ADA)
    with pytest.raises(Forbidden):
        enlist(ada, BEN)
    with pytest.raises(Forbidden):
        take_off(ada, BEN)
    assert game.rows("select count(*) from bot_login") == [(0,)]


@pytest.mark.parametrize("login", ["", "  ", "@", "a\nb", "x" * 201])
def test_a_login_is_a_login(login: str) -> None:
    with pytest.raises(ValidationError):
        BotSpec(login=login)


def test_a_person_is_not_listed_as_a_person() -> None:
    with pytest.raises(ValidationError):
        BotSpec.model_validate({"login": "ada", "kind": "human"})


def test_a_listed_account_cannot_sign_in_and_leaves_nothing_behind(boss: UUID) -> None:
    enlist(boss)
    with pytest.raises(Refused, match="cannot sign in"):
        game.joined(ADA)
    assert kinds() == {}


def test_whoever_is_met_while_he_is_listed_is_no_person_either(boss: UUID) -> None:
    """Somebody is met by a transaction that began before the list changed and ends after it."""
    met, may_end = threading.Event(), threading.Event()

    def meet(writing: Session) -> list[DomainEvent]:
        people.identify(writing, [Person("github", str(ADA.number), ADA.login)], NOW)
        met.set()
        assert may_end.wait(10)
        return []

    with ThreadPoolExecutor(2) as pool:
        meeting = pool.submit(session.write, meet)
        assert met.wait(10)
        listing = pool.submit(enlist, boss)
        with pytest.raises(TimeoutError):
            listing.result(timeout=0.3)
        may_end.set()
        meeting.result(10)
        listing.result(10)
    assert kinds() == {ADA.login: "bot"}


def test_the_page_lists_who_is_on_the_list_and_who_was_marked_by_hand(boss: UUID) -> None:
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))
    session.write(players.set_kind, game.player(BEN), kind=PersonKind.AGENT, actor_id=boss, now=NOW)
    enlist(boss)
    enlist(boss, CAM, PersonKind.AGENT)
    assert session.read(queries.everyone) == (
        BotView(ADA.login, PersonKind.BOT, "github", game.player(ADA), "Boss", NOW),
        BotView(CAM.login, PersonKind.AGENT, "github", None, "Boss", NOW),
        BotView(BEN.login, PersonKind.AGENT, None, game.player(BEN)),
    )
    assert session.read(queries.providers) == ("github",)
    assert [view.kind for view in session.read(player_queries.people)].count(PersonKind.BOT) == 1
