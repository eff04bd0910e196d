"""Two accounts of one person, before and after they are merged."""

from uuid import UUID, uuid4

import pytest

from app import replay
from domain.errors import Forbidden, NotFound, Refused
from domain.services import closing as verbs
from domain.services import correcting, merging, players, teams
from domain.specs import PersonKind, Scope, Window
from domain.store import session
from domain.store.queries import badges, cards, closing
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later

pytestmark = pytest.mark.usefixtures("playing")


def merge(*, into: UUID, source: UUID, admin: UUID | None = None) -> None:
    session.write(merging.merge, source, into, actor_id=admin or game.an_admin(), now=later(minutes=30))


def is_replayed(url: str) -> bool:
    session.dispose()
    said: list[str] = []
    same = replay.run(url, fresh=True, keep=False, say=said.append, progress=lambda _, __: None)
    session.configure(url)
    assert same, said
    return same


def test_work_xp_badges_and_later_deliveries_are_one_players(playing: str) -> None:
    game.play(game.merged(ADA, 1), game.reviewed(BEN, 2), game.merged(BEN, 3))
    ada, ben = game.player(ADA), game.player(BEN)
    together = game.xp(ADA) + game.xp(BEN)
    earned = {view.id for view in session.read(badges.badges, ben) if view.earned_at}

    merge(into=ada, source=ben)
    assert game.player(BEN) == ada
    assert game.xp(ADA) == together
    assert game.rows("select xp, kind, hidden from player where id = %s", ben) == [(0, "merged", True)]
    assert earned <= {view.id for view in session.read(badges.badges, ada) if view.earned_at}

    game.play(game.reviewed(BEN, 4, at=later(hours=1)), now=later(hours=1))
    assert game.xp(ADA) > together
    assert not game.broken()
    assert is_replayed(playing)


def test_what_was_under_way_is_counted_from_the_work_of_both(playing: str) -> None:
    mission = game.published(game.mission(4, xp=40, window=Window.WEEKLY))
    game.play(game.batch({"key": "a"}, {"key": "b"}, {"key": "c", "person": game.who(BEN)}))
    ada, ben = game.player(ADA), game.player(BEN)

    merge(into=ada, source=ben)
    card = session.read(cards.mission_card, ada, mission, now=NOW)
    assert (card.line, card.completed_at) == ("3 of 4 solved tickets", None)

    game.play(game.batch({"key": "d", "person": game.who(BEN)}), now=later(hours=1))
    assert session.read(cards.mission_card, ada, mission, now=NOW).completed_at is not None
    assert not game.broken()
    assert is_replayed(playing)


def test_two_halves_complete_a_mission_when_they_come_together(playing: str) -> None:
    game.published(game.mission(2, xp=40))
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}))
    before = game.xp(ADA) + game.xp(BEN)

    merge(into=game.player(ADA), source=game.player(BEN))

    assert game.xp(ADA) == before + 40
    assert not game.broken()
    assert is_replayed(playing)


def test_a_window_that_both_completed_is_not_paid_again(playing: str) -> None:
    game.published(game.mission(1, xp=40))
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}))
    before = game.xp(ADA) + game.xp(BEN)

    merge(into=game.player(ADA), source=game.player(BEN))

    assert game.xp(ADA) == before
    assert not game.broken()
    assert is_replayed(playing)


