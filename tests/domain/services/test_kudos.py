"""One person thanks another."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from domain.errors import Invalid, NotFound, Refused
from domain.events import InboxChanged, KudosSaid
from domain.services import kudos as verbs
from domain.services import players
from domain.specs import Aggregate, Condition, MissionSpec, PersonKind
from domain.store import session
from domain.store.queries import kudos as queries
from domain.store.queries import notifications
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW, later
from tests.domain.services.test_merging import is_replayed, merge

pytestmark = pytest.mark.usefixtures("playing")


@pytest.fixture(autouse=True)
def everybody(playing: str) -> None:
    for account in (ADA, BEN, CAM):
        game.joined(account)


def thank(
    text: str = "You found the race.", *, by: UUID | None = None, to: UUID | None = None, kudos: UUID | None = None,
    at: datetime = NOW,
) -> Sequence[object]:  # fmt: skip
    return session.write(
        verbs.thank,
        kudos or uuid4(),
        to or game.player(BEN),
        text,
        actor_id=by or game.player(ADA),
        now=at,
    )


def test_whoever_is_thanked_is_told_and_both_are_seen() -> None:
    ben, same = game.player(BEN), uuid4()
    assert thank("  You found\n the race. ", kudos=same) == [InboxChanged(ben), KudosSaid(ben)]
    assert thank(kudos=same) == []

    (note,) = session.read(notifications.inbox, ben, limit=5, before=None)
    page = session.read(queries.page, game.player(CAM), now=NOW)

    names = dict(game.rows("select login, name from player"))
    assert (note.title, note.text) == (f"{names[ADA.login]} thanks you", "You found the race.")
    assert [(one.giver, one.receiver) for one in page.said] == [(names[ADA.login], names[BEN.login])]
    assert session.read(queries.page, game.player(ADA), now=NOW).left == 4


def test_missions_count_thanks_and_a_replay_counts_them_again(playing: str) -> None:
    by_two = Condition(metric="kudos.received", aggregate=Aggregate.DISTINCT, dimension="from", threshold=2)
    game.published(MissionSpec(title="Thanked by two", requirement=by_two, xp=40))
    thank()
    thank(by=game.player(CAM))
    game.apply(now=later(minutes=1))

    assert game.xp(BEN) == 40
    assert not game.broken()
    assert is_replayed(playing)


def test_thanks_that_were_said_before_accounts_were_merged_stay_with_the_person(playing: str) -> None:
    thank()
    game.apply(now=later(minutes=1))
    merge(into=game.player(CAM), source=game.player(BEN))

    thank(to=game.player(CAM), by=game.player(ADA), at=later(days=7))
    game.apply(now=later(days=7))

    received = game.rows(
        "select count(*) from activity where metric = 'kudos.received' and player_id = %s", game.player(CAM)
    )
    assert received == [(2,)]
    assert is_replayed(playing)


def test_limits_are_kept_in_a_sentence() -> None:
    thank()
    with pytest.raises(Refused, match="Once a week"):
        thank("Again!")
    with pytest.raises(Refused, match="yourself"):
        thank(to=game.player(ADA))
    with pytest.raises(NotFound):
        thank(to=uuid4())
    with pytest.raises(Invalid, match="check the input"):
        thank("   ", to=game.player(CAM))
    with pytest.raises(Invalid, match="check the input"):
        thank("x" * 281, to=game.player(CAM))


def test_a_bot_is_not_thanked() -> None:
    session.write(players.set_kind, game.player(BEN), kind=PersonKind.BOT, actor_id=game.an_admin(), now=NOW)
    with pytest.raises(NotFound):
        thank()


def test_who_hides_cannot_be_found_to_be_thanked_and_what_was_said_is_seen_by_the_two() -> None:
    thank()
    session.write(players.change_profile, game.player(BEN), timezone="UTC", hidden=True, now=NOW)

    with pytest.raises(NotFound):
        thank(by=game.player(CAM))
    assert game.player(BEN) not in {one.id for one in session.read(queries.page, game.player(CAM), now=NOW).others}
    assert len(session.read(queries.page, game.player(BEN), now=NOW).said) == 1
    assert len(session.read(queries.page, game.player(ADA), now=NOW).said) == 1
    assert session.read(queries.page, game.player(CAM), now=NOW).said == ()
