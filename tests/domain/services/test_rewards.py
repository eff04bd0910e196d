"""Rewards besides XP and a badge: given at once or claimed by hand, lost, and taken back."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import BadgeEarned, RewardGranted
from domain.services import correcting, merging, quests, rewards, shop
from domain.specs import Aggregate, Condition, MissionSpec, OfferSpec, RewardSpec
from domain.store import session
from domain.store.queries import badges, feed
from domain.store.queries import rewards as shown
from domain.store.rewards import Grant, id_of
from domain.views import RewardsPage
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")

XP: dict[str, Any] = {"kind": "xp", "amount": 70}
COINS: dict[str, Any] = {"kind": "coins", "amount": 30}
BADGE: dict[str, Any] = {"kind": "badge", "reference": "polyglot"}
TITLE: dict[str, Any] = {"kind": "title", "reference": "Night owl"}
BY_HAND: dict[str, Any] = {"by_hand": True, "days": 7}


def spec(**fields: Any) -> RewardSpec:
    return RewardSpec.model_validate(fields)


def rewarding(*given: dict[str, Any], **fields: Any) -> UUID:
    """A mission for one ticket that gives nothing but these."""
    return game.published(
        game.mission(1, xp=0, rewards=tuple(RewardSpec.model_validate(one) for one in given), **fields)
    )


def reward_of(mission: UUID, number: int = 1, *, period: str = "once") -> UUID:
    return id_of(f"mission:{mission}:{game.player(ADA)}:{period}:reward-{number}")


def claim(reward: UUID, *, by: UUID | None = None, at: datetime = NOW) -> None:
    session.write(rewards.claim, by or game.player(ADA), reward, now=at)


def revoke(reward: UUID, *, reason: str = "A test run.", by: UUID | None = None, at: datetime | None = None) -> None:
    actor = by or game.an_admin()
    session.write(rewards.revoke, reward, reason=reason, actor_id=actor, now=at or later(hours=2))


def spend(amount: int, *, at: datetime) -> None:
    mug = {"id": "mug", "title": "A mug", "price": amount, "gives": {"kind": "item", "reference": "Mug"}}
    session.write(shop.put, OfferSpec.model_validate(mug), actor_id=game.an_admin(), now=at)
    session.write(shop.buy, uuid4(), "mug", player_id=game.player(ADA), now=at)


def page() -> RewardsPage:
    return session.read(shown.page, game.player(ADA))


def states() -> list[tuple[str, str]]:
    return game.rows("select spec ->> 'kind', state from reward order by grant_key")


def held() -> set[str]:
    return {one.id for one in session.read(badges.badges, game.player(ADA)) if one.earned_at}


def test_what_needs_no_hand_is_there_with_the_completion(playing: str) -> None:
    rewarding(XP, BADGE, TITLE)
    events = game.play(game.batch({"key": "a"}))

    assert game.xp(ADA) == 70
    assert held() == {"polyglot"}
    assert page().titles == ("Night owl",)
    assert states() == [("xp", "claimed"), ("badge", "claimed"), ("title", "claimed")]
    assert [(one.name, one.waits) for one in game.only(RewardGranted, events)] == [("The title “Night owl”", False)]
    assert [one.badge_id for one in game.only(BadgeEarned, events)] == ["polyglot"]
    assert [line.text for line in session.read(feed.feed, player_id=game.player(ADA))] == ["got a reward for Tidy up"]
    assert not game.broken()
    assert is_replayed(playing)


def test_what_is_claimed_by_hand_waits_and_is_given_once(playing: str) -> None:
    mission = rewarding(XP | BY_HAND, BADGE | BY_HAND)
    game.play(game.batch({"key": "a"}))
    waiting = page().waiting

    assert [(one.name, one.expires_at) for one in waiting] == [
        ("70 XP", NOW + timedelta(days=7)), ("The badge “Polyglot”", NOW + timedelta(days=7)),
    ]  # fmt: skip
    assert (game.xp(ADA), held()) == (0, set())
    assert game.rows("select title, text from notification order by id") == [
        ("Tidy up", "Mission completed."),
        ("70 XP", "For Tidy up. It waits for you until 25 November."),
        ("The badge “Polyglot”", "For Tidy up. It waits for you until 25 November."),
    ]

    for _ in range(2):
        claim(reward_of(mission, 1), at=later(hours=1))
        claim(reward_of(mission, 2), at=later(hours=1))
    assert (game.xp(ADA), held()) == (70, {"polyglot"})
    assert page().waiting == ()
    assert not game.broken()
    assert is_replayed(playing)


def test_what_a_claimed_reward_gives_counts_for_missions(playing: str) -> None:
    mission = rewarding(XP | BY_HAND, BADGE | BY_HAND)
    wealth = Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=70)
    game.published(MissionSpec(title="Wealth", requirement=wealth, xp=5))
    game.published(MissionSpec(title="Collector", requirement=Condition(metric="badge.earned", threshold=1), xp=3))
    game.play(game.batch({"key": "a"}))

    claim(reward_of(mission, 1), at=later(hours=1))
    claim(reward_of(mission, 2), at=later(hours=1))
    assert game.xp(ADA) == 70 + 5 + 3
    assert not game.broken()
    assert is_replayed(playing)


def test_it_expires_once_however_late_anybody_looks(playing: str) -> None:
    mission = rewarding(XP | BY_HAND)
    game.play(game.batch({"key": "a"}))
    over = later(days=7)

    with pytest.raises(Refused, match="This reward was there until 25 November 2026"):
        claim(reward_of(mission), at=over)
    session.write(rewards.expire, now=over - timedelta(seconds=1))
    assert states() == [("xp", "pending")]
    for _ in range(2):
        session.write(rewards.expire, now=later(days=60))
    assert states() == [("xp", "expired")]
    with pytest.raises(Refused):
        claim(reward_of(mission), at=later(days=60))
    assert game.xp(ADA) == 0
    assert not game.broken()
    assert is_replayed(playing)


def test_it_can_be_claimed_until_the_last_moment(playing: str) -> None:
    mission = rewarding(XP | BY_HAND)
    game.play(game.batch({"key": "a"}))
    claim(reward_of(mission), at=later(days=7) - timedelta(microseconds=1))
    session.write(rewards.expire, now=later(days=60))
    assert game.xp(ADA) == 70
    assert is_replayed(playing)


def test_an_admin_takes_it_back_with_a_reason(playing: str) -> None:
    mission = rewarding(XP, BADGE, TITLE)
    game.published(MissionSpec(title="Collector", requirement=Condition(metric="badge.earned", threshold=2), xp=3))
    game.play(game.batch({"key": "a"}))
    session.write(rewards.wear, game.player(ADA), "Night owl", now=NOW)
    for number in (1, 2, 3):
        revoke(reward_of(mission, number))

    assert (game.xp(ADA), held(), page().titles, page().worn) == (0, set(), (), None)
    assert game.rows("select sum(sum) from metric_day where metric = 'xp.earned'") == [(0,)]
    assert game.rows("select tallies from progress where completed_at is null and tallies <> '[]'") == []
    assert game.rows("select count(*) from audit where action = 'reward.revoked'") == [(3,)]
    assert session.read(feed.feed, player_id=game.player(ADA))[0].why == "A test run."
    assert not game.broken()
    assert is_replayed(playing)


def test_taking_it_back_has_its_rules() -> None:
    mission = rewarding(XP)
    game.play(game.batch({"key": "a"}))
    ada, reward = game.joined(ADA, admin=True), reward_of(mission)

    with pytest.raises(Refused, match="You cannot correct what you got yourself"):
        revoke(reward, by=ada)
    with pytest.raises(Forbidden):
        revoke(reward, by=game.joined(BEN))
    with pytest.raises(Invalid):
        revoke(reward, reason=" ")
    with pytest.raises(NotFound):
        revoke(mission)
    revoke(reward)
    with pytest.raises(Refused, match="gone already"):
        revoke(reward)


def test_a_completion_that_is_taken_back_takes_its_rewards_along(playing: str) -> None:
    mission = rewarding(XP, XP | BY_HAND, BADGE | BY_HAND, TITLE | BY_HAND)
    game.play(game.batch({"key": "a"}))
    claim(reward_of(mission, 2), at=later(minutes=5))
    claim(reward_of(mission, 3), at=later(minutes=5))
    assert (game.xp(ADA), held()) == (140, {"polyglot"})

    session.write(
        correcting.reverse, mission, game.player(ADA), "once",
        reason="A test run.", actor_id=game.an_admin(), now=later(hours=1),
    )  # fmt: skip

    assert (game.xp(ADA), held(), page().waiting) == (0, set(), ())
    assert {state for _, state in states()} == {"revoked"}
    with pytest.raises(Refused, match="An admin has taken this reward back"):
        claim(reward_of(mission, 4))
    assert not game.broken()
    assert is_replayed(playing)


def test_it_moves_to_the_day_on_which_the_work_was_really_done(playing: str) -> None:
    rewarding(XP, BADGE)
    game.play(game.batch({"key": "b"}))
    game.play(game.batch({"key": "a", "occurred_at": later(days=-2).isoformat()}), now=later(minutes=1))

    assert game.rows("select day, sum(amount) from xp_entry group by day having sum(amount) <> 0") == [
        (later(days=-2).date(), 70)
    ]
    assert game.rows("select day, sum from metric_day where metric = 'xp.earned' and sum <> 0") == [
        (later(days=-2).date(), 70)
    ]
    assert game.xp(ADA) == 70
    assert not game.broken()
    assert is_replayed(playing)


def test_it_is_nobody_elses(playing: str) -> None:
    mission = rewarding(XP | BY_HAND)
    game.play(game.batch({"key": "a"}))
    with pytest.raises(NotFound, match="no such reward"):
        claim(reward_of(mission), by=game.joined(BEN))
    assert is_replayed(playing)


def test_who_carries_on_for_a_merged_account_claims_its_rewards(playing: str) -> None:
    mission = rewarding(XP | BY_HAND, TITLE)
    game.play(game.batch({"key": "a"}))
    ada, ben = game.player(ADA), game.joined(BEN)
    reward = reward_of(mission)
    session.write(merging.merge, ada, ben, actor_id=game.an_admin(), now=later(minutes=30))

    claim(reward, by=ben, at=later(hours=1))
    assert game.rows("select xp from player where id = %s", ben) == [(70,)]
    assert session.read(shown.page, ben).titles == ("Night owl",)
    assert not game.broken()
    assert is_replayed(playing)


def test_coins_come_and_of_those_that_were_spent_only_what_is_left_is_taken_back(playing: str) -> None:
    mission = rewarding(COINS, COINS | BY_HAND)
    game.play(game.batch({"key": "a"}))
    ada = game.player(ADA)
    claim(reward_of(mission, 2), at=later(minutes=5))
    assert game.rows("select coins from player where id = %s", ada) == [(60,)]

    revoke(reward_of(mission, 1))
    assert game.rows("select coins from player where id = %s", ada) == [(30,)]
    spend(20, at=later(hours=3))
    revoke(reward_of(mission, 2), at=later(hours=4))
    assert game.rows("select coins from player where id = %s", ada) == [(0,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_another_service_gives_what_it_decided_once() -> None:
    ada = game.joined(ADA)
    gifts = [Grant(ada, spec(**XP), "raffle:1", "raffle", "1", "The raffle")] * 2
    for _ in range(2):
        session.write(rewards.grant, gifts, now=NOW)
    session.write(rewards.grant, [], now=NOW)
    assert game.xp(ADA) == 70
    assert game.rows("select title from notification where kind = 'reward'") == []
    assert not game.broken()


def test_only_a_title_one_has_is_worn() -> None:
    rewarding(TITLE)
    game.play(game.batch({"key": "a"}))
    ada = game.player(ADA)
    session.write(rewards.wear, ada, "Night owl", now=NOW)
    assert page().worn == "Night owl"
    with pytest.raises(Refused, match="You do not have this title"):
        session.write(rewards.wear, ada, "Emperor", now=NOW)
    session.write(rewards.wear, ada, None, now=NOW)
    assert page().worn is None


def test_a_clock_that_is_behind_claims_behind_what_it_claims(playing: str) -> None:
    mission = rewarding(XP | BY_HAND)
    game.play(game.batch({"key": "a"}))
    claim(reward_of(mission), at=later(hours=-3))
    assert game.rows("select at > %s from reward_decision", NOW) == [(True,)]
    assert is_replayed(playing)


def test_a_mission_names_badges_that_there_are() -> None:
    with pytest.raises(Invalid) as refusal:
        rewarding(XP, {"kind": "badge", "reference": "no-such-badge"})
    assert refusal.value.fields == {"rewards.1.reference": "There is no such badge."}


def test_tiers_have_rewards_of_their_own(playing: str) -> None:
    solved = Condition(metric="ticket.solved", threshold=2)
    tiers = [
        {"tier": "bronze", "threshold": 1, "rewards": [XP]},
        {"tier": "gold", "threshold": 2, "rewards": [BADGE]},
    ]
    fields = {"title": "Higher", "kind": "achievement", "requirement": solved, "rewards": [TITLE], "tiers": tiers}
    game.published(MissionSpec.model_validate(fields))
    game.play(game.batch({"key": "a"}, {"key": "b"}))
    assert states() == [("xp", "claimed"), ("badge", "claimed")]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_quest_and_its_steps_give_theirs_once_however_often_it_is_accepted(playing: str) -> None:
    solved = Condition(metric="ticket.solved", threshold=1)
    step = {"title": "One", "requirement": solved, "rewards": [XP]}
    quest = game.published(
        MissionSpec.model_validate({"title": "Walk", "kind": "quest", "steps": [step], "rewards": [TITLE]})
    )
    ada = game.joined(ADA)
    session.write(quests.accept, quest, player_id=ada, now=NOW)
    game.solve("a", at=later(minutes=1))
    assert sorted(states()) == [("title", "claimed"), ("xp", "claimed")]

    session.write(
        correcting.reverse, quest, ada, "1", reason="A test run.", actor_id=game.an_admin(), now=later(hours=1)
    )
    assert sorted(states()) == [("title", "revoked"), ("xp", "claimed")]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_boost_starts_once_when_it_is_used(playing: str) -> None:
    mission = rewarding({"kind": "boost", "amount": 2, "percent": 150})
    game.play(game.batch({"key": "a"}))
    assert [one.name for one in page().kept] == ["×1.5 XP for 2 hours"]

    for _ in range(2):
        session.write(rewards.use, game.player(ADA), reward_of(mission), now=later(minutes=1))
    assert game.rows("select factor, ends_at - starts_at, subject_id from boost") == [
        (1_500, timedelta(hours=2), game.player(ADA))
    ]
    assert (page().kept, [one.used_at is not None for one in page().past]) == ((), [True])
    game.play(game.merged(ADA, 1, at=later(hours=1)), now=later(hours=1))
    assert game.rows("select amount from xp_entry where cause = 'rule'") == [(75,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_boost_that_is_taken_back_ends_from_now_on(playing: str) -> None:
    mission = rewarding({"kind": "boost", "amount": 2, "percent": 150})
    game.play(game.batch({"key": "a"}))
    session.write(rewards.use, game.player(ADA), reward_of(mission), now=NOW)
    game.play(game.merged(ADA, 1, at=later(minutes=20)), now=later(minutes=20))
    revoke(reward_of(mission), at=later(minutes=30))
    game.play(game.merged(ADA, 2, at=later(minutes=40)), now=later(minutes=40))

    assert game.rows("select amount from xp_entry where cause = 'rule' order by id") == [(75,), (50,)]
    assert states() == [("boost", "revoked")]
    assert game.rows("select text from notification order by id desc limit 1") == [
        ("An admin has taken this back. A test run.",)
    ]
    with pytest.raises(Refused, match="gone already"):
        revoke(reward_of(mission), at=later(hours=1))
    assert not game.broken()
    assert is_replayed(playing)


def test_who_uses_a_boost_while_it_is_taken_back_has_it_or_has_not(playing: str) -> None:
    missions = [rewarding({"kind": "boost", "amount": 2, "percent": 150}) for _ in range(3)]
    game.play(game.batch({"key": "a"}))
    session.configure(playing, pool_size=10)
    ada, admin = game.player(ADA), game.an_admin()

    def at_once(number: int) -> None:
        reward, at = reward_of(missions[number // 2]), later(minutes=1)
        with suppress(Refused):
            if number % 2:
                session.write(rewards.use, ada, reward, now=at)
            else:
                session.write(rewards.revoke, reward, reason="A test run.", actor_id=admin, now=at)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(at_once, range(6)))
    assert states() == [("boost", "revoked")] * 3
    assert game.rows("select count(*) from boost where ends_at > %s", later(minutes=3)) == [(0,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_what_was_used_up_cannot_be_taken_back(playing: str) -> None:
    mission = rewarding({"kind": "boost", "amount": 2, "percent": 150}, {"kind": "freeze"})
    game.play(game.batch({"key": "a"}))
    for number in (1, 2):
        session.write(rewards.use, game.player(ADA), reward_of(mission, number), now=NOW)
        with pytest.raises(Refused, match="This reward has been used already"):
            revoke(reward_of(mission, number), at=later(hours=3))
    assert game.rows("select count(*) from boost where ends_at > %s", later(hours=2)) == [(1,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_completion_that_is_taken_back_ends_the_boost_it_gave(playing: str) -> None:
    mission = rewarding({"kind": "boost", "amount": 2, "percent": 150})
    game.play(game.batch({"key": "a"}))
    session.write(rewards.use, game.player(ADA), reward_of(mission), now=NOW)
    session.write(
        correcting.reverse, mission, game.player(ADA), "once",
        reason="A test run.", actor_id=game.an_admin(), now=later(minutes=30),
    )  # fmt: skip
    game.play(game.merged(ADA, 1, at=later(minutes=40)), now=later(minutes=40))

    assert game.rows("select amount from xp_entry where cause = 'rule'") == [(50,)]
    assert not game.broken()
    assert is_replayed(playing)
