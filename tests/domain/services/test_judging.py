"""What was paid for odd work is held, appealed, released or reversed."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from app.demo import payloads
from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, NotFound, QuestboardError, Refused
from domain.services import by_hand, erasing, judging, looking, merging, players
from domain.specs import Aggregate, Condition, Delivery, Filter, MissionSpec
from domain.store import holds, session
from domain.store.queries import explain, feed, notifications
from domain.store.queries import holds as queries
from domain.views.fair_play import HoldOutcome
from tests import factories
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, BEN, CAM, NOW, later
from tests.domain.services.test_erasing import found_of
from tests.domain.services.test_merging import is_replayed

pytestmark = pytest.mark.usefixtures("playing")

SOON, BEFORE_LONG, IN_TIME, TOO_LATE = later(hours=1), later(hours=2), later(days=4), later(days=15)


@pytest.fixture(autouse=True)
def every_review_pays(playing: str) -> None:
    judged.every_review_pays()


@pytest.fixture
def key() -> str:
    """Ada approves six pull requests of Ben’s within a minute."""
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    [found] = game.looked()
    return found


@pytest.fixture
def boss() -> UUID:
    return game.joined(CAM, admin=True)


def hold(key: str, by: UUID, *, at: datetime = SOON, reason: str = "Were they read?") -> None:
    session.write(judging.hold, key, reason=reason, actor_id=by, now=at)


def the_hold(account: Account = ADA) -> UUID:
    [one] = session.read(queries.open_of, game.player(account))
    return one.id


def release(by: UUID, *, at: datetime = IN_TIME) -> None:
    session.write(judging.release, the_hold(), reason="They sat at one desk.", actor_id=by, now=at)


def reverse(by: UUID, *, at: datetime = IN_TIME) -> None:
    session.write(judging.reverse, the_hold(), reason="Nobody read them.", actor_id=by, now=at)


def appeal(text: str = "We read them together.", *, at: datetime = BEFORE_LONG) -> None:
    session.write(judging.appeal, the_hold(), text, actor_id=game.player(ADA), now=at)


def test_held_work_does_not_count_until_somebody_releases_it(key: str, boss: UUID, playing: str) -> None:
    paid = game.xp(ADA)
    hold(key, boss)
    assert (paid > 0, game.xp(ADA)) == (True, 0)
    assert not game.broken()
    release(boss)
    assert game.xp(ADA) == paid
    assert not game.broken()
    assert is_replayed(playing)
    actions = "select action, actor_id from audit where action like 'hold.%%' order by id"
    assert game.rows(actions) == [("hold.began", boss), ("hold.released", boss)]


def test_a_reversal_is_final_and_waits_for_the_players_word(key: str, boss: UUID, playing: str) -> None:
    hold(key, boss)
    with pytest.raises(Refused, match="3 days"):
        reverse(boss, at=later(hours=2))
    appeal()
    reverse(boss, at=later(hours=3))
    assert game.xp(ADA) == 0
    for again in (release, reverse):
        with pytest.raises(ValueError, match="unpack"):
            again(boss)
    hold_id = game.rows("select id from hold")[0][0]
    with pytest.raises(Refused, match="decided already"):
        session.write(judging.release, hold_id, reason="No.", actor_id=boss, now=IN_TIME)
    with pytest.raises(Refused, match="nothing to hold"):
        hold(key, boss)
    assert not game.broken()
    assert is_replayed(playing)


def test_without_a_word_a_reversal_waits_three_days(key: str, boss: UUID) -> None:
    hold(key, boss)
    with pytest.raises(Refused):
        reverse(boss, at=SOON + judging.HEARING - timedelta(seconds=1))
    reverse(boss, at=SOON + judging.HEARING)
    assert game.rows("select outcome from hold_end") == [("reversed",)]


def test_in_doubt_it_counts_again_once(key: str, boss: UUID, playing: str) -> None:
    paid = game.xp(ADA)
    hold(key, boss)
    hold_id = the_hold()
    assert session.read(holds.expired, now=SOON + timedelta(days=14) - timedelta(seconds=1)) == []
    session.write(judging.expire, hold_id, now=IN_TIME)
    assert game.xp(ADA) == 0
    for _ in range(2):
        session.write(judging.expire, hold_id, now=TOO_LATE)
    assert game.xp(ADA) == paid
    assert session.read(holds.expired, now=TOO_LATE) == []
    [(title, text)] = game.rows(
        "select title, text from notification where player_id = %s and kind = 'hold' order by id desc limit 1",
        game.player(ADA),
    )
    assert (title, text) == ("It counts again", f"What was on hold is yours. {judging.IN_DOUBT}")
    assert not game.broken()
    assert is_replayed(playing)


def test_the_player_reads_why_until_when_and_says_what_it_was(key: str, boss: UUID) -> None:
    hold(key, boss)
    ada = game.player(ADA)
    sentence = "you approved 6 pull requests within a minute of their opening, without a word."
    [(title, text)] = game.rows("select title, text from notification where player_id = %s and kind = 'hold'", ada)
    assert title == "60 XP are on hold"
    assert text == (
        f"Held for a look by a person until 2 December, because {sentence} Were they read? You can say what it was."
    )
    [line, *_] = session.read(feed.feed, player_id=ada)
    assert (line.text, line.amount) == ("6 pieces of work: held for a look by a person until 2 December", -60)
    assert line.why == sentence
    why = session.read(explain.explain_entry, line.id, player_id=ada)
    assert why.sentences[0].startswith("What this rule paid for 6 pieces of work is held for a look by a person until")
    assert len(why.evidence) == 6
    appeal("  We read them together.  ")
    [view] = session.read(queries.mine, ada)
    assert (view.sentence, view.reason, view.appeal) == (sentence, "Were they read?", "We read them together.")
    told = game.rows("select player_id, title, text, from_id from notification where kind = 'appeal'")
    assert told == [(boss, "{who} appeals", "We read them together.", ada)]
    assert session.read(notifications.inbox, boss)[0].title == "person-0 appeals"
    session.write(players.change_profile, ada, timezone="UTC", hidden=True, now=NOW)
    assert session.read(notifications.inbox, boss)[0].title == "Somebody appeals"
    release(boss)
    [view] = session.read(queries.mine, ada)
    assert view.end
    assert (view.end.outcome, view.end.reason, view.end.by) == (
        HoldOutcome.RELEASED, "They sat at one desk.", "Person-2",
    )  # fmt: skip


def test_work_says_what_became_of_its_hold(key: str, boss: UUID) -> None:
    hold(key, boss)
    work = game.rows("select min(activity_key) from hold_work")[0][0]
    said = session.read(explain.explain_activity, work, player_id=game.player(ADA)).sentences
    assert said[0].startswith("On hold since 18 November 2026, because you approved")
    assert said[1] == "A person looks at it until 2 December 2026; until then what it paid waits."
    reverse(boss)
    said = session.read(explain.explain_activity, work, player_id=game.player(ADA)).sentences
    assert said[1] == "Since 22 November 2026 it does not count: Nobody read them."


def test_nobody_else_hears_of_it(key: str, boss: UUID) -> None:
    before = [line.id for line in session.read(feed.feed, player_id=None, limit=100)]
    hold(key, boss)
    release(boss)
    assert [line.id for line in session.read(feed.feed, player_id=None, limit=100)] == before
    entries = [row[0] for row in game.rows("select id from xp_entry where cause = 'hold'")]
    assert len(entries) == 2
    for entry in entries:
        with pytest.raises(NotFound):
            session.read(explain.explain_entry, entry, player_id=game.joined(BEN))
    assert game.rows("select count(*) from notification where kind = 'hold' and player_id <> %s", game.player(ADA)) == [
        (0,)
    ]


def test_nobody_decides_about_himself_also_not_through_another_account(key: str, boss: UUID) -> None:
    ada = game.joined(ADA, admin=True)
    with pytest.raises(Refused, match="your own work"):
        hold(key, ada)
    hold(key, boss)
    for verb in (release, reverse):
        with pytest.raises(Refused, match="your own work"):
            verb(ada)
    _merge(ada, game.joined(BEN, admin=True), boss)
    with pytest.raises(Refused, match="your own work"):
        session.write(
            judging.release, game.rows("select id from hold")[0][0], reason="Mine.", actor_id=game.player(BEN),
            now=IN_TIME,
        )  # fmt: skip


def _merge(source: UUID, into: UUID, by: UUID) -> None:
    session.write(merging.merge, source, into, actor_id=by, now=later(hours=5))


def test_what_belongs_to_a_merged_account_goes_to_whoever_carries_on(key: str, boss: UUID, playing: str) -> None:
    paid, ada, ben = game.xp(ADA), game.player(ADA), game.joined(BEN)
    hold(key, boss)
    _merge(ada, ben, boss)
    [view] = session.read(queries.mine, ben)
    session.write(judging.appeal, view.id, "That was me.", actor_id=ben, now=later(hours=6))
    session.write(judging.release, view.id, reason="Fine.", actor_id=boss, now=IN_TIME)
    assert dict(game.rows("select id, xp from player where id in (%s, %s)", ada, ben)) == {ada: 0, ben: paid}
    assert not game.broken()
    assert is_replayed(playing)


def test_only_an_admin_decides_and_only_the_player_appeals_each_with_words(key: str, boss: UUID) -> None:
    ben = game.joined(BEN)
    with pytest.raises(Forbidden):
        hold(key, ben)
    with pytest.raises(Invalid):
        hold(key, boss, reason="  ")
    with pytest.raises(NotFound):
        hold("nothing", boss)
    hold(key, boss)
    with pytest.raises(Forbidden):
        release(ben)
    with pytest.raises(NotFound):
        session.write(judging.appeal, the_hold(), "Let her!", actor_id=ben, now=IN_TIME)
    with pytest.raises(Invalid):
        appeal("  ")
    appeal()
    with pytest.raises(Refused, match="said something"):
        appeal("And another thing.")


def test_what_is_taken_back_meanwhile_is_taken_once(boss: UUID, playing: str) -> None:
    """A day’s cap, a dismissal before the hold, one while it lasts and one after it."""
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 10)))
    [key] = game.looked()
    _dismiss(1, now=later(minutes=10))
    hold(key, boss)
    _dismiss(2, now=later(hours=2))
    assert not game.broken()
    release(boss)
    _dismiss(3, now=IN_TIME + timedelta(hours=1))
    assert game.xp(ADA) == 60
    assert not game.broken()
    assert is_replayed(playing)


def _dismiss(number: int, *, now: datetime) -> None:
    taken_back = payloads.dismissed_review(game.REPO, number, BEN, ADA, BEN, at=NOW)
    game.play(factories.delivery("pull_request_review", taken_back), now=now)


def test_other_work_of_the_day_fills_the_cap_meanwhile(boss: UUID, playing: str) -> None:
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    [key] = game.looked()
    game.play(*(game.reviewed(ADA, number) for number in range(50, 70)))
    most = game.xp(ADA)
    hold(key, boss)
    assert 0 < game.xp(ADA) <= most
    game.play(*(game.reviewed(ADA, number) for number in range(70, 90)), now=later(hours=2))
    release(boss)
    assert not game.broken()
    assert is_replayed(playing)


def test_missions_about_xp_follow(key: str, boss: UUID, playing: str) -> None:
    of_reviews = (Filter(dimension="cause", values=("any-review",)),)
    reach = Condition(metric="xp.earned", aggregate=Aggregate.SUM, threshold=70, filters=of_reviews, ever=True)
    mission = game.published(MissionSpec(title="Seventy", requirement=reach, xp=40))
    completed = "select completed_at is not null from progress where mission_id = %s"
    hold(key, boss)
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in (100, 101)), now=later(hours=2))
    assert game.rows(completed, mission) == [(False,)]
    release(boss)
    assert game.rows(completed, mission) == [(True,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_whoever_leaves_takes_the_words_along_and_the_hold_still_ends(key: str, boss: UUID, playing: str) -> None:
    paid, ada = game.xp(ADA), game.player(ADA)
    hold(key, boss, reason="Did person-0 read them?")
    appeal("Yes, says person-0.")
    hold_id = the_hold()
    session.write(erasing.at_once, ada, actor_id=boss, now=later(days=1))
    assert found_of("person-0") == []
    session.write(judging.expire, hold_id, now=TOO_LATE)
    assert game.rows("select xp from player where id = %s", ada) == [(paid,)]
    assert not game.broken()
    assert is_replayed(playing)


def test_a_balance_is_never_negative(key: str, boss: UUID) -> None:
    session.write(by_hand.give, UUID(int=5), game.player(ADA), -30, reason="A mistake.", actor_id=boss, now=SOON)
    with pytest.raises(Refused, match="60 XP, and 30 are left"):
        hold(key, boss)
    assert game.rows("select * from hold") == []


def test_fifty_clicks_at_once_hold_once_and_decide_once(key: str, boss: UUID) -> None:
    paid = game.xp(ADA)
    assert _at_once(lambda at: hold(key, boss, at=at)) == 1
    assert game.xp(ADA) == 0
    hold_id = the_hold()
    appeal()

    def decide(at: datetime) -> None:
        verb = judging.release if at.microsecond % 2 else judging.reverse
        session.write(verb, hold_id, reason="Once.", actor_id=boss, now=at + timedelta(days=4))

    assert _at_once(decide) == 1
    [(outcome,)] = game.rows("select outcome from hold_end")
    assert game.xp(ADA) == (paid if outcome == "released" else 0)
    assert not game.broken()


def _at_once(click: Callable[[datetime], None]) -> int:
    """How many of fifty clicks did something."""

    def one(place: int) -> int:
        try:
            click(SOON + timedelta(microseconds=place))
        except QuestboardError:
            return 0
        return 1

    with ThreadPoolExecutor(10) as pool:
        return sum(pool.map(one, range(50)))


def test_rings_and_seconds_are_held_by_themselves_and_nothing_twice(boss: UUID, playing: str) -> None:
    game.play(*_ring(5))
    [key] = game.looked()
    assert session.read(looking.to_hold, now=NOW) == [key]
    for _ in range(2):
        session.write(judging.hold_by_itself, key, now=SOON)
    assert (game.xp(ADA), game.xp(BEN)) == (0, 0)
    assert session.read(looking.to_hold, now=NOW) == []
    assert game.rows("select actor_id, sentence, reason from hold limit 1") == [
        (
            None,
            "you and a colleague approved each other’s work 5 and 5 times in a month, without a word and in haste.",
            judging.BY_ITSELF,
        )
    ]
    game.play(*_ring(1, first=90), now=later(hours=2))
    [key] = game.looked(now=later(hours=2))
    assert session.read(looking.to_hold, now=later(hours=2)) == [key]
    release(boss, at=later(hours=3))
    assert session.read(looking.to_hold, now=later(hours=3)) == []
    assert not game.broken()
    assert is_replayed(playing)


def test_an_admin_may_want_to_hold_everything_himself(boss: UUID, key: str) -> None:
    assert session.read(looking.to_hold, now=NOW) == [key]
    session.write(judging.set_holds, days=30, by_itself=False, actor_id=boss, now=NOW)
    assert session.read(looking.to_hold, now=NOW) == []
    hold(key, boss)
    assert game.rows("select expires_at - at from hold") == [(timedelta(days=30),)]
    with pytest.raises(Invalid):
        session.write(judging.set_holds, days=0, by_itself=True, actor_id=boss, now=NOW)


def _ring(times: int, first: int = 1) -> Iterable[Delivery]:
    pairs = [(ADA, BEN), (BEN, ADA)] * times
    return [
        factories.rubber_stamp(*pair, number, at=NOW - timedelta(days=number % 6, hours=number))
        for number, pair in enumerate(pairs, first)
    ]


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("delete from held", 3),
        ("update held set each = each + 1", 2),
        ("delete from hold_end", 1),
        ("delete from hold_work", 1),
        ("update hold set actor_id = player_id", 1),
        ("delete from hold", 2),
        ("update xp_entry set factors = factors || '{\"each\": 1}' where cause = 'hold' and amount > 0", 1),
    ],
)
def test_what_is_broken_by_hand_is_seen(key: str, boss: UUID, playing: str, statement: str, seen: int) -> None:
    """One hold was released, another lasts."""
    hold(key, boss)
    release(boss)
    game.play(*(factories.rubber_stamp(ADA, BEN, number, at=IN_TIME) for number in range(11, 17)), now=IN_TIME)
    hold(game.looked(now=IN_TIME)[0], boss, at=IN_TIME)
    assert game.broken() == []
    bare = [line for line in ("hold_is_of_somebody_else",) if "actor_id" in statement]
    game.by_hand(playing, *(f"alter table hold drop constraint {name}" for name in bare), statement)
    assert len(game.broken()) == seen
