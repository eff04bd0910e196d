"""Following, being followed, and being friends."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, FollowsChanged, InboxChanged
from domain.services import follows, players
from domain.store import session
from domain.store.queries import friends, notifications
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW
from tests.domain.services.test_merging import merge

pytestmark = pytest.mark.usefixtures("playing")


@pytest.fixture(autouse=True)
def everybody(playing: str) -> tuple[UUID, UUID, UUID]:
    ada, ben, cam = (game.joined(account) for account in (ADA, BEN, CAM))
    return ada, ben, cam


def do(verb: Callable[..., list[DomainEvent]], other: UUID, by: UUID) -> list[DomainEvent]:
    return session.write(verb, other, actor_id=by, now=NOW)


def notes(player: UUID) -> list[tuple[str, str]]:
    return [(n.title, n.text) for n in session.read(notifications.inbox, player) if n.kind == "follow"]


def hide(player: UUID, *, hidden: bool = True) -> None:
    session.write(players.change_profile, player, timezone="UTC", hidden=hidden, now=NOW)


def test_two_who_follow_each_other_are_friends(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    assert do(follows.follow, ben, ada) == [FollowsChanged(ada), FollowsChanged(ben), InboxChanged(ben)]
    assert session.read(friends.friends_of, ada) == set()

    do(follows.follow, ada, ben)
    do(follows.follow, cam, ada)

    assert session.read(friends.friends_of, ada) == {ben}
    assert session.read(friends.friends_of, ben) == {ada}
    page = session.read(friends.page, ada)
    assert [(line.id, line.friend) for line in page.followed] == [(ben, True), (cam, False)]
    assert {one.id for one in page.others} == {ben, cam}
    do(follows.unfollow, ben, ada)
    assert session.read(friends.friends_of, ben) == set()


def test_whoever_is_followed_is_told_once(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    for _ in range(2):
        do(follows.follow, ben, ada)
        do(follows.unfollow, ben, ada)
    assert notes(ben) == [(f"{name(ada)} follows you", "Follow back, and you are friends.")]
    do(follows.follow, ben, ada)
    do(follows.follow, ada, ben)
    assert notes(ada) == [(f"{name(ben)} follows you", "You are friends now.")]


def test_nobody_follows_himself_or_somebody_who_is_not_there(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    with pytest.raises(Refused, match="yourself"):
        do(follows.follow, ada, ada)
    with pytest.raises(NotFound):
        do(follows.follow, uuid4(), ada)
    with pytest.raises(Refused, match="That is you"):
        do(follows.refuse, ada, ada)
    hide(ben)
    for verb in (follows.follow, follows.refuse):
        with pytest.raises(NotFound):
            do(verb, ben, ada)
    assert {one.id for one in session.read(friends.page, ada).others} == {cam}


def test_whoever_hides_is_nobodys_friend_to_see_and_comes_back_as_he_was(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    do(follows.follow, ben, ada)
    do(follows.follow, ada, ben)
    hide(ben)

    assert session.read(friends.friends_of, ada) == set()
    assert session.read(friends.friends_of, ben) == {ada}
    assert session.read(friends.page, ada).followed == session.read(friends.page, ada).followers == ()
    assert notes(ada) == [("Somebody follows you", "You are friends now.")]
    with pytest.raises(NotFound):
        session.read(friends.profile, ben, ada, now=NOW)
    assert session.read(friends.profile, ben, ben, now=NOW).id == ben

    hide(ben, hidden=False)
    assert session.read(friends.friends_of, ada) == {ben}


def test_a_hidden_follower_is_not_announced(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    hide(ada)
    assert InboxChanged(ben) not in do(follows.follow, ben, ada)
    assert notes(ben) == []
    assert session.read(friends.page, ben).followers == ()
    assert [line.id for line in session.read(friends.page, ada).followed] == [ben]


def test_a_follower_can_be_removed_refused_and_let_in_again(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    do(follows.follow, ben, ada)
    do(follows.refuse, ada, ben)

    assert session.read(friends.page, ben).followers == ()
    assert [line.id for line in session.read(friends.page, ben).refused] == [ada]
    assert session.read(friends.profile, ben, ada, now=NOW).refused
    with pytest.raises(Refused, match="rather not"):
        do(follows.follow, ben, ada)
    assert do(follows.unfollow, ben, ada) == []
    with pytest.raises(Refused, match="rather not"):
        do(follows.follow, ben, ada)

    do(follows.allow, ada, ben)
    assert session.read(friends.page, ben).followers == ()
    do(follows.follow, ben, ada)
    assert [line.id for line in session.read(friends.page, ben).followers] == [ada]
    assert do(follows.allow, ada, ben) == []


def test_somebody_can_be_refused_before_he_ever_follows(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    do(follows.refuse, ada, ben)
    with pytest.raises(Refused, match="rather not"):
        do(follows.follow, ben, ada)


def test_a_profile_shows_what_its_player_lets_be_seen(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, _ = everybody
    game.published(game.mission(1, badge_id="first-light"))
    game.solve("t1", by=BEN)
    view = session.read(friends.profile, ben, ada, now=NOW)
    assert [badge.id for badge in view.badges] == ["first-light"]
    assert view.streak is None

    session.write(
        players.change_profile, ben, timezone="UTC", hidden=False, shows_badges=False, shows_streak=True, now=NOW
    )
    view = session.read(friends.profile, ben, ada, now=NOW)
    assert view.badges == ()
    assert view.streak == 1


def test_follows_go_along_when_accounts_are_merged(everybody: tuple[UUID, UUID, UUID]) -> None:
    ada, ben, cam = everybody
    do(follows.follow, ben, ada)
    do(follows.follow, ada, ben)
    do(follows.follow, ben, cam)
    do(follows.follow, cam, ben)
    merge(into=cam, source=ben)

    assert session.read(friends.friends_of, ada) == {cam}
    assert session.read(friends.friends_of, cam) == {ada}
    assert game.rows("select count(*) from follow where %s in (follower_id, followed_id)", ben) == [(0,)]


def name(player: UUID) -> str:
    found: str = game.rows("select name from player where id = %s", player)[0][0]
    return found
