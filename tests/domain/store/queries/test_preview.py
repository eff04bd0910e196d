"""The preview of a mission says what the same mission gave where it was published long before the work was done."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account
from domain.services import missions, players, quests, teams
from domain.specs import (
    Aggregate,
    AllOf,
    Audience,
    BadgeTier,
    Condition,
    Delivery,
    Filter,
    Kind,
    Match,
    MissionSpec,
    NotOf,
    Operator,
    Scope,
    Span,
    Step,
    Tier,
    Unit,
    Window,
)
from domain.store import recorded, session
from domain.store.queries.preview import preview
from domain.store.queries.preview_walk import Cancelled
from domain.views import Preview
from domain.views.fairness import ShareView
from tests import factories
from tests.domain.services import game, small_games
from tests.domain.services.game import ADA, BEN, CAM, LONG_AGO

pytestmark = pytest.mark.usefixtures("playing")

MONDAY = small_games.MONDAY
END = small_games.END
SINCE, UNTIL = MONDAY.date(), date(2026, 12, 6)
TICKET = "ticket.solved"


def count(threshold: int, metric: str = TICKET, **fields: Any) -> Condition:
    return Condition(metric=metric, threshold=threshold, **fields)


def spec(requirement: Any, **fields: Any) -> MissionSpec:
    return MissionSpec(**{"title": "Tried", "requirement": requirement, "xp": 40, "coins": 3, **fields})


def tiers(*thresholds: int) -> tuple[Tier, ...]:
    heights = (BadgeTier.BRONZE, BadgeTier.SILVER, BadgeTier.GOLD)
    return tuple(
        Tier(tier=tier, threshold=at, xp=at * 10, coins=at) for tier, at in zip(heights, thresholds, strict=False)
    )


#: Who did what, how many hours after Monday's beginning, of what value, in which queue.
WORK = (
    (ADA, 9, 1, "red"), (BEN, 10, 3, "red"), (BEN, 11, 1, "blue"), (ADA, 17, 2, "blue"),
    (ADA, 33, 1, "green"), (CAM, 34, 5, "red"), (ADA, 35, 1, "red"), (BEN, 60, 1, "red"),
    (CAM, 24 * 8, 1, "red"), (CAM, 24 * 8 + 1, 2, "blue"), (ADA, 24 * 9, 1, "green"), (BEN, 24 * 15, 4, "green"),
)  # fmt: skip
ISSUES = ((BEN, 12), (CAM, 36), (ADA, 24 * 8 + 2), (BEN, 24 * 8 + 5))

KINDS = {
    "once": spec(count(3)),
    "daily": spec(count(2), window=Window.DAILY),
    "weekly sum": spec(count(5, aggregate=Aggregate.SUM), window=Window.WEEKLY),
    "monthly days": spec(count(3, aggregate=Aggregate.DISTINCT_DAYS), window=Window.MONTHLY),
    "season of queues": spec(count(3, aggregate=Aggregate.DISTINCT, dimension="queue"), window=Window.SEASON),
    "greatest": spec(count(4, aggregate=Aggregate.MAX), window=Window.WEEKLY),
    "in one queue": spec(count(2, filters=(Filter(dimension="queue", values=("red",)),)), window=Window.WEEKLY),
    "elsewhere": spec(
        count(2, filters=(Filter(dimension="queue", match=Match.NOT_IN, values=("red",)),)), window=Window.MONTHLY
    ),
    "in blue and black": spec(
        count(1, filters=(Filter(dimension="queue", match=Match.PREFIX, values=("bl",)),)), window=Window.WEEKLY
    ),
    "rolling": spec(count(2, within=Span(number=2, unit=Unit.HOURS)), window=Window.WEEKLY),
    "rolling sum": spec(count(5, aggregate=Aggregate.SUM, within=Span(number=30, unit=Unit.HOURS))),
    "ever": spec(AllOf(all=(count(4, ever=True), count(1, "issue.completed"))), window=Window.WEEKLY),
    "tiers": spec(count(5), kind=Kind.ACHIEVEMENT, tiers=tiers(1, 3, 5), xp=0),
    "team": spec(count(4), scope=Scope.TEAM, window=Window.WEEKLY),
    "team with helpers": spec(count(3), scope=Scope.TEAM, window=Window.WEEKLY, min_contributors=2),
    "guild": spec(count(6), scope=Scope.GUILD, window=Window.WEEKLY, min_contributors=3),
    "places": spec(count(2), window=Window.WEEKLY, places=1),
    "at most": spec(count(2, operator=Operator.LTE), window=Window.WEEKLY),
    "exactly": spec(count(2, operator=Operator.EQ), window=Window.DAILY),
    "lossy team": spec(count(3, operator=Operator.LTE), window=Window.WEEKLY, scope=Scope.TEAM),
    "focused": spec(AllOf(all=(count(2), NotOf(not_=count(1, "issue.completed")))), window=Window.WEEKLY),
    "for one team": spec(count(2), audience=Audience(teams=("red",)), window=Window.WEEKLY),
    "after another": spec(count(4), after=("daily-habit",)),
}


@pytest.fixture
def everybody(playing: str) -> UUID:
    """Three people, two of them in a team that the third joins in the second week. The value is an admin's id."""
    admin, team = game.an_admin(), uuid4()
    for account in (ADA, BEN, CAM):
        game.joined(account, now=LONG_AGO)
    session.write(teams.create, team, "red", "Red", actor_id=admin, now=LONG_AGO)
    for account, since in ((ADA, LONG_AGO), (BEN, LONG_AGO), (CAM, MONDAY + timedelta(days=7))):
        session.write(teams.join, team, game.player(account), actor_id=admin, now=since)
    return admin


