"""Coins: earned with missions, spent once, taken back as far as they are there, and moved with an account."""

from concurrent.futures import ThreadPoolExecutor
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import pytest
from psycopg.errors import CheckViolation
from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import DomainEvent, MissionCompleted, StepCompleted, XpAwarded
from domain.services import coins, correcting, quests, shop
from domain.specs import (
    Aggregate,
    BadgeTier,
    Condition,
    Kind,
    MissionSpec,
    OfferSpec,
    RewardKind,
    RewardSpec,
    Step,
    Tier,
    Window,
)
from domain.store import session
from domain.store.queries import explain, export, feed, players
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.domain.services.test_merging import is_replayed, merge

pytestmark = pytest.mark.usefixtures("playing")


def has(player: UUID) -> int:
    found: int = game.rows("select coins from player where id = %s", player)[0][0]
    return found


def earned(player: UUID) -> int:
    rows = game.rows("select sum(sum) from metric_day where metric = 'coins.earned' and player_id = %s", player)
    return int(rows[0][0] or 0)


def offer(price: int) -> None:
    mug = RewardSpec(kind=RewardKind.ITEM, reference="Mug")
    session.write(shop.put, OfferSpec(id="mug", title="A mug", price=price, gives=mug), actor_id=None, now=NOW)


def buy(player: UUID, price: int, key: str = "a") -> list[DomainEvent]:
    """Somebody buys a mug at that price. The same `key` is the same purchase."""
    offer(price)
    return session.write(shop.buy, uuid5(NAMESPACE_OID, key), "mug", player_id=player, now=later(minutes=10))


def rich(amount: int = 10) -> tuple[UUID, UUID]:
    """(Ada, the mission that made her rich)."""
    mission = game.published(game.mission(1, xp=40, coins=amount))
    game.play(game.batch({"key": "a"}))
    return game.player(ADA), mission


def test_a_mission_gives_coins_beside_its_xp_and_says_so(playing: str) -> None:
    mission = game.published(game.mission(1, xp=40, coins=5))

    events = game.play(game.batch({"key": "a"}))

    ada = game.player(ADA)
    assert [(one.xp, one.coins) for one in game.only(MissionCompleted, events)] == [(40, 5)]
    assert [(one.amount, one.coins) for one in game.only(XpAwarded, events)] == [(40, 5)]
    assert (game.xp(ADA), has(ada), earned(ada), game.card(mission).coins) == (40, 5, 5, 5)
    assert game.rows("select text from notification where kind = 'mission'") == [
        ("Mission completed. +40 XP · +5 coins",)
    ]
    (line,) = session.read(feed.feed, player_id=ada)
    assert (line.amount, line.coins) == (40, 5)
    assert session.read(explain.explain_entry, line.id, player_id=ada).title == "+40 XP · +5 coins"
    assert [row["coins"] for row in session.read(export.everything, ada)["xp"]] == [5]
    assert game.broken() == []
    assert is_replayed(playing)


def test_coins_alone_are_a_reward_too(playing: str) -> None:
    game.published(game.mission(1, xp=0, coins=1))

    events = game.play(game.batch({"key": "a"}))

    assert [(one.xp, one.coins) for one in game.only(MissionCompleted, events)] == [(0, 1)]
    assert (game.xp(ADA), has(game.player(ADA))) == (0, 1)
    assert game.broken() == []
    assert is_replayed(playing)


def test_tiers_and_steps_give_coins(playing: str) -> None:
    tiers = tuple(
        Tier(tier=tier, threshold=threshold, coins=threshold)
        for tier, threshold in ((BadgeTier.BRONZE, 1), (BadgeTier.GOLD, 2))
    )
    goal = Condition(metric="ticket.solved", threshold=2)
    game.published(MissionSpec(title="Heights", kind=Kind.ACHIEVEMENT, requirement=goal, tiers=tiers))
    step = Step(title="One", requirement=Condition(metric="ticket.solved", threshold=1), coins=7)
    quest = game.published(MissionSpec(title="Quest", kind=Kind.QUEST, steps=(step,), coins=20))
    ada = game.joined(ADA, now=later(hours=-2))
    session.write(quests.accept, quest, player_id=ada, now=later(hours=-1))

    events = game.play(game.batch({"key": "a"}, {"key": "b"}))

    assert has(ada) == earned(ada) == 1 + 2 + 7 + 20
    assert [one.coins for one in game.only(StepCompleted, events)] == [7]
    assert game.broken() == []
    assert is_replayed(playing)


def test_earning_coins_is_work_for_other_missions(playing: str) -> None:
    earn = Condition(metric="coins.earned", aggregate=Aggregate.SUM, threshold=10)
    saver = game.published(MissionSpec(title="Saver", requirement=earn, window=Window.WEEKLY, xp=5))
    ada, _ = rich(10)

    assert game.card(saver).completed_at is not None
    assert game.xp(ADA) == 45
    buy(ada, 10)
    assert (has(ada), earned(ada)) == (0, 10)
    assert game.broken() == []


