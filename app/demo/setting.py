"""What the made-up team agreed on before anybody looks, told as if it had played for two weeks.

Only a game in which nothing has happened has such a past: what was decided lies behind what came in, as in a real one.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson
from sqlmodel import Session

from app.demo import story
from domain.errors import QuestboardError
from domain.events import DomainEvent
from domain.rules.experiments import earliest_first_day
from domain.services import (
    boosts,
    deliveries,
    duels,
    experiments,
    factors,
    follows,
    kudos,
    leagues,
    samples,
    streaks,
    teams,
)
from domain.specs import BoostSpec, Delivery, DuelRules, ExperimentSpec, FactorsSpec, LeagueSpec, Variant, plain_goal
from domain.store import session as store
from domain.store.driver import connection
from domain.store.queries.players import sample_people

#: When the team began to play, before now.
BEGAN = timedelta(days=15)
DAY = timedelta(days=1)

#: A verb with all that it needs but the session.
Step = Callable[[Session], list[DomainEvent]]
People = Mapping[str, UUID]


def began(now: datetime) -> datetime:
    """Since when the team has played, in a game that has no past two weeks ago, and in any other now."""
    return now - BEGAN if store.read(is_untouched) else now


def prepare(since: datetime, now: datetime) -> bool:
    """Put in what the demo shows. Whether the team's history is told with it: it is where it began before now."""
    store.write(samples.announce, now=now, since=since)
    store.write(samples.liven, now=now)
    if since < now:
        store.write(_live_through, now=now)
    return since < now


def _live_through(session: Session, *, now: datetime) -> list[DomainEvent]:
    """All of it at once; what an admin has done otherwise meanwhile stays so."""
    events: list[DomainEvent] = []
    who = _people(session)
    for step in [*(steps(who, now) if len(who) == len(samples.PEOPLE) else ()), *_history(now)]:
        with suppress(QuestboardError), session.begin_nested():
            events += step(session)
    return events


def is_untouched(session: Session) -> bool:
    """Whether no tool has sent anything yet."""
    return connection(session).execute("select exists (select from delivery)").fetchone() == (False,)


def steps(who: People, now: datetime) -> Iterator[Step]:
    """Everything that was decided, in the order in which it was."""
    yield from _groups(who, now - BEGAN)
    yield from _rivals(who, now)
    yield from _ties(who, now)
    mira, first = who["mira-okafor"], now - 6 * DAY
    spec = _experiment(earliest_first_day(first))
    yield _step(experiments.put, spec=spec, is_new=True, actor_id=mira, now=first)
    yield _step(experiments.start, experiment_id=spec.id, actor_id=mira, now=first)
    boost = BoostSpec(title="Release days", factor=1_200, starts_at=now - DAY, ends_at=now + 2 * DAY)
    yield _step(boosts.schedule, boost_id=_id("boost"), spec=boost, actor_id=mira, now=now - 2 * DAY)
    friday = _next_friday(now.date() + 3 * DAY)
    off = {"first": friday, "last": friday + 3 * DAY}
    yield _step(streaks.pause, pause_id=_id("pause"), player_id=mira, now=now - DAY, **off)


def _groups(who: People, at: datetime) -> Iterator[Step]:
    """Two teams, and a league that everybody joins; days in a row and levels make work worth a little more."""
    mira = who["mira-okafor"]
    yield _step(factors.put, spec=FactorsSpec(streaks=True, per_level=1, most_bonus=10), actor_id=mira, now=at)
    logins = list(who)
    for slug, name, members in (("checkout", "Checkout", logins[:3]), ("platform", "Platform", logins[3:])):
        yield _step(teams.create, team_id=_id(slug), slug=slug, name=name, actor_id=mira, now=at)
        for login in members:
            yield _step(teams.join, team_id=_id(slug), player_id=who[login], actor_id=mira, now=at)
    yield _step(leagues.define, spec=LeagueSpec(size=6, on=True), actor_id=mira, now=at)
    for player in who.values():
        yield _step(leagues.join, player_id=player, now=at)


def _rivals(who: People, now: datetime) -> Iterator[Step]:
    """A duel and a challenge of teams that are under way, and one that waits for an answer."""
    mira, jonas, aiko, sofia, *_ = who.values()
    yield _step(duels.set_rules, wanted=DuelRules(on=True, xp=20, coins=10), actor_id=mira, now=now - BEGAN)
    for name, kind, (asks, answers), (first, second), metric, days in (
        ("duel", "player", (jonas, mira), (jonas, mira), "review.submitted", 8),
        ("teams", "team", (mira, sofia), (_id("checkout"), _id("platform")), "pull_request.merged", 10),
    ):
        challenge = {"first_id": first, "second_id": second, "kind": kind, "goal": plain_goal(metric), "days": days}
        yield _step(duels.invite, duel_id=_id(name), **challenge, actor_id=asks, now=now - 6 * DAY)
        yield _step(duels.accept, duel_id=_id(name), actor_id=answers, now=now - 5 * DAY)
    challenge = {"first_id": aiko, "second_id": mira, "goal": plain_goal("issue.completed", 5), "days": 3}
    yield _step(duels.invite, duel_id=_id("asked"), **challenge, actor_id=aiko, now=now - timedelta(hours=3))


def _ties(who: People, now: datetime) -> Iterator[Step]:
    """Friends, somebody who only follows, and two who said thanks."""
    mira, jonas, aiko, sofia, noor, tomas = who.values()
    for one, other in ((mira, jonas), (jonas, mira), (aiko, mira), (mira, aiko), (sofia, mira)):
        yield _step(follows.follow, followed_id=other, actor_id=one, now=now - 9 * DAY)
    for number, (giver, receiver, text) in enumerate(
        (
            (mira, tomas, "You took the late shift of the release. It let me sleep."),
            (noor, mira, "Your remark about the retry saved me an afternoon."),
        )
    ):
        said = {"kudos_id": _id(f"thanks-{number}"), "to_id": receiver, "text": text}
        yield _step(kudos.thank, **said, actor_id=giver, now=now - (2 - number) * DAY)


def _experiment(first: date) -> ExperimentSpec:
    more = Variant(key="a-little-more", title="35 XP", xp=35, full_until=105, cap=175)
    return ExperimentSpec(
        id="worth-of-a-review",
        title="What a review is worth",
        question="Do people review more when a review is worth a little more?",
        rule="review-with-substance",
        variants=(more,),
        first=first,
        last=first + 27 * DAY,
        outcome="review.submitted",
    )


def _history(now: datetime) -> Iterator[Step]:
    """What tools sent on each of the last working days, as it came in then."""
    for day, scenes in story.days(story.SEED, now):
        sent = [
            Delivery("github", one.delivery_id, one.event, "application/json", orjson.dumps(one.payload))
            for one in scenes
        ]
        yield _step(deliveries.accept, deliveries=sent, now=datetime.combine(day, time(22), UTC))


def _people(session: Session) -> People:
    """The sample people by their logins, in the order in which they are introduced; none where nobody signs in so."""
    by_login = {person.login: person.id for person in sample_people(session)}
    return {login: by_login[login] for _, login, _ in samples.PEOPLE if login in by_login}


def _next_friday(day: date) -> date:
    return day + timedelta(days=(4 - day.weekday()) % 7)


def _step(verb: Callable[..., list[DomainEvent]], **fields: Any) -> Step:
    return partial(verb, **fields)


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"questboard:sample:{name}")