def work() -> list[tuple[Any, datetime]]:
    """Deliveries, each with the time it comes in."""
    tickets: list[tuple[Account, int, dict[str, Any]]]
    tickets = [(who, hours, {"value": value, "dimensions": {"queue": queue}}) for who, hours, value, queue in WORK]
    issues = [(who, hours, {"metric": "issue.completed"}) for who, hours in ISSUES]
    return [
        (game.batch({"key": f"w{at}", "person": game.who(who), "occurred_at": moment.isoformat(), **fields}), moment)
        for at, (who, hours, fields) in enumerate(sorted([*tickets, *issues], key=lambda one: one[1]))
        for moment in [MONDAY + timedelta(hours=hours)]
    ]


def live(mission: UUID) -> tuple[int, int, int, set[str]]:
    """How many windows were completed, what XP and coins they gave, and to whom."""
    completions = game.rows(
        """
        select count(*) from progress where mission_id = %s and completed_at is not null and rewarded
          and position('/' in period) = 0
        """,
        mission,
    )[0][0]
    paid = game.rows(
        "select login, amount, e.coins from xp_entry e join player p on p.id = player_id where cause_id = %s",
        str(mission),
    )
    xp, coins = sum(amount for _, amount, _ in paid), sum(coins for *_, coins in paid)
    return completions, xp, coins, {login for login, *_ in paid}


def tried(tried_spec: MissionSpec, **fields: Any) -> Preview:
    asked: dict[str, Any] = {"since": SINCE, "until": UNTIL, "now": END, **fields}
    return session.read(preview, tried_spec, **asked)


def told(found: Preview) -> tuple[int, int, int, set[str]]:
    return found.completions, found.xp, found.coins, {one.name.lower() for one in found.finishers}


def test_the_preview_of_every_kind_of_mission_says_what_it_gave(everybody: UUID) -> None:
    _publish(uuid4(), spec(count(2), title="Daily habit"), everybody)
    published = {kind: game.published(_named(kind), admin=everybody) for kind in KINDS}
    for delivery, at in work():
        game.play(delivery, now=at)
    small_games.close()
    given = {kind: live(mission) for kind, mission in published.items()}
    assert all(completions for completions, *_ in given.values())
    assert {kind: told(tried(_named(kind))) for kind in KINDS} == given


@pytest.mark.usefixtures("everybody")
def test_a_quest_is_tried_as_if_accepted_on_the_first_day() -> None:
    steps = (
        Step(title="Mend", requirement=count(2), xp=5, coins=2),
        Step(title="Look", requirement=count(4), optional=True, xp=3),
        Step(title="Finish", requirement=count(1, "issue.completed"), xp=7),
    )
    quest = MissionSpec(
        title="A way", kind=Kind.QUEST, steps=steps, xp=20, coins=30, time_limit=Span(number=2, unit=Unit.WEEKS)
    )
    mission = game.published(quest)
    for account in (ADA, BEN, CAM):
        session.write(quests.accept, mission, player_id=game.player(account), now=MONDAY)
    for delivery, at in work():
        game.play(delivery, now=at)
    completions, xp, coins, _ = live(mission)
    found = tried(quest)
    assert (found.completions, found.xp, found.coins) == (completions, xp, coins)
    assert completions > 0


@pytest.mark.usefixtures("everybody")
def test_steps_of_a_quest_that_nobody_finished_still_cost_xp() -> None:
    steps = (Step(title="Mend", requirement=count(1), xp=5), Step(title="Never", requirement=count(99), xp=7))
    _play(work())
    found = tried(MissionSpec(title="A way", kind=Kind.QUEST, steps=steps, xp=20))
    assert (found.completions, found.finished, found.xp, found.median_days) == (0, 0, 15, None)


