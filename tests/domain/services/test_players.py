import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, NotFound, QuestboardError, Refused
from domain.events import PlayerChanged, PlayerJoined, SessionRevoked
from domain.services import players
from domain.specs import Person, PersonKind
from domain.store import session
from domain.store.queries import boards, recommendations
from domain.store.queries import players as queries
from domain.views import SignedIn
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def who_is(token: str, *, days: float = 0) -> SignedIn | None:
    return session.read(queries.signed_in, token, now=game.later(days=days))


def test_whoever_signs_in_for_the_first_time_joins(playing: str) -> None:
    events = session.write(
        players.sign_in,
        Person("github", "77", "new"),
        name="  ",
        avatar_url="https://example.com/a.png",
        admin=False,
        token="secret",
        user_agent="a browser",
        now=NOW,
    )
    signed_in = who_is("secret")

    assert signed_in is not None
    assert events == [PlayerJoined(signed_in.player_id), PlayerChanged(signed_in.player_id)]
    assert (signed_in.name, signed_in.login, signed_in.is_admin) == ("new", "new", False)


def test_whoever_earned_before_signing_in_is_the_same_player(playing: str) -> None:
    game.play(game.issue(ADA, 1))

    assert game.joined(ADA) == game.player(ADA)
    assert game.rows("select count(*), sum(xp) from player") == [(1, 25)]


def test_a_new_login_and_name_are_taken_over_and_the_number_stays(playing: str) -> None:
    before = game.joined(ADA)
    game.joined(Account(ADA.number, "ada-renamed"))

    assert game.rows("select id, login, name from player") == [(before, "ada-renamed", "Ada-Renamed")]


def test_a_login_taken_over_by_somebody_else_is_somebody_else(playing: str) -> None:
    assert game.joined(ADA) != game.joined(Account(5, ADA.login))


def test_only_the_hash_of_a_token_is_kept(playing: str) -> None:
    game.joined(ADA, token="secret")

    (stored,) = game.rows("select token_hash from web_session")[0]
    assert stored == players.token_hash("secret")
    assert b"secret" not in stored


def test_nobody_is_signed_in_by_an_unknown_token(playing: str) -> None:
    game.joined(ADA, token="secret")

    assert who_is("secre") is None
    assert who_is("") is None


def test_a_session_ends_after_its_lifetime(playing: str) -> None:
    game.joined(ADA, token="secret")
    days = players.SESSION_LIFETIME / timedelta(days=1)

    assert who_is("secret", days=days - 0.001) is not None
    assert who_is("secret", days=days) is None


def test_sessions_that_are_over_are_cleared_away(playing: str) -> None:
    game.joined(ADA, token="old")
    game.joined(ADA, token="new", now=game.later(days=31))

    assert game.rows("select count(*) from web_session") == [(1,)]


def test_a_session_in_use_is_noted_every_ten_minutes_at_most(playing: str) -> None:
    game.joined(ADA, token="here")
    game.joined(BEN, token="there")

    def here(minutes: int) -> datetime:
        session.write(players.seen, "here", now=game.later(minutes=minutes))
        (mine,) = session.read(queries.sessions, game.player(ADA), "here")
        return mine.seen_at

    assert [here(9), here(11), here(20), here(22)] == [NOW, *[game.later(minutes=11)] * 2, game.later(minutes=22)]
    (other,) = session.read(queries.sessions, game.player(BEN), None)
    assert other.seen_at == NOW


def test_signing_out_closes_this_browser_and_no_other(playing: str) -> None:
    ada = game.joined(ADA, token="here")
    game.joined(ADA, token="there")
    (closed,) = session.write(players.sign_out, "here")

    assert isinstance(closed, SessionRevoked)
    assert closed.player_id == ada
    assert who_is("here") is None
    assert who_is("there") is not None
    assert session.write(players.sign_out, "here") == []


def test_one_can_close_ones_own_sessions_from_elsewhere(playing: str) -> None:
    ada = game.joined(ADA, token="lost phone")
    lost = who_is("lost phone")
    assert lost is not None
    session.write(players.revoke_session, lost.session_id, actor_id=ada, now=NOW)

    assert who_is("lost phone") is None
    with pytest.raises(NotFound, match="already"):
        session.write(players.revoke_session, lost.session_id, actor_id=ada, now=NOW)
    assert game.rows("select count(*) from audit") == [(0,)]


