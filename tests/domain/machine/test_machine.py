"""Whatever happens to a game, in any order: its invariants hold, and playing it again ends with the same."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from domain.services import season_ends
from domain.specs import (
    Award,
    BoostScope,
    DuelGoal,
    FactorsSpec,
    Measure,
    Membership,
    MissionSpec,
    OfferSpec,
    Period,
    PersonKind,
)
from tests.domain.machine import made_up
from tests.domain.machine.made_up import Work
from tests.domain.machine.world import World
from tests.domain.machine.world.relating import RULES, TIES
from tests.long import long

PERSON = st.integers(0, 2)
TEAM = st.sampled_from(("red", "blue"))
PLACE = st.integers(0, 20)
SHARE = st.sampled_from((0, 20, 50))
LIMIT = st.sampled_from((1, 2, 5, 1_000))
AFTER = st.sampled_from((0, 0, 30, 600))
AWARD = st.sampled_from((Award.FROM_NOW, Award.FROM_NOW, Award.SILENTLY, Award.CELEBRATED))
HOURS = st.sampled_from((1, 24, 24 * 12))
PERIODS = (Period.DAY, Period.WEEK, Period.MONTH, Period.SEASON, Period.ALL)
ANSWER = st.sampled_from(("accept", "accept", "accept", "decline", "withdraw", None))
MINUTES = st.one_of(st.integers(1, 180), st.integers(1, 20 * 24 * 60))


class Game(RuleBasedStateMachine):
    """Everything that can happen."""

    url: str
    after_each_step: bool

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.url)

    @rule(works=made_up.WORKS)
    def deliver(self, works: list[Work]) -> None:
        self.world.deliver(*works)

    @rule(works=made_up.WORKS, limit=LIMIT)
    def play(self, works: list[Work], limit: int) -> None:
        self.world.deliver(*works)
        self.world.apply(limit)

    @precondition(lambda self: self.world.sent)
    @rule(place=PLACE)
    def deliver_again(self, place: int) -> None:
        self.world.deliver_again(place)

    @precondition(lambda self: self.world.keys)
    @rule(place=PLACE, late=st.integers(0, 5_000))
    def take_back(self, place: int, late: int) -> None:
        self.world.take_back(place, late)

    @rule(work=made_up.WORK)
    def dismiss(self, work: Work) -> None:
        self.world.dismiss(work)

    @rule(limit=LIMIT)
    def apply(self, limit: int) -> None:
        self.world.apply(limit)

    @rule(limit=LIMIT)
    def crash(self, limit: int) -> None:
        self.world.crash(limit)

    @rule()
    def put_off(self) -> None:
        self.world.put_off()

    @rule()
    def try_again(self) -> None:
        self.world.try_again()

    @rule(minutes=MINUTES)
    def wait(self, minutes: int) -> None:
        self.world.wait(minutes)

    @rule()
    def pay(self) -> None:
        self.world.pay()

    @rule()
    def settle(self) -> None:
        self.world.settle()

    @rule(data=st.data(), award=AWARD, after=AFTER)
    def publish(self, data: st.DataObject, award: Award, after: int) -> None:
        self.world.publish(data.draw(made_up.specs(self.world.slugs())), award, after)

    @precondition(lambda self: self.world.missions)
    @rule(data=st.data(), place=PLACE, award=AWARD, after=AFTER)
    def revise(self, data: st.DataObject, place: int, award: Award, after: int) -> None:
        self.world.revise(place, data.draw(made_up.specs()), award, after)

    @precondition(lambda self: self.world.missions)
    @rule(place=PLACE)
    def retire(self, place: int) -> None:
        self.world.retire(place)

    @rule()
    def apply_pack(self) -> None:
        self.world.apply_pack()

    @rule(spec=made_up.quests(), person=PERSON)
    def offer_and_accept(self, spec: MissionSpec, person: int) -> None:
        if self.world.publish(spec):
            self.world.accept(len(self.world.missions) - 1, person)

    @precondition(lambda self: self.world.missions)
    @rule(place=PLACE, person=PERSON)
    def accept(self, place: int, person: int) -> None:
        self.world.accept(place, person)

    @precondition(lambda self: self.world.missions)
    @rule(place=PLACE, person=PERSON)
    def abandon(self, place: int, person: int) -> None:
        self.world.abandon(place, person)

    @rule(person=PERSON, team=TEAM)
    def join(self, person: int, team: str) -> None:
        self.world.join(person, team)

    @rule(person=PERSON, team=TEAM)
    def leave(self, person: int, team: str) -> None:
        self.world.leave(person, team)

    @rule(person=PERSON, zone=st.sampled_from(made_up.ZONES))
    def move(self, person: int, zone: str) -> None:
        self.world.move(person, zone)

    @rule(person=PERSON, zone=st.sampled_from(made_up.ZONES))
    def hide(self, person: int, zone: str) -> None:
        self.world.hide(person, zone)

    @rule(measure=st.sampled_from(Measure), period=st.sampled_from(PERIODS), on=st.booleans())
    def rank(self, measure: Measure, period: Period, *, on: bool) -> None:
        self.world.rank(measure, period, on=on)

    @rule(person=PERSON, kind=st.sampled_from((PersonKind.BOT, PersonKind.HUMAN)))
    def name_kind(self, person: int, kind: PersonKind) -> None:
        self.world.name_kind(person, kind)

    @rule(person=PERSON, kind=st.sampled_from((PersonKind.BOT, PersonKind.AGENT, PersonKind.HUMAN)))
    def list_bot(self, person: int, kind: PersonKind) -> None:
        self.world.list_bot(person, kind)

    @rule(person=PERSON, admin=st.booleans())
    def make_admin(self, person: int, *, admin: bool) -> None:
        self.world.make_admin(person, admin=admin)

    @rule(place=PLACE)
    def reverse(self, place: int) -> None:
        self.world.reverse(place)

    @rule(place=PLACE)
    def claim(self, place: int) -> None:
        self.world.claim(place)

    @rule(place=PLACE)
    def use(self, place: int) -> None:
        self.world.use(place)

    @rule(person=PERSON, offer=st.sampled_from(made_up.OFFERS))
    def buy(self, person: int, offer: OfferSpec) -> None:
        self.world.buy(person, offer)

    @rule(person=PERSON, works=made_up.WORKS, minutes=st.sampled_from((0, 5, 40)))
    def work_in_a_boost(self, person: int, works: list[Work], minutes: int) -> None:
        self.world.start_a_boost(person, made_up.OFFERS[-1], minutes)
        self.world.deliver(*works)

    @rule(place=PLACE, step=st.sampled_from(("approve", "hand_over", "refuse", "refund")))
    def handle(self, place: int, step: str) -> None:
        self.world.handle(place, step)

    @rule(place=PLACE)
    def revoke(self, place: int) -> None:
        self.world.revoke(place)

    @rule(person=PERSON, amount=st.sampled_from((60, 7, -7)))
    def by_hand(self, person: int, amount: int) -> None:
        self.world.by_hand(person, amount)

    @rule(person=PERSON)
    def take_and_withdraw(self, person: int) -> None:
        self.world.take_and_withdraw(person)

    @rule(ahead=st.integers(-3, 2), days=st.integers(0, 6))
    def begin_season(self, ahead: int, days: int) -> None:
        self.world.begin_season(ahead, days)

    @rule(days=st.integers(0, 2), works=made_up.WORKS, minutes=st.integers(0, 6 * 24 * 60))
    def live_a_season(self, days: int, works: list[Work], minutes: int) -> None:
        self.world.live_a_season(days, works, minutes)

    @rule(works=made_up.WORKS, up=SHARE, down=SHARE)
    def live_a_round(self, works: list[Work], up: int, down: int) -> None:
        self.world.live_a_round(works, up, down)

    @rule(up=SHARE, down=SHARE, period=st.sampled_from((Period.WEEK, Period.MONTH)), on=st.booleans())
    def define_league(self, up: int, down: int, period: Period, *, on: bool) -> None:
        self.world.define_league(up, down, period, on=on)

    @rule(person=PERSON, leaves=st.booleans(), listens=st.booleans())
    def take_part(self, person: int, *, leaves: bool, listens: bool) -> None:
        self.world.take_part_in_the_league(person, leaves=leaves)
        self.world.listen(person, wants=listens)

    @rule()
    def look_at_places(self) -> None:
        self.world.look_at_places()

    @rule()
    def follow_seasons_one_step(self) -> None:
        self.world.follow_seasons(one_step=True)

    @precondition(lambda self: self.world.sent)
    @rule(person=PERSON, place=PLACE)
    def hold(self, person: int, place: int) -> None:
        self.world.hold(person, place)

    @rule(place=PLACE, outcome=st.sampled_from(("appeal", "expire", "release", "reverse")))
    def decide(self, place: int, outcome: str) -> None:
        self.world.decide(place, outcome)

    @rule(spec=made_up.FACTORS)
    def multiply(self, spec: FactorsSpec) -> None:
        self.world.multiply(spec)

    @rule(person=PERSON, level=st.sampled_from(Membership))
    def name_member(self, person: int, level: Membership) -> None:
        self.world.name_member(person, level)

    @rule(scope=st.sampled_from(BoostScope), person=PERSON, factor=st.sampled_from((1_333, 2_000)), hours=HOURS)
    def boost(self, scope: BoostScope, person: int, factor: int, hours: int) -> None:
        self.world.boost(scope, person, factor, hours)

    @rule()
    def call_off(self) -> None:
        self.world.call_off()

    @rule(person=PERSON, into=PERSON)
    def merge(self, person: int, into: int) -> None:
        self.world.merge(person, into)

    @rule(streak=st.sampled_from(made_up.STREAKS), grace=st.integers(0, 2), on=st.booleans(), weekly=st.booleans())
    def define_streak(self, streak: str, grace: int, *, on: bool, weekly: bool) -> None:
        self.world.define_streak(streak, grace=grace, on=on, weekly=weekly)

    @rule(ahead=st.integers(-9, 2), team=st.sampled_from((None, "red")), drop=st.booleans())
    def a_day_off(self, ahead: int, team: str | None, *, drop: bool) -> None:
        self.world.name_day(ahead, team)
        if drop:
            self.world.drop_day()

    @rule(code=st.sampled_from(("DE-BY", "US", "-", "")), person=PERSON, team=st.sampled_from((None, "red")))
    def holidays(self, code: str, person: int, team: str | None) -> None:
        self.world.holidays(code, person, team)

    @rule(person=PERSON, ahead=st.integers(-9, 2), days=st.integers(0, 9), back=st.booleans())
    def pause(self, person: int, ahead: int, days: int, *, back: bool) -> None:
        self.world.pause(person, ahead, days)
        if back:
            self.world.come_back(person)

    @rule(person=PERSON, count=st.integers(1, 2), repair=st.booleans())
    def give_freezes(self, person: int, count: int, *, repair: bool) -> None:
        self.world.give_freezes(person, count)
        if repair:
            self.world.repair(person)

    @rule(person=PERSON, other=PERSON, days=st.integers(1, 3), answer=ANSWER, goal=made_up.GOALS)
    def duel(self, person: int, other: int, days: int, answer: str | None, goal: DuelGoal) -> None:
        self.world.duel(person, other, days, answer, goal)

    @rule(person=PERSON, other=PERSON, verb=st.sampled_from(sorted(TIES)))
    def tie(self, person: int, other: int, verb: str) -> None:
        self.world.tie(person, other, verb)

    @rule(person=PERSON, paused=st.booleans())
    def take_a_break(self, person: int, *, paused: bool) -> None:
        self.world.take_a_break(person, paused=paused)

    @rule(scoring=st.sampled_from(RULES), ends=st.integers(0, 3), works=made_up.WORKS)
    def try_out(self, scoring: str, ends: int, works: list[Work]) -> None:
        self.world.try_out(scoring, ends, works)

    @rule()
    def stop_trying(self) -> None:
        self.world.stop_trying()

    @rule(person=PERSON, stay=st.booleans())
    def ask_to_leave(self, person: int, *, stay: bool) -> None:
        self.world.ask_to_leave(person, stay=stay)

    @rule(person=PERSON)
    def erase(self, person: int) -> None:
        self.world.erase(person)

    @rule(person=PERSON)
    def return_anew(self, person: int) -> None:
        self.world.return_anew(person)

    @rule(limit=LIMIT)
    def check(self, limit: int) -> None:
        self.world.check(limit)

    @invariant()
    def is_sound(self) -> None:
        if self.after_each_step:
            self.world.check(1_000)

    def teardown(self) -> None:
        self.world.apply(1_000)
        self.world.check(3)


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prizes of seasons are paid to one player a transaction."""
    monkeypatch.setattr(season_ends, "CHUNK", 1)


def _run(url: str, *, examples: int, steps: int, always_the_same: bool, after_each_step: bool) -> None:
    Game.url, Game.after_each_step = url, after_each_step
    run_state_machine_as_test(
        Game,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=always_the_same,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=not always_the_same,
        ),
    )


def test_whatever_happens_playing_it_again_ends_with_the_same(playing: str) -> None:
    _run(playing, examples=40, steps=20, always_the_same=True, after_each_step=False)


def test_after_each_step_playing_it_again_gives_the_same(playing: str) -> None:
    _run(playing, examples=10, steps=20, always_the_same=True, after_each_step=True)


@long
def test_whatever_happens_for_long_playing_it_again_ends_with_the_same(playing: str) -> None:
    _run(playing, examples=400, steps=50, always_the_same=False, after_each_step=False)


@long
def test_after_each_step_of_many_playing_it_again_gives_the_same(playing: str) -> None:
    _run(playing, examples=60, steps=30, always_the_same=False, after_each_step=True)
