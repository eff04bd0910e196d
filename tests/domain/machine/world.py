"""A small world that is played in: what can happen to a game, one verb each, at a time that only goes on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.demo.payloads import Account
from domain.errors import QuestboardError
from domain.events import DomainEvent
from domain.services import (
    boards,
    boosts,
    by_hand,
    closing,
    correcting,
    deciding,
    deliveries,
    duels,
    erasing,
    factors,
    holidays,
    inbox,
    judging,
    merging,
    missions,
    packs,
    players,
    quests,
    replaying,
    rewards,
    season_ends,
    seasons,
    shop,
    streaks,
    teams,
)
from domain.specs import (
    Award,
    BoardSpec,
    BoostScope,
    BoostSpec,
    Cadence,
    Delivery,
    DuelRules,
    FactorsSpec,
    Measure,
    Membership,
    MissionSpec,
    OfferSpec,
    Operator,
    Period,
    PersonKind,
    SeasonSpec,
)
from domain.store import duels as duelling
from domain.store import results, session, shadow
from domain.store import streaks as stored
from domain.store.driver import connection
from domain.store.queries import checks
from domain.store.queries import closing as waiting
from domain.store.queries import streaks as seen
from domain.store.tables import FindingRow
from tests.domain.machine import made_up
from tests.domain.machine.made_up import Work
from tests.domain.services import game

PEOPLE = (game.ADA, game.BEN, game.CAM)
BOSS = Account(2_000_000, "boss")
TEAMS = {"red": UUID(int=7), "blue": UUID(int=8)}
BEGIN = datetime.fromisoformat("2026-11-16T08:00:00+00:00")
DELIVERY_ATTEMPTS = 5


class CrashError(Exception):
    """The process dies in the middle of a transaction."""


class World:
    """A game with the rules and missions of the tests, three people, two teams and an admin."""

    def __init__(self, url: str) -> None:
        game.sweep(url)
        self.now = BEGIN
        self.sent: list[Delivery] = []
        self.keys: list[tuple[str, Work]] = []
        self.missions: list[UUID] = []
        self._numbers = 0
        self.admin = game.joined(BOSS, admin=True, now=game.LONG_AGO)
        self.players = [game.joined(person, now=game.LONG_AGO) for person in PEOPLE]
        self._multiply_from_the_beginning()
        for slug, team_id in TEAMS.items():
            session.write(teams.create, team_id, slug, slug.title(), actor_id=self.admin, now=game.LONG_AGO)
        wanted = DuelRules(on=True, xp=20, coins=3)
        session.write(duels.set_rules, wanted, actor_id=self.admin, now=game.LONG_AGO)

    def _multiply_from_the_beginning(self) -> None:
        """A setting holds from a later day on: without this no game would last long enough."""
        spec = FactorsSpec(memberships=True, streaks=True, steps=made_up.STEPS)
        session.write(factors.put, spec, actor_id=self.admin, now=game.LONG_AGO)
        ada, *_ = self.players
        session.write(factors.set_membership, ada, Membership.PREMIUM, actor_id=self.admin, now=game.LONG_AGO)

    def number(self) -> int:
        self._numbers += 1
        return self._numbers

    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    def do(self, service: Callable[..., list[DomainEvent]], *args: Any, **kwargs: Any) -> bool:
        """Run a verb; whether it was not refused. A moment passes, as it always does."""
        self.now += timedelta(seconds=1)
        try:
            session.write(service, *args, now=self.now, **kwargs)
        except QuestboardError:
            return False
        return True

    # What tools send

    def deliver(self, *works: Work) -> None:
        """One batch of our own API, and a delivery of GitHub's for each that has its shape."""
        sent = [self._activity(work) for work in works if not work.in_github_shape]
        self._accept(*(self._from_github(work) for work in works if work.in_github_shape))
        if sent:
            self._accept(game.batch(*sent))

    def deliver_again(self, place: int) -> None:
        """What was sent before, under a new id."""
        self._accept(game.redelivered(self.sent[place % len(self.sent)]))

    def take_back(self, place: int, late: int) -> None:
        """Something that was done is taken back, or something that comes next will be."""
        key, work = self.keys[place % len(self.keys)]
        at = self.now - timedelta(minutes=late)
        undo = {"key": f"{key}-undone", "reverses": key, "metric": work.metric, "occurred_at": at.isoformat()}
        self._accept(game.batch({**undo, "person": game.who(PEOPLE[work.person])}))

    def dismiss(self, work: Work) -> None:
        """A review of GitHub's, and its dismissal, the dismissal first."""
        at, number = self.now - timedelta(minutes=work.late), self.number()
        person = PEOPLE[work.person]
        self._accept(game.dismissed(person, number, at=at))
        self._accept(game.reviewed(person, number, at=at))

    def _activity(self, work: Work) -> dict[str, Any]:
        key = f"w{self.number()}"
        self.keys.append((key, work))
        return {
            "key": key,
            "person": game.who(PEOPLE[work.person]),
            "metric": work.metric,
            "value": work.value,
            "occurred_at": (self.now - timedelta(minutes=work.late)).isoformat(),
            "dimensions": {"queue": work.queue, "substance": "yes"},
        }

    def _from_github(self, work: Work) -> Delivery:
        person, number, at = PEOPLE[work.person], self.number(), self.now - timedelta(minutes=work.late)
        match work.metric:
            case "review.submitted":
                return game.reviewed(person, number, at=at)
            case "issue.completed":
                return game.issue(person, number, at=at)
            case _:
                return game.merged(person, number, at=at)

    def _accept(self, *sent: Delivery) -> None:
        self.sent += sent
        self.do(deliveries.accept, sent)

    # What workers do

    def apply(self, limit: int) -> None:
        self.do(inbox.apply, limit=limit)

    def crash(self, limit: int) -> None:
        """A worker dies after all its work and before its commit."""

        def dying(db: Session) -> list[DomainEvent]:
            inbox.apply(db, now=self.now, limit=limit)
            raise CrashError

        try:
            session.write(dying)
        except CrashError:
            return
        raise AssertionError("it did not crash")

    def put_off(self) -> None:
        """The oldest delivery that waits fails until it is set aside."""
        waits = game.rows("select id from delivery where state = 'pending' order by id limit 1")
        for _ in range(DELIVERY_ATTEMPTS if waits else 0):
            self.do(inbox.put_off, waits[0][0], "the reader is broken")

    def try_again(self) -> None:
        for (delivery,) in game.rows("select id from delivery where state = 'failed' order by id"):
            self.do(deliveries.try_again, delivery, actor_id=self.admin)

    def pay(self) -> None:
        """What is scheduled opens, and what was reached together is paid."""
        if session.read(waiting.is_scheduled, now=self.now):
            self.do(missions.open_scheduled)
        while owed := session.read(waiting.owed):
            for pair in owed:
                self.do(closing.pay, pair)

    def settle(self) -> None:
        """Decide every window that is over, and let go what waited too long."""
        self.do(rewards.expire)
        for mission_id, window in session.read(waiting.due, now=self.now):
            self.do(closing.settle, mission_id, window)
        for span in session.read(results.due, now=self.now):
            self.do(deciding.decide, *span)
        for duel_id in session.read(duelling.due, now=self.now):
            self.do(duels.settle, duel_id)
        for due, verb in (
            (waiting.seasons_to_open, season_ends.open_season),
            (waiting.seasons_to_close, season_ends.close_season),
        ):
            for season_id in session.read(due, now=self.now):
                self.do(verb, season_id)

    # What admins decide

    def publish(self, spec: MissionSpec, award: Award = Award.FROM_NOW, after: int = 0) -> UUID | None:
        """Draft and publish, perhaps `after` minutes."""
        mission_id = UUID(int=1_000 + self.number())
        self.do(missions.draft, mission_id, spec, actor_id=self.admin)
        return mission_id if self._publish(mission_id, award, after) else None

    def revise(self, place: int, spec: MissionSpec, award: Award = Award.FROM_NOW, after: int = 0) -> UUID | None:
        new_id = UUID(int=1_000 + self.number())
        self.do(missions.revise, self.missions[place % len(self.missions)], new_id, spec, actor_id=self.admin)
        return new_id if self._publish(new_id, award, after) else None

    def _publish(self, mission_id: UUID, award: Award, after: int) -> bool:
        at = self.now + timedelta(minutes=after) if after else None
        done = self.do(missions.publish, mission_id, award=award, at=at, actor_id=self.admin)
        self.missions += [mission_id] if done else []
        return done

    def retire(self, place: int) -> None:
        self.do(missions.retire, self.missions[place % len(self.missions)], actor_id=self.admin)

    def apply_pack(self) -> None:
        self.do(packs.apply, game.pack(), actor_id=self.admin)

    def join(self, person: int, team: str) -> None:
        self.do(teams.join, TEAMS[team], self.players[person], actor_id=self.admin)

    def leave(self, person: int, team: str) -> None:
        self.do(teams.leave, TEAMS[team], self.players[person], actor_id=self.admin)

    def name_kind(self, person: int, kind: PersonKind) -> None:
        self.do(players.set_kind, self.players[person], kind=kind, actor_id=self.admin)

    def make_admin(self, person: int, *, admin: bool) -> None:
        self.do(players.set_admin, self.players[person], admin=admin, actor_id=self.admin)

    def reverse(self, place: int) -> None:
        """The completion of a window, a tier or a quest is taken back."""
        done = game.rows(
            """
            select mission_id, subject_id, period from progress
            where subject_id = any(%s) and rewarded and position('/' in period) = 0 order by 1, 2, 3
            """,
            self.players,
        )
        if done:
            self.do(correcting.reverse, *done[place % len(done)], reason="It was a test.", actor_id=self.admin)

    def revoke(self, place: int) -> None:
        """A reward is taken back, whether or not it was claimed."""
        if given := game.rows("select id from reward order by grant_key"):
            self.do(rewards.revoke, given[place % len(given)][0], reason="It was a test.", actor_id=self.admin)

    def by_hand(self, person: int, amount: int) -> None:
        entry_id = UUID(int=1_000_000 + self.number())
        self.do(by_hand.give, entry_id, self.players[person], amount, reason="It was seen.", actor_id=self.admin)

    def hold(self, person: int, place: int) -> None:
        """Something odd is found in a few pieces of somebody's work, and held."""
        works = [key for (key,) in game.rows(
            "select key from activity where player_id = %s and reverses is null order by key", self.players[person]
        )]  # fmt: skip
        some = works[place % 3 :: 3][:4] if works else []
        finding = f"odd/{self.number()}"
        row = FindingRow(
            key=finding, detector="rings", kind="pair", players=[self.players[person]],
            since=self.now.date(), last_at=self.now, evidence=some, strength=1, sentence="did it in haste.",
        )  # fmt: skip
        session.write(_found, row)
        if place % 2:
            self.do(judging.hold_by_itself, finding)
        else:
            self.do(judging.hold, finding, reason="It looked odd.", actor_id=self.admin)

    def decide(self, place: int, outcome: str) -> None:
        """An appeal, a release, a reversal, or the end of a hold."""
        holds = game.rows("select id, player_id from hold order by at, id")
        if not holds:
            return
        hold_id, player = holds[place % len(holds)]
        match outcome:
            case "appeal":
                self.do(judging.appeal, hold_id, "It was honest.", actor_id=player)
            case "expire":
                self.do(judging.expire, hold_id)
            case "release":
                self.do(judging.release, hold_id, reason="It is fine.", actor_id=self.admin)
            case "reverse":
                self.do(judging.reverse, hold_id, reason="It was not.", actor_id=self.admin)

    def multiply(self, spec: FactorsSpec) -> None:
        self.do(factors.put, spec, actor_id=self.admin)

    def name_member(self, person: int, level: Membership) -> None:
        self.do(factors.set_membership, self.players[person], level, actor_id=self.admin)

    def boost(self, scope: BoostScope, person: int, factor: int, hours: int) -> None:
        """Work of the next hours is worth more, for everybody, the red team or one person."""
        subjects = {BoostScope.TEAM: TEAMS["red"], BoostScope.PLAYER: self.players[person]}
        begin = self.now + timedelta(minutes=5)
        spec = BoostSpec(
            title="A boost",
            scope=scope,
            subject_id=subjects.get(scope),
            factor=factor,
            starts_at=begin,
            ends_at=begin + timedelta(hours=hours),
        )
        self.do(boosts.schedule, UUID(int=2_000_000 + self.number()), spec, actor_id=self.admin)

    def call_off(self) -> None:
        for (boost_id,) in game.rows("select id from boost order by id limit 1"):
            self.do(boosts.call_off, boost_id, actor_id=self.admin)

    def rank(self, measure: Measure, period: Period, *, on: bool) -> None:
        """One more board ranks by that, or is switched off."""
        metric = "review.submitted" if measure in {Measure.METRIC_COUNT, Measure.METRIC_SUM} else None
        prizes = [{"best": 1, "rewards": [{"kind": "xp", "amount": 9}]}, {"bar": 2, "rewards": [{"kind": "coins"}]}]
        values = {"measure": measure, "metric": metric, "period": period, "on": on, "title": "Another board"}
        spec = BoardSpec.model_validate({"key": "other", **values, "prizes": () if period is Period.ALL else prizes})
        self.do(boards.put, spec, actor_id=self.admin)

    def begin_season(self, ahead: int, days: int) -> None:
        """A season of some days is announced, which may have begun already."""
        first = (self.now + timedelta(days=ahead)).date()
        prizes = [{"at_least": 30, "xp": 9}, {"bar": "streak", "at_least": 1, "badge_id": "polyglot"}]
        values = {"name": "Season", "first": first, "last": first + timedelta(days=days), "prizes": prizes}
        spec = SeasonSpec.model_validate({"id": f"season-{self.number()}", **values})
        self.do(seasons.put, spec, actor_id=self.admin)
        if self.do(seasons.announce, spec.id, actor_id=self.admin):
            few = Operator.LTE if days % 2 else Operator.GTE
            self.publish(game.mission(2, season=spec.id, operator=few))

    def live_a_season(self, days: int, works: Sequence[Work], minutes: int) -> None:
        """It begins, something is done in it, and some time later it may be over."""
        self.begin_season(0, days)
        self.settle()
        self.deliver(*works)
        self.apply(1_000)
        self.wait(minutes)
        self.apply(1_000)
        self.pay()
        self.settle()

    def merge(self, person: int, into: int) -> None:
        """Two accounts turn out to be one person."""
        self.do(merging.merge, self.players[person], self.players[into], actor_id=self.admin)

    def define_streak(self, streak: str, *, grace: int, on: bool, weekly: bool) -> None:
        """A streak is switched on or off, or forgives more or less."""
        found = session.read(stored.definition, streak)
        assert found is not None
        cadence = Cadence.WEEKLY if weekly else found.cadence
        spec = found.model_copy(update={"grace": grace, "on": on, "cadence": cadence})
        self.do(streaks.define, spec, actor_id=self.admin)

    def name_day(self, ahead: int, team: str | None) -> None:
        day = self.now.date() + timedelta(days=ahead)
        self.do(
            streaks.name_day, UUID(int=self.number()), day, "A day", team_id=TEAMS.get(team or ""), actor_id=self.admin
        )

    def drop_day(self) -> None:
        for (day_id,) in game.rows("select id from day_off where ended_at is null order by at desc limit 1"):
            self.do(streaks.drop_day, day_id, actor_id=self.admin)

    def holidays(self, code: str, person: int, team: str | None) -> None:
        if team:
            self.do(holidays.choose_for_team, TEAMS[team], code, actor_id=self.admin)
        else:
            self.do(holidays.choose, self.players[person], code)

    def give_freezes(self, person: int, count: int) -> None:
        gift = UUID(int=self.number())
        self.do(streaks.give_freezes, gift, self.players[person], count, reason="It was a test.", actor_id=self.admin)

    def duel(self, person: int, other: int, days: int, target: int | None) -> None:
        """One challenges another, who takes it on."""
        duel_id, first, second = UUID(int=2_000_000 + self.number()), self.players[person], self.players[other]
        goal = {"metric": "review.submitted", "days": days, "target": target}
        if self.do(duels.invite, duel_id, first, second, actor_id=first, **goal):
            self.do(duels.accept, duel_id, actor_id=second)

    def erase(self, person: int) -> None:
        """Somebody leaves, once everything that came in is applied."""
        self.apply(1_000)
        self.do(erasing.at_once, self.players[person], actor_id=self.admin)

    def return_anew(self, person: int) -> None:
        """Whoever left signs in again, as somebody new."""
        self.now += timedelta(seconds=1)
        with suppress(QuestboardError):  # a bot does not sign in
            self.players[person] = game.joined(PEOPLE[person], now=self.now)

    # What players decide

    def pause(self, person: int, ahead: int, days: int) -> None:
        first = self.now.date() + timedelta(days=ahead)
        last = first + timedelta(days=days)
        self.do(streaks.pause, UUID(int=self.number()), first, last, player_id=self.players[person])

    def come_back(self, person: int) -> None:
        player = self.players[person]
        found = game.rows(
            "select id from pause where player_id = %s and ended_at is null order by at desc limit 1", player
        )
        for (pause_id,) in found:
            self.do(streaks.come_back, pause_id, player_id=player)

    def repair(self, person: int) -> None:
        player = self.players[person]
        for card in session.read(seen.cards, player, now=self.now):
            if card.repairable:
                self.do(streaks.repair, card.id, card.repairable, player_id=player)

    def move(self, person: int, zone: str) -> None:
        self.do(players.change_profile, self.players[person], timezone=zone, hidden=False)

    def hide(self, person: int, zone: str) -> None:
        """And move; whoever moves again is seen again."""
        self.do(players.change_profile, self.players[person], timezone=zone, hidden=True)

    def accept(self, place: int, person: int) -> None:
        self.do(quests.accept, self.missions[place % len(self.missions)], player_id=self.players[person])

    def abandon(self, place: int, person: int) -> None:
        self.do(quests.abandon, self.missions[place % len(self.missions)], player_id=self.players[person])

    def claim(self, place: int) -> None:
        """A reward that waits, or no longer does, is claimed by whoever has it."""
        if given := game.rows("select player_id, id from reward order by state = 'pending' desc, grant_key"):
            self.do(rewards.claim, *given[place % len(given)])

    def use(self, place: int) -> None:
        """What a player keeps is used."""
        if kept := game.rows("select player_id, id from reward where state = 'claimed' order by grant_key"):
            self.do(rewards.use, *kept[place % len(kept)])

    def buy(self, person: int, offer: OfferSpec) -> None:
        """Somebody buys what an admin has just offered, or changed."""
        self.do(shop.put, offer, actor_id=self.admin)
        self.do(shop.buy, UUID(int=2_000_000 + self.number()), offer.id, player_id=self.players[person])

    def handle(self, place: int, step: str) -> None:
        """An admin decides about a purchase, whatever was decided before."""
        if bought := game.rows("select id from purchase order by at, id"):
            more = {"reason": "It was a test."} if step in {"refuse", "refund"} else {}
            self.do(getattr(shop, step), bought[place % len(bought)][0], actor_id=self.admin, **more)

    def slugs(self) -> list[str]:
        return [slug for (slug,) in game.rows("select slug from mission where version = 1 order by slug")]

    # What must be so

    def check(self, limit: int) -> None:
        """The invariants hold, and playing everything again ends with the same. Nothing is changed."""
        self.check_invariants()
        differences = replayed(self.now, limit)
        assert not differences, "\n".join(differences)

    def check_invariants(self) -> None:
        broken = [check.sentence for check in session.read(checks.invariants) if not check.ok]
        assert not broken, broken


def replayed(now: datetime, limit: int = 2_000) -> list[str]:
    """What is different after a replay, in a transaction that leaves nothing behind."""
    found: list[str] = []

    def playing(db: Session) -> list[DomainEvent]:
        replaying.pay(db, now=now)  # in the live tables: the replay ends with it too
        connection(db).execute(f"set local search_path = {shadow.SEARCH_PATH}".encode())
        replaying.begin(db)
        before = None
        while (position := shadow.position(db)) != before:
            before = position
            replaying.step(db, limit=limit)
        replaying.pay(db, now=now)
        if shadow.state_hash(db, "public") != shadow.state_hash(db, "replay"):
            found.extend(shadow.differences(db, 5) or ["the fingerprints differ, but no line does"])
        raise CrashError

    try:
        session.unheard(playing)
    except CrashError:
        return found
    raise AssertionError("nothing was rolled back")


def _found(db: Session, finding: FindingRow) -> list[DomainEvent]:
    db.add(finding)
    return []