def test_somebody_elses_session_is_closed_by_admins_only_and_that_is_on_record(playing: str) -> None:
    ada, admin, ben = game.joined(ADA, token="ada"), game.an_admin(), game.joined(BEN)
    signed_in = who_is("ada")
    assert signed_in is not None
    with pytest.raises(Forbidden):
        session.write(players.revoke_session, signed_in.session_id, actor_id=ben, now=NOW)
    session.write(players.revoke_session, signed_in.session_id, actor_id=admin, now=NOW)

    assert who_is("ada") is None
    assert game.rows("select actor_id, subject from audit where action = 'session.revoked'") == [(admin, str(ada))]


def test_a_player_sees_where_he_is_signed_in(playing: str) -> None:
    ada = game.joined(ADA, token="here")
    game.joined(ADA, token="there", now=game.later(minutes=1))
    game.joined(BEN)
    game.by_hand(playing, "update web_session set expires_at = now() + interval '1 day'")
    found = session.read(queries.sessions, ada, "here")

    assert [one.current for one in found] == [False, True]
    assert all(one.user_agent == "a browser" for one in found)


@pytest.mark.parametrize("kind", [PersonKind.BOT, PersonKind.AGENT])
def test_a_bot_can_neither_sign_in_nor_stay_signed_in(playing: str, kind: PersonKind) -> None:
    ada = game.joined(ADA, token="secret")
    session.write(players.set_kind, ada, kind=kind, actor_id=game.an_admin(), now=NOW)

    assert who_is("secret") is None
    with pytest.raises(Refused, match="cannot sign in"):
        game.joined(ADA)


def test_settings_make_an_admin_once_and_on_record(playing: str) -> None:
    game.joined(ADA, admin=True)
    ada = game.joined(ADA, admin=True)

    assert game.rows("select action, actor_id, subject from audit") == [("player.made_admin", None, str(ada))]


def test_an_admin_who_is_no_longer_in_the_settings_stays_one(playing: str) -> None:
    game.joined(ADA, admin=True)
    game.joined(ADA, token="again", admin=False)
    again = who_is("again")

    assert again is not None
    assert again.is_admin


def test_an_admin_gives_and_takes_the_role(playing: str) -> None:
    admin, ada = game.an_admin(), game.joined(ADA)
    for given in (True, False):
        assert session.write(players.set_admin, ada, admin=given, actor_id=admin, now=NOW) == [PlayerChanged(ada)]
        assert game.rows("select is_admin from player where id = %s", ada) == [(given,)]

    actions = [row[0] for row in game.rows("select action from audit where actor_id = %s order by id", admin)]
    assert actions == ["player.made_admin", "player.no_longer_admin"]


def test_nobody_takes_the_role_from_himself(playing: str) -> None:
    admin = game.an_admin()

    with pytest.raises(Refused, match="another admin"):
        session.write(players.set_admin, admin, admin=False, actor_id=admin, now=NOW)


def test_an_admin_cannot_call_himself_a_bot(playing: str) -> None:
    """He would lock himself out, and with him perhaps the last admin."""
    admin = game.an_admin()

    with pytest.raises(Refused, match="another admin"):
        session.write(players.set_kind, admin, kind=PersonKind.BOT, actor_id=admin, now=NOW)


def test_an_admin_who_was_called_a_bot_has_no_power(playing: str) -> None:
    admin, ada = game.an_admin(), game.joined(ADA, admin=True)
    session.write(players.set_kind, ada, kind=PersonKind.AGENT, actor_id=admin, now=NOW)

    with pytest.raises(Forbidden):
        session.write(players.set_kind, ada, kind=PersonKind.HUMAN, actor_id=ada, now=NOW)


@pytest.mark.parametrize("verb", ["role", "kind"])
def test_two_admins_who_depose_each_other_at_once_leave_one(playing: str, verb: str) -> None:
    ada, ben = game.joined(ADA, admin=True), game.joined(BEN, admin=True)
    both_ready, refused = threading.Barrier(2), []

    def depose(actor: UUID, other: UUID) -> None:
        both_ready.wait()
        try:
            if verb == "role":
                session.write(players.set_admin, other, admin=False, actor_id=actor, now=NOW)
            else:
                session.write(players.set_kind, other, kind=PersonKind.BOT, actor_id=actor, now=NOW)
        except QuestboardError as error:
            refused.append(error)

    for _ in range(10):
        game.by_hand(playing, "update player set is_admin = true, kind = 'human'")
        rivals = [threading.Thread(target=depose, args=pair) for pair in ((ada, ben), (ben, ada))]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()
        assert game.rows("select count(*) from player where is_admin and kind = 'human'") == [(1,)]
    assert {type(error) for error in refused} == {Forbidden}
    assert len(refused) == 10


