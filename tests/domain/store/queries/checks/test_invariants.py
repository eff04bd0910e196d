"""Each invariant holds after real play, and is seen when somebody breaks it by hand."""

import pytest

from domain.services import quests
from domain.specs import Kind, MissionSpec, Step
from domain.store import session
from domain.store.queries import checks
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN

BALANCE = "Every balance is the sum of its ledger entries"
OWNED = "Every ledger entry belongs to a player"
ONCE = "No grant was paid twice"
CAUSED = "Every entry names its cause"
DAYS = "The days add up to what the ledger paid on them"
ROLL_UP = "The roll-up agrees with the activities"
REWARDS = "Every completed mission paid its reward once, and no other did"
DONE = "Every delivery gave what it says, and only once it is done"
PLACES = "Limited places went to no more people than there are"
CAPS = "No day was paid beyond its cap"
WORTH = "Every day adds up to what its work is worth"
TRAIL = "The audit trail is unbroken"
BOARD_PRIZES = "Every prize of a board was given once, to whoever won it"
RESULTS = "Results of boards are in order, each of a span that was decided"
BOARDS = "The boards say what days, missions and streaks say"
BY_HAND = "What was given by hand stands in the ledger, and nothing else does in its name"

FORGOTTEN = "Nothing is kept about whoever was erased but his numbers"
PRIZES = "Every prize of a season was paid once, and no other was"
SEASONS = "Only what was opened is closed, only what was closed has results, and no small team is among them"

HELD = "What is on hold is what was paid for that work, and nothing else is"
RELEASED = "What was released came back, and what is held did not"
OTHERS = "Nobody decides about himself"
CLAIMED = "Every claimed reward gave what it says, and no other gave anything"
BY_WHOEVER_MAY = "Where a reward stands was decided by whoever may"
FREEZES = "Freezes, repairs and time off belong to somebody, and to a streak that there is"
VISITS = "Nothing was earned with visits"
PURCHASES = "Every purchase was paid once, and paid back once where it was given back"
STOCK = "Who bought something has it, and nothing is sold that there is not"
FURTHER = (
    "Nothing waits for the answer of somebody who left",
    "Whoever follows or challenges, and whoever is followed or challenged, is here",
    "Whoever is somebody else by now is not seen",
    "Every prize of a duel went once to whoever won it",
    "Every duel was decided in its time, by what was done",
    "Everybody is paid in his group of an experiment, and it is on record",
    "Nothing was taken by hand that is not there",
    "Every week is paid at the level with which it began",
)
LEAGUE = "Everybody in the league is where its rounds moved him"
MOVED = "In each group of the league those moved who had most or least, and no more than may"


@pytest.fixture
def played(playing: str) -> str:
    """A game with everything in it that the checks look at."""
    game.play(game.merged(ADA, 1), game.reviewed(ADA, 2), game.reviewed(ADA, 3), game.issue(BEN, 4), game.issue(BEN, 5))
    game.play(game.dismissed(ADA, 2))
    game.accept(game.issue(BEN, 6))
    game.published(game.mission(), admin=game.an_admin())
    return playing


def test_a_game_that_nobody_tampered_with_holds_every_invariant(played: str) -> None:
    found = session.read(checks.invariants)

    assert {check.name for check in found} == {
        BALANCE, OWNED, ONCE, CAUSED, DAYS, ROLL_UP, REWARDS, PLACES, DONE, CAPS, WORTH, TRAIL, BOARDS, RESULTS,
        BY_HAND, PRIZES, SEASONS, FORGOTTEN, HELD, RELEASED, OTHERS, CLAIMED, BY_WHOEVER_MAY, BOARD_PRIZES,
        FREEZES, VISITS, PURCHASES, STOCK, LEAGUE, MOVED, *FURTHER,
    }  # fmt: skip
    assert all(check.ok for check in found)
    assert all(check.sentence == f"{check.name}." for check in found)


def test_an_empty_game_holds_every_invariant(playing: str) -> None:
    assert game.broken() == []


