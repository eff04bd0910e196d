"""What time alone decides, one story for each: how it comes about, who decides it, its steps, and how it must end."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from multiprocessing.context import ForkServerProcess
from threading import Event
from typing import Any
from uuid import uuid4

from domain.services import closing, deciding, duels, erasing, judging, leagues, missions, rewards, season_ends
from domain.specs import (
    Condition,
    DuelRules,
    LeagueSpec,
    MissionSpec,
    Operator,
    RewardKind,
    RewardSpec,
    Window,
    plain_goal,
)
from domain.store import bus, erasures, holds, results, session
from domain.store import duels as duelling
from domain.store.queries import closing as waiting
from tests import factories
from tests.domain.services import game, judged
from tests.domain.services.game import ADA, BEN, NOW, later
from tests.domain.services.test_season_ends import BEGINS, DECIDED, announced
from tests.faults import steps
from tests.faults.steps import COMMITTED, Step
from workers import seasons

#: A week after everything here is due.
DOWNTIME = timedelta(days=7)
#: The week of `NOW` is decided.
WEEK_DECIDED = datetime(2026, 11, 25, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 16)
PRIZES = [{"best": 1, "rewards": [{"kind": "xp", "amount": 50}]}, {"bar": 1, "rewards": [{"kind": "coins"}]}]

STEPS: Mapping[str, Step] = {
    "definitions shared": ("domain.store.definitions", "share", False),
    "definitions owned": ("domain.store.definitions", "own", False),
    "players locked": ("domain.store.people", "lock", False),
    "window claimed": ("domain.store.progress", "claim_settlement", False),
    "windows decided": ("domain.store.progress", "save", False),
    "result kept": ("domain.store.results", "freeze", False),
    "rewards stored": ("domain.store.rewards", "add", False),
    "reward settled": ("domain.store.rewards", "settle", False),
    "phase claimed": ("domain.store.season_ends", "claim", False),
    "people told": ("domain.store.season_ends", "tell_the_active", False),
    "moment marked": ("domain.store.season_ends", "mark", False),
    "results worked out": ("domain.store.seasons", "results", False),
    "results kept": ("domain.store.season_ends", "keep", False),
    "payment claimed": ("domain.store.season_ends", "claim_payment", False),
    "round settled": ("domain.store.leagues", "settle", False),
    "round drawn": ("domain.store.leagues", "draw", False),
    "work given back": ("domain.store.holds", "forget", False),
    "entries booked": ("domain.store.ledger", "book", False),
    "balances updated": ("domain.store.ledger", "balance", False),
    "boards renewed": ("domain.store.standings", "renew", False),
    "notifications written": ("domain.store.awards", "notify", False),
    "audited": ("domain.store.audit", "note", False),
    "traces removed": ("domain.store.erasures", "sweep", False),
    "news staged, not committed": ("domain.store.bus", "stage", False),
    COMMITTED: ("domain.store.bus", "announce", True),
}
_PAID = ("entries booked", "balances updated", "boards renewed", "notifications written")
_END = ("news staged, not committed", COMMITTED)


@dataclass(frozen=True, slots=True)
class Story:
    """`decide` does whatever is due at a time; `looks` says how the game looks then, which `ends` is how it must."""

    prepare: Callable[[], None]
    decide: Callable[[datetime], None]
    at: datetime
    steps: tuple[str, ...]
    looks: str
    ends: tuple[Any, ...]

    def look(self) -> tuple[Any, ...]:
        (found,) = game.rows(self.looks)
        return found


def worker(url: str, name: str, now: datetime, *, dies_at: str | None = None) -> ForkServerProcess:
    """A process that does what is due of a story, and with `dies_at` kills itself at that step of it."""
    process = steps.CONTEXT.Process(target=_work, args=(url, name, now, dies_at), daemon=True)
    process.start()
    return process


def _work(url: str, name: str, now: datetime, dies_at: str | None) -> None:
    session.configure(url)
    bus.configure(url, None)
    season_ends.CHUNK = 1
    if dies_at:
        steps.arm(*STEPS[dies_at])
    STORIES[name].decide(now)


def _each(verb: Callable[..., Any], due: Iterable[Any], now: datetime) -> None:
    for one in due:
        session.write(verb, *(one if isinstance(one, tuple) else (one,)), now=now)


def _windows(now: datetime) -> None:
    _each(closing.settle, session.read(waiting.due, now=now), now)


def _calm() -> None:
    """Whoever did little all week has done it."""
    few = Condition(metric="ticket.solved", operator=Operator.LTE, threshold=9)
    game.published(MissionSpec(title="Calm", requirement=few, window=Window.WEEKLY, xp=30, badge_id="polyglot"))
    game.solve("a")
    game.solve("b", by=BEN)


def _one_place() -> None:
    game.published(game.mission(1, window=Window.WEEKLY, places=1, xp=30))
    game.solve("a")
    game.solve("b", by=BEN, at=later(hours=1))


def _together() -> None:
    game.published(game.mission(2, scope="guild", xp=11))
    game.solve("a")
    game.solve("b", by=BEN)


def _scheduled() -> None:
    admin, mission = game.an_admin(), uuid4()
    session.write(missions.draft, mission, game.mission(1, xp=30), actor_id=admin, now=NOW)
    session.write(missions.publish, mission, at=later(hours=1), actor_id=admin, now=NOW)
    game.solve("a", at=later(hours=2))


def _season() -> None:
    announced(prizes=[{"at_least": 1, "xp": 50, "badge_id": "polyglot"}])
    game.play(game.issue(ADA, 1), game.issue(BEN, 2))


def _season_that_is_open() -> None:
    _season()
    session.write(season_ends.open_season, "frost", now=BEGINS)


def _contest() -> None:
    game.on_board("week", measure="metric_count", metric="issue.completed", prizes=PRIZES, now=game.LONG_AGO)
    game.play(game.issue(ADA, 1), game.issue(ADA, 2), game.issue(BEN, 3))


def _contests(now: datetime) -> None:
    _each(deciding.decide, [one for one in session.read(results.due, now=now) if one[:2] == ("week", MONDAY)], now)


def _league() -> None:
    many = factories.accounts(10)
    spec = LeagueSpec(divisions=("Bronze", "Silver"), size=10, up=20, down=20, on=True)
    session.write(leagues.define, spec, actor_id=game.an_admin(), now=NOW)
    for number, account in enumerate(many, 1):
        session.write(leagues.join, game.joined(account), now=NOW)
        game.play(*(game.issue(account, number * 20 + each) for each in range(number)))
    session.write(leagues.keep_up, now=NOW)


def _gift_that_waits() -> None:
    gift = RewardSpec(kind=RewardKind.XP, amount=5, by_hand=True, days=3)
    game.published(game.mission(1, xp=0, rewards=(gift,)))
    game.solve("a")
    game.solve("b", by=BEN)


def _hold() -> None:
    judged.every_review_pays()
    game.play(*(factories.rubber_stamp(ADA, BEN, number) for number in range(1, 7)))
    (found,) = game.looked()
    session.write(judging.hold, found, reason="Were they read?", actor_id=game.an_admin(), now=later(hours=1))


def _duel() -> None:
    session.write(duels.set_rules, DuelRules(on=True, xp=20, coins=5), actor_id=game.an_admin(), now=NOW)
    duel, first, second = uuid4(), game.joined(ADA), game.joined(BEN)
    goal = plain_goal("review.submitted")
    session.write(duels.invite, duel, first, second, goal=goal, days=2, actor_id=first, now=NOW)
    session.write(duels.accept, duel, actor_id=second, now=NOW)
    game.play(game.reviewed(ADA, 1, at=later(days=1)), now=later(days=1))


def _leaving() -> None:
    game.an_admin()
    game.play(game.issue(ADA, 1))
    session.write(erasing.ask, ADA.login, actor_id=game.joined(ADA), now=NOW)


def _pairs(now: datetime) -> None:
    _each(closing.pay, ((pair,) for pair in session.read(waiting.owed)), now)


def _openings(now: datetime) -> None:
    _each(season_ends.open_season, session.read(waiting.seasons_to_open, now=now), now)


def _follow(now: datetime) -> None:
    seasons.follow(Event(), lambda: now)


def _expiring(now: datetime) -> None:
    session.write(rewards.expire, now=now)


_SEASON_LOOKS = """
    select (select count(*)::int from season_phase where phase <> 'paid'), (select count(*)::int from season_result),
           (select coalesce(sum(amount), 0)::int from xp_entry where cause = 'season'),
           (select count(*)::int from badge_award where cause like 'season:%%'),
           (select count(*)::int from notification where kind = 'season')