def test_calling_an_account_a_bot_is_on_record(playing: str) -> None:
    admin, ada = game.an_admin(), game.joined(ADA)
    session.write(players.set_kind, ada, kind=PersonKind.BOT, actor_id=admin, now=NOW)

    assert game.rows("select actor_id, subject, details from audit where action = 'player.kind'") == [
        (admin, str(ada), {"from": "human", "to": "bot"})
    ]


@pytest.mark.parametrize(
    "verb",
    [
        lambda actor, player: session.write(players.set_admin, player, admin=True, actor_id=actor, now=NOW),
        lambda actor, player: session.write(players.set_kind, player, kind=PersonKind.BOT, actor_id=actor, now=NOW),
    ],
    ids=["role", "kind"],
)
def test_only_an_admin_may(playing: str, verb: Callable[[UUID, UUID], object]) -> None:
    ada, ben = game.joined(ADA), game.joined(BEN)
    before = game.rows("select id, is_admin, kind from player order by id")

    for actor, player in ((ada, ben), (ada, ada), (uuid4(), ada)):
        with pytest.raises(Forbidden):
            verb(actor, player)
    assert game.rows("select id, is_admin, kind from player order by id") == before


def test_a_player_who_does_not_exist_is_not_found(playing: str) -> None:
    admin = game.an_admin()

    verbs: list[Callable[[], object]] = [
        lambda: session.write(players.set_admin, uuid4(), admin=True, actor_id=admin, now=NOW),
        lambda: session.write(players.set_kind, uuid4(), kind=PersonKind.BOT, actor_id=admin, now=NOW),
        lambda: session.write(players.change_profile, uuid4(), timezone="UTC", hidden=True, now=NOW),
    ]
    for verb in verbs:
        with pytest.raises(NotFound, match="no such player"):
            verb()


def test_a_zone_that_does_not_exist_is_refused_at_its_field(playing: str) -> None:
    ada = game.joined(ADA)

    with pytest.raises(Invalid) as refused:
        session.write(players.change_profile, ada, timezone="Mars/Olympus", hidden=False, now=NOW)
    assert refused.value.fields == {"timezone": "There is no such time zone."}


def test_the_zones_a_player_lived_in_are_kept(playing: str) -> None:
    ada = game.joined(ADA)
    for zone in ("UTC", "Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin"):
        events = session.write(players.change_profile, ada, timezone=zone, hidden=False, now=NOW)
        assert events == [PlayerChanged(ada)]

    (zones,) = game.rows("select zones from player")[0]
    assert [name for _, name in zones] == ["UTC", "Asia/Tokyo", "Europe/Berlin"]
    assert session.read(queries.player_card, ada, now=NOW).timezone == "Europe/Berlin"


def test_whoever_takes_a_break_is_not_ranked_or_told_what_to_do_and_loses_nothing(playing: str) -> None:
    game.on_board("all", period="all")
    game.play(game.merged(ADA, 1))
    ada, before = game.player(ADA), game.xp(ADA)

    def rest(*, paused: bool) -> None:
        session.write(players.change_profile, ada, timezone="UTC", hidden=False, paused=paused, now=NOW)

    def ranked() -> list[UUID]:
        return [row.player_id for row in session.read(boards.board, "all", now=NOW).rows]

    def suggested() -> object:
        card = session.read(queries.player_card, ada, now=NOW)
        return session.read(recommendations.recommendations, ada, (), card.streak, now=NOW)

    assert ranked() == [ada]
    assert suggested() is not None
    rest(paused=True)
    assert ranked() == []
    assert suggested() is None
    game.play(game.merged(ADA, 2))
    assert game.xp(ADA) > before
    assert ranked() == []
    assert not game.broken()
    rest(paused=False)
    assert ranked() == [ada]