@pytest.mark.usefixtures("everybody")
def test_work_that_was_taken_back_is_left_out() -> None:
    _play(small_games.deliveries([small_games.Work(0, 60), small_games.Work(0, 90, withdrawn_late=5)]))
    assert tried(spec(count(1))).completions == 1
    assert tried(spec(count(2))).completions == 0
    assert tried(spec(count(2, within=Span(number=9, unit=Unit.HOURS)))).completions == 0


@pytest.mark.usefixtures("everybody")
def test_days_outside_of_the_stretch_do_not_count() -> None:
    _play(work())
    assert tried(spec(count(1)), until=SINCE).finishers[0].day == SINCE
    assert tried(spec(count(1)), since=date(2026, 11, 30)).completions == 1
    assert tried(spec(count(1)), since=date(2027, 1, 1), until=date(2027, 1, 2)).activities == 0


@pytest.mark.usefixtures("everybody")
def test_conditions_of_ever_look_before_the_stretch() -> None:
    _play(work())
    long = spec(AllOf(all=(count(5, ever=True), count(1, "issue.completed"))))
    assert told(tried(long, since=date(2026, 11, 23))) == (1, 40, 3, {ADA.login})


@pytest.mark.usefixtures("everybody")
def test_what_counts_for_ever_is_reached_by_who_goes_on_in_the_stretch() -> None:
    _play(work())
    found = tried(spec(count(5, ever=True)), since=date(2026, 11, 23))
    assert (found.completions, {one.name.lower() for one in found.finishers}) == (1, {ADA.login})
    assert found.activities == sum(hours >= 24 * 7 for _, hours, _, _ in WORK)


@pytest.mark.usefixtures("everybody")
def test_the_start_and_the_end_of_the_mission_play_no_part() -> None:
    _play(work())
    dated = spec(count(3), starts_at=END + timedelta(days=1), ends_at=END + timedelta(days=9))
    assert told(tried(dated)) == told(tried(spec(count(3))))


@pytest.mark.usefixtures("everybody")
def test_a_dated_mission_that_can_be_lost_is_decided_at_the_end_of_the_stretch() -> None:
    _play(work())
    calm = spec(count(3, operator=Operator.LTE), ends_at=END + timedelta(days=9))
    assert told(tried(calm)) == (1, 40, 3, {CAM.login})


@pytest.mark.usefixtures("everybody")
def test_nobody_is_invited_whose_level_lies_outside() -> None:
    _play(work())
    assert tried(spec(count(1), audience=Audience(min_level=50))).people == 0
    assert tried(spec(count(1), audience=Audience(max_level=50))).finished == 3


@pytest.mark.usefixtures("everybody")
def test_it_says_who_finished_when_and_how_long_it_took() -> None:
    _play(work())
    found = tried(spec(count(2), window=Window.WEEKLY))
    assert [(one.name, one.day, one.times) for one in found.finishers] == [
        ("Person-0", SINCE, 1),
        ("Person-1", SINCE, 1),
        ("Person-2", date(2026, 11, 24), 1),
    ]
    assert (found.median_days, found.rate) == (0, 3 / 4)


@pytest.mark.usefixtures("everybody")
def test_who_could_not_finish_is_told_with_the_reason() -> None:
    _play(work())
    green = Filter(dimension="queue", values=("green",))
    found = tried(spec(count(1, filters=(green,)), audience=Audience(people=tuple(map(game.player, (ADA, CAM))))))
    assert found.out_of_reach == (
        ("not among those it is for", 2),
        ("did nothing that passes the conditions", 1),
    )


@pytest.mark.usefixtures("everybody")
def test_hidden_people_are_counted_and_not_named() -> None:
    _play(work())
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=END)
    found = tried(spec(count(1)))
    assert (found.finished, {one.name for one in found.finishers}) == (3, {"Person-1", "Person-2"})


def _in_zones(*zones: str) -> Sequence[Account]:
    everybody = factories.accounts(len(zones))
    for account, zone in zip(everybody, zones, strict=True):
        player = game.joined(account, now=LONG_AGO)
        session.write(players.change_profile, player, timezone=zone, hidden=False, now=LONG_AGO)
    return everybody


def _groups(title: str) -> list[ShareView]:
    return [share for one in tried(spec(count(1))).groups if one.title == title for share in one.shares]