def test_what_a_merged_account_completed_too_is_taken_back_from_who_carries_on(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission(1, xp=40))
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}))
    ada, ben = game.player(ADA), game.player(BEN)
    merge(into=ada, source=ben, admin=admin)
    before = game.xp(ADA)

    session.write(correcting.reverse, mission, ben, "once", reason="Twice.", actor_id=admin, now=later(hours=1))

    assert game.xp(ADA) == before - 40
    assert game.rows("select xp from player where id = %s", ben) == [(0,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_what_only_a_merged_account_completed_is_taken_back_under_its_name(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40, coins=3))
    game.solve("a", by=BEN)
    ada, ben = game.joined(ADA), game.player(BEN)
    merge(into=ada, source=ben)
    assert game.xp(ADA) == 40

    session.write(
        correcting.reverse, mission, ada, "once", reason="A test.", actor_id=game.an_admin(), now=later(hours=1)
    )

    assert game.rows("select xp, coins from player where id = %s", ada) == [(0, 0)]
    assert not game.broken()
    assert is_replayed(playing)


def test_work_of_a_merged_account_that_is_withdrawn_is_taken_from_who_carries_on(playing: str) -> None:
    counts_xp = game.published(game.mission(70, metric="xp.earned", aggregate="sum", xp=40, window=Window.WEEKLY))
    game.play(game.reviewed(BEN, 1), game.reviewed(BEN, 2), game.issue(ADA, 3))
    ada, ben = game.player(ADA), game.player(BEN)
    merge(into=ada, source=ben)
    before = game.xp(ADA)
    assert session.read(cards.mission_card, ada, counts_xp, now=NOW).completed_at is not None

    game.play(game.dismissed(BEN, 1, at=later(hours=1)), now=later(hours=1))
    assert game.xp(ADA) == before - 30
    game.play(game.reviewed(BEN, 4, at=later(hours=2)), now=later(hours=2))
    game.play(game.dismissed(BEN, 2, at=later(hours=3)), now=later(hours=3))

    assert game.xp(ADA) == before - 30
    assert game.rows("select xp from player where id = %s", ben) == [(0,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_merged_account_stays_merged() -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    admin, ben = game.an_admin(), game.player(BEN)
    merge(into=game.player(ADA), source=ben, admin=admin)

    with pytest.raises(Refused, match="was merged into another one"):
        session.write(players.set_kind, ben, kind=PersonKind.HUMAN, actor_id=admin, now=later(hours=1))
    with pytest.raises(Refused, match="was merged into another one"):
        session.write(players.set_admin, ben, admin=True, actor_id=admin, now=later(hours=1))


def test_work_for_a_team_stays_with_the_team(playing: str) -> None:
    admin, team = game.an_admin(), uuid4()
    ben = game.joined(BEN, now=game.LONG_AGO)
    session.write(teams.create, team, "owls", "Owls", actor_id=admin, now=game.LONG_AGO)
    session.write(teams.join, team, ben, actor_id=admin, now=game.LONG_AGO)
    mission = game.published(game.mission(3, xp=40, scope=Scope.TEAM), admin=admin)
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}, {"key": "c", "person": game.who(BEN)}))
    ada = game.player(ADA)

    merge(into=ada, source=ben, admin=admin)
    game.play(game.batch({"key": "d", "person": game.who(BEN)}), now=later(hours=1))

    for pair in session.read(closing.owed):
        session.write(verbs.pay, pair, now=later(hours=2))
    card = session.read(cards.mission_card, ada, mission, now=NOW)
    assert (card.team, card.completed_at is not None) == ("Owls", True)
    assert is_replayed(playing)


def test_what_came_in_before_is_applied_before() -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    game.accept(game.merged(BEN, 3))

    with pytest.raises(Refused, match="in a moment"):
        merge(source=game.player(BEN), into=game.player(ADA))


def test_nobody_merges_himself_or_what_is_not_there() -> None:
    admin = game.an_admin()
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    ada, ben = game.player(ADA), game.player(BEN)
    for source, into in ((admin, ada), (ada, admin), (ada, ada)):
        with pytest.raises(Refused):
            merge(source=source, into=into, admin=admin)
    with pytest.raises(Forbidden):
        merge(source=ada, into=ben, admin=ada)
    with pytest.raises(NotFound):
        merge(source=uuid4(), into=ben, admin=admin)
    merge(source=ada, into=ben, admin=admin)
    with pytest.raises(NotFound):
        merge(source=ada, into=ben, admin=admin)