"""
_PAID_FOR_MISSIONS = """
    select (select count(*)::int from xp_entry where cause = 'mission'),
           (select coalesce(sum(amount), 0)::int from xp_entry where cause = 'mission'),
           (select count(*)::int from badge_award where cause like 'mission:%%')
"""

STORIES: Mapping[str, Story] = {
    "a window of a mission that can be lost": Story(
        _calm, _windows, WEEK_DECIDED,
        ("definitions shared", "window claimed", "players locked", "windows decided", *_PAID, *_END),
        _PAID_FOR_MISSIONS, (2, 60, 2),
    ),
    "a window with one place": Story(
        _one_place, _windows, WEEK_DECIDED,
        ("definitions shared", "window claimed", "players locked", "windows decided", *_PAID, *_END),
        _PAID_FOR_MISSIONS, (1, 30, 0),
    ),
    "what everybody did together": Story(
        _together, _pairs, later(hours=1),
        ("definitions shared", "players locked", "windows decided", *_PAID, *_END),
        _PAID_FOR_MISSIONS, (2, 22, 0),
    ),
    "a mission whose time has come": Story(
        _scheduled, lambda now: _each(missions.open_scheduled, [()], now), later(hours=3),
        ("definitions owned", *_END),
        "select state, (select sum(amount)::int from xp_entry where cause = 'mission') from mission where version = 1"
        " and spec ->> 'title' = 'Tidy up'",
        ("published", 30),
    ),
    "a season opens": Story(
        _season, _openings, BEGINS,
        ("definitions shared", "phase claimed", "people told", *_END),
        "select count(*)::int, (select count(*)::int from notification where kind = 'season') from season_phase",
        (1, 3),
    ),
    "a season is decided and paid": Story(
        _season_that_is_open, _follow, DECIDED,
        (
            "definitions owned", "moment marked", "phase claimed", "results worked out", "results kept",
            "payment claimed", "players locked", *_PAID, *_END,
        ),
        _SEASON_LOOKS, (2, 2, 100, 2, 5),
    ),
    "a board with prizes": Story(
        _contest, _contests, WEEK_DECIDED,
        ("definitions shared", "result kept", "players locked", "rewards stored", *_PAID, *_END),
        "select (select count(*)::int from board_result where board = 'week'), count(*)::int, max(amount)::int"
        " from xp_entry where cause = 'reward'",
        (2, 3, 50),
    ),
    "a round of the league": Story(
        _league, lambda now: _each(leagues.keep_up, [()], now), WEEK_DECIDED,
        ("definitions owned", "round settled", "round drawn", "notifications written", *_END),
        "select (select count(*)::int from league_round where settled_at is not null),"
        " (select count(*)::int from league_place where outcome = 'up'),"
        " (select count(*)::int from league_member where division = 1)",
        (1, 4, 4),
    ),
    "gifts that nobody took": Story(
        _gift_that_waits, _expiring, later(days=4),
        ("definitions shared", "players locked", "reward settled", *_END),
        "select (select count(*)::int from reward where state = 'expired'), count(*)::int from reward_decision",
        (2, 2),
    ),
    "a hold that nobody decided": Story(
        _hold, lambda now: _each(judging.expire, session.read(holds.expired, now=now), now), later(days=15),
        ("players locked", "work given back", *_PAID, *_END),
        "select (select count(*)::int from hold_end), (select count(*)::int from held), xp > 0 from player"
        f" where login = '{ADA.login}'",
        (1, 0, True),
    ),
    "a duel": Story(
        _duel, lambda now: _each(duels.settle, session.read(duelling.due, now=now), now), later(days=6),
        ("definitions shared", "players locked", "rewards stored", *_PAID, *_END),
        "select (select count(*)::int from duel_result), (select count(*)::int from reward where cause = 'duel')",
        (1, 2),
    ),
    "somebody who asked to be erased": Story(
        _leaving, lambda now: _each(erasing.erase, session.read(erasures.due, now=now), now), later(days=7),
        ("definitions owned", "players locked", "audited", "traces removed", "boards renewed", *_END),
        "select (select count(*)::int from player where kind = 'erased'),"
        " (select count(*)::int from audit where action = 'player.erased')",
        (1, 1),
    ),
}  # fmt: skip