def test_groups_of_fewer_than_five_are_told_together() -> None:
    everybody = _in_zones(*["Asia/Tokyo"] * 5, *["Europe/Paris"] * 3, *["Asia/Dubai"] * 2)
    _play(_tickets([everybody[0], everybody[5]], minutes=60))
    assert _groups("Time zones") == [
        ShareView("in Asia/Tokyo", 1, 5, low=False), ShareView("smaller groups together", 1, 5, low=False),
    ]  # fmt: skip


def test_what_a_few_would_have_done_does_not_follow_from_the_others() -> None:
    everybody = _in_zones(*["Asia/Tokyo"] * 5, *["Europe/Paris"] * 2, *["Asia/Dubai"] * 2)
    _play(_tickets([everybody[0], everybody[5]], minutes=60))
    assert _groups("Time zones") == [ShareView("smaller groups together", 2, 9, low=False)]


def test_part_time_and_reviews_are_told_too_and_so_is_who_would_finish_much_less_often() -> None:
    everybody = _in_zones(*["UTC"] * 10)
    for account in everybody[5:]:
        _play([(game.reviewed(account, account.number, at=MONDAY + timedelta(days=2)), END)])
    _play(_tickets(everybody[:5], minutes=60))
    months = session.read(preview, spec(count(1)), since=UNTIL - timedelta(days=60), until=UNTIL, now=END)
    found = {one.title: one for one in months.groups}
    assert list(found) == ["Teams", "Time zones", "Days of the week", "Who reviews"]
    assert found["Who reviews"].warns
    assert found["Who reviews"].sentence.startswith("Reached by 0 of 5 who review, but by 5 of 5 who do not.")
    assert found["Days of the week"].shares == (ShareView("who work up to three days a week", 5, 10, low=False),)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize(("minutes", "hasty"), [(0.5, 1.0), (2, 0.0)])
def test_work_done_in_bursts_is_told_apart(minutes: float, hasty: float) -> None:
    _play(_tickets([ADA] * 6, minutes=minutes))
    assert tried(spec(count(1))).hasty == hasty
    assert tried(spec(count(2, within=Span(number=1, unit=Unit.DAYS)))).hasty == hasty


@pytest.mark.usefixtures("everybody")
def test_the_share_of_haste_is_that_of_the_work_that_counts() -> None:
    _play(_tickets([ADA] * 9, minutes=0.1))
    _play([(game.batch({"key": "slow", "dimensions": {"queue": "slow"}, "occurred_at": _iso(600)}), END)])
    slow = Filter(dimension="queue", values=("slow",))
    assert tried(spec(count(1, filters=(slow,)))).hasty == 0


@pytest.mark.usefixtures("everybody")
def test_it_tells_how_far_it_is() -> None:
    heard: list[float] = []
    _play(work())
    tried(spec(count(1)), tell=heard.append)
    assert all(one <= other for one, other in pairwise(heard))
    assert (heard[0], heard[-1]) == (0.0, 1.0)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("kind", ["once", "rolling", "guild"])
def test_it_can_be_stopped(kind: str) -> None:
    _play(work())
    with pytest.raises(Cancelled):
        tried(KINDS[kind], cancelled=lambda: True)


@pytest.mark.usefixtures("everybody")
def test_it_can_be_stopped_between_one_block_of_work_and_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorded, "BLOCK", 2)
    _play(work())
    answers = iter([False, True])
    with pytest.raises(Cancelled):
        tried(KINDS["team"], cancelled=lambda: next(answers))


def test_an_empty_game_has_an_empty_answer() -> None:
    found = tried(spec(count(1)))
    assert (found.people, found.rate, found.activities, found.median_days) == (0, 0, 0, None)


def _named(kind: str) -> MissionSpec:
    return KINDS[kind].model_copy(update={"title": kind.capitalize()})


def _publish(mission_id: UUID, published: MissionSpec, admin: UUID) -> None:
    session.write(missions.draft, mission_id, published, actor_id=admin, now=LONG_AGO)
    session.write(missions.publish, mission_id, actor_id=admin, now=LONG_AGO)


def _play(sent: Iterable[tuple[Delivery, datetime]]) -> None:
    for delivery, at in sent:
        game.accept(delivery, now=at)
    game.apply(now=END)


def _tickets(by: Sequence[Account], *, minutes: float) -> list[tuple[Delivery, datetime]]:
    """One ticket of each, so many minutes apart."""
    return [
        (game.batch({"key": f"t{at}", "person": game.who(who), "occurred_at": _iso(at * minutes)}), END)
        for at, who in enumerate(by)
    ]


def _iso(minutes: float) -> str:
    return (MONDAY + timedelta(hours=9, minutes=minutes)).isoformat()