def test_who_completed_earlier_than_thought_has_his_coins_on_that_day(playing: str) -> None:
    game.published(game.mission(2, xp=0, coins=5))
    game.play(game.batch({"key": "a"}, {"key": "b"}))
    early = later(days=-3)

    game.play(game.batch(*({"key": key, "occurred_at": early.isoformat()} for key in "cd")))

    days = game.rows("select day, sum from metric_day where metric = 'coins.earned' and sum <> 0")
    assert days == [(early.date(), 5)]
    assert has(game.player(ADA)) == 5
    assert game.broken() == []
    assert is_replayed(playing)


def test_what_is_bought_is_paid_once_and_never_with_more_than_there_is() -> None:
    ada, _ = rich(10)

    assert buy(ada, 7)
    assert buy(ada, 7) == []
    with pytest.raises(Refused, match="You have 3 coins; this costs 4"):
        buy(ada, 4, "b")
    with pytest.raises(NotFound):
        buy(uuid4(), 1, "c")

    assert (has(ada), earned(ada), game.xp(ADA)) == (3, 10, 40)
    assert game.rows("select cause, amount, coins from xp_entry order by id desc limit 1") == [("purchase", 0, -7)]
    assert game.broken() == []


def test_what_somebody_buys_is_nobody_elses_business() -> None:
    ada, _ = rich(10)
    buy(ada, 7)

    newest = session.read(feed.feed, player_id=ada)[0]
    assert (newest.text, newest.coins) == ("bought A mug", -7)
    assert [one.coins for one in session.read(feed.feed, player_id=None)] == [10]


def test_coins_come_back_once(playing: str) -> None:
    ada, _ = rich(10)
    buy(ada, 7)
    mug, admin = uuid5(NAMESPACE_OID, "a"), game.an_admin()

    assert session.write(shop.refund, mug, reason="It broke.", actor_id=admin, now=later(minutes=20))
    with pytest.raises(Refused, match="nothing to give back"):
        session.write(shop.refund, mug, reason="It broke.", actor_id=admin, now=later(minutes=21))

    assert (has(ada), earned(ada)) == (10, 10)
    assert game.broken() == []
    assert is_replayed(playing)


def test_the_last_coins_are_spent_by_one_of_many() -> None:
    ada, _ = rich(10)
    offer(4)

    def tries(place: int) -> bool:
        try:
            return bool(buy(ada, 4, str(place)))
        except Refused:
            return False

    with ThreadPoolExecutor(8) as crowd:
        bought = list(crowd.map(tries, range(8)))

    assert sum(bought) == 2
    assert has(ada) == 2
    assert game.broken() == []


def test_the_database_itself_lets_no_balance_be_negative() -> None:
    ada, _ = rich(1)

    def cheat(db: Session) -> list[DomainEvent]:
        return coins.move(db, ada, -2, cause_id="x", grant_key="x", factors={"title": "x"}, now=NOW)

    with pytest.raises(Exception, match="player_coins_bounded") as found:
        session.write(cheat)
    assert isinstance(getattr(found.value, "orig", found.value), CheckViolation)


def test_a_completion_that_is_taken_back_takes_the_coins_that_are_left(playing: str) -> None:
    ada, mission = rich(10)
    buy(ada, 7)

    session.write(
        correcting.reverse, mission, ada, "once", reason="A test.", actor_id=game.an_admin(), now=later(minutes=30)
    )

    assert (has(ada), game.xp(ADA)) == (0, 0)
    assert game.rows("select coins, factors ->> 'spent' from xp_entry where cause = 'correction'") == [(-3, "7")]
    (line, *_) = session.read(feed.feed, player_id=ada)
    assert line.why == "A test. · 7 of its coins were spent before and stay spent"
    explanation = session.read(explain.explain_entry, line.id, player_id=ada)
    assert "7 of its coins had been spent" in explanation.sentences[1]
    assert game.rows("select coins from reversal") == [(3,)]
    assert game.broken() == []
    game.solve("b", by=BEN, at=later(hours=1))
    assert is_replayed(playing)


def test_all_of_them_go_when_nothing_was_spent(playing: str) -> None:
    ada, mission = rich(10)

    session.write(
        correcting.reverse, mission, ada, "once", reason="A test.", actor_id=game.an_admin(), now=later(minutes=30)
    )

    assert (has(ada), earned(ada)) == (0, 0)
    assert game.rows("select factors ? 'spent' from xp_entry where cause = 'correction'") == [(False,)]
    assert game.broken() == []
    assert is_replayed(playing)


def test_coins_and_what_was_spent_of_them_move_with_an_account(playing: str) -> None:
    game.published(game.mission(1, xp=0, coins=10))
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}))
    ada, ben = game.player(ADA), game.player(BEN)
    buy(ben, 4)

    merge(into=ada, source=ben)

    assert (has(ada), has(ben)) == (16, 0)
    assert (earned(ada), earned(ben)) == (20, 0)
    assert game.broken() == []
    assert is_replayed(playing)


def test_a_game_without_coins_does_not_speak_of_them() -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    ada = game.player(ADA)

    assert session.read(players.player_card, ada, now=NOW).coins is None
    game.published(game.mission(1, xp=0, coins=3))
    game.play(game.batch({"key": "b", "person": game.who(BEN)}))
    assert session.read(players.player_card, ada, now=NOW).coins == 0
    assert session.read(players.player_card, game.player(BEN), now=NOW).coins == 3