THE_SAME = "amount, at, occurred_at, known_at, day, cause, cause_id, activity_key"
COPY = f"insert into xp_entry (player_id, {THE_SAME}, grant_key, factors) select "
A_RULES_ENTRY = " from xp_entry where id = (select min(id) from xp_entry where cause = 'rule')"


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("update player set xp = xp + 1 where xp > 0", {BALANCE}),
        ("update player set xp = 5 where xp = 0", {BALANCE}),
        ("update player set coins = 5 where coins = 0", {BALANCE}),
        ("update xp_entry set coins = 1 where cause = 'mission'", {BALANCE, DAYS}),
        ("update xp_entry set amount = amount + 1 where cause = 'rule'", {BALANCE, DAYS, CAPS}),
        ("delete from xp_entry where cause = 'mission'", {BALANCE, DAYS, REWARDS}),
        ("delete from xp_entry where cause = 'rule'", {BALANCE, DAYS, CAPS}),
        (f"{COPY} gen_random_uuid(), {THE_SAME}, 'x', factors {A_RULES_ENTRY}", {OWNED, DAYS, CAPS}),
        ("update xp_entry set activity_key = 'no such work' where cause = 'rule'", {CAUSED}),
        ("delete from activity where key like '%pull/1:merged'", {CAUSED, ROLL_UP, DONE}),
        ("update xp_entry set day = day + 1", {DAYS, CAPS, WORTH}),
        ("update metric_day set sum = sum + 1 where metric = 'xp.earned'", {DAYS, BOARDS}),
        ("update metric_day set count = count + 1 where metric = 'xp.earned'", {DAYS}),
        ("delete from metric_day where metric = 'xp.earned'", {DAYS, BOARDS}),
        ("update metric_day set count = count + 1 where metric = 'issue.completed'", {ROLL_UP}),
        ("update metric_day set sum = sum + 1 where metric = 'review.submitted'", {ROLL_UP}),
        ("delete from metric_day where metric = 'issue.completed'", {ROLL_UP}),
        ("delete from activity where reverses is not null", {ROLL_UP, DONE}),
        ("update progress set completed_at = null", {REWARDS}),
        ("update progress set completed_at = latest, rewarded = true", {REWARDS}),
        ("update delivery set activities = activities + 1 where state = 'done'", {DONE}),
        ("update delivery set state = 'pending' where state = 'done'", {DONE}),
        ("delete from delivery where state = 'done'", {DONE}),
        ("update rule_day set paid = paid + 1", {CAPS}),
        ("update rule_day set raw = raw + 1000", {CAPS, WORTH}),
        ("delete from rule_day", {CAPS, WORTH}),
        ("insert into rule_day select gen_random_uuid(), 'no-such-rule', now(), 0, 0", {CAPS}),
        ("insert into pause values (gen_random_uuid(), gen_random_uuid(), now(), now(), now())", {FREEZES}),
        ("insert into streak_freeze select id, 'x', 'no-such', 1, now(), now() from player limit 1", {FREEZES}),
        ("insert into streak_repair select id, 'no-such', now(), now(), now() from player limit 1", {FREEZES}),
        ("update activity set metric = 'visit.day' where key like '%pull/1:merged'", {ROLL_UP, VISITS}),
        ("update audit set subject = 'nobody' where id = (select min(id) from audit)", {TRAIL}),
    ],
)  # fmt: skip
def test_what_is_broken_by_hand_is_seen(played: str, statement: str, seen: set[str]) -> None:
    game.by_hand(played, statement)
    found = game.broken()

    assert {check.name for check in found} == seen
    assert all(check.sentence != f"{check.name}." for check in found)


@pytest.mark.parametrize(
    ("statement", "seen"),
    [
        ("update progress set rewarded = true where completed_at is not null", {REWARDS, PLACES}),
        ("delete from xp_entry where cause = 'mission'", {BALANCE, DAYS, REWARDS}),
        ("update progress set rewarded = false", {REWARDS}),
        (
            "update progress set tallies = '[{}, {}]' where subject_id = '00000000-0000-0000-0000-000000000000'",
            {REWARDS},
        ),
        ("delete from progress where period = '1/1'", {REWARDS}),
        ("update progress set period = 'platinum' where period = 'bronze'", {REWARDS}),
    ],
)
def test_a_break_in_missions_of_every_kind_is_seen(playing: str, statement: str, seen: set[str]) -> None:
    small_games.start(playing, [*small_games.TICKETS, *small_games.DECIDED, *small_games.SHARED], people=2)
    mission = game.published(
        MissionSpec(title="Quest", kind=Kind.QUEST, steps=(Step(title="One", requirement=small_games.count(1), xp=5),))
    )
    session.write(quests.accept, mission, player_id=game.player(ADA), now=small_games.MONDAY)
    small_games.arrive(
        small_games.deliveries([small_games.Work(place % 2, 100 + place, value=4) for place in range(8)])
    )
    small_games.close()
    assert game.broken() == []

    game.by_hand(playing, statement)
    assert {check.name for check in game.broken()} == seen


def test_a_grant_paid_twice_is_seen_where_even_the_unique_key_is_gone(own_store: str) -> None:
    game.begin()
    game.play(game.issue(ADA, 1))
    game.by_hand(
        own_store,
        "alter table xp_entry drop constraint xp_entry_grant_key_key",
        f"{COPY} player_id, {THE_SAME}, grant_key, factors {A_RULES_ENTRY}",
    )

    assert {ONCE, BALANCE} <= {check.name for check in game.broken()}


def test_a_break_says_how_many_lines_are_wrong(played: str) -> None:
    game.by_hand(played, "update player set xp = xp + 1")

    assert [check.sentence for check in game.broken()] == ["3 balances differ from their ledger."]
