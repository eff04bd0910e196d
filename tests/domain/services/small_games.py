"""Small games for laws: missions of every kind, work with its own times, and a portrait of what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import strategies as st

from domain.services import closing, missions, teams
from domain.specs import (
    Aggregate,
    AllOf,
    AnyOf,
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
    Tier,
    Unit,
    Window,
)
from domain.store import session
from domain.store.queries import closing as closing_queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM

PEOPLE = (ADA, BEN, CAM)
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
#: When all work is done and some of it is withdrawn: what it had completed until then stays completed.
AFTERWARDS = MONDAY + timedelta(days=11)
#: When all windows of the work are decided.
END = MONDAY + timedelta(days=40)
TEAM = UUID(int=7)


def count(threshold: int, **fields: Any) -> Condition:
    return Condition(**{"metric": "ticket.solved", "threshold": threshold, **fields})


def mission(title: str, requirement: Any, **fields: Any) -> MissionSpec:
    return MissionSpec(**{"title": title, "requirement": requirement, "xp": 10, **fields})


#: Of these the day is law, and the moment within it may differ: XP that stands already is not moved in it.
BY_DAY = ("earned",)
BY_MOMENT = Filter(dimension="mission", match=Match.NOT_IN, values=BY_DAY)

TICKETS = (
    mission("Daily", count(2), window=Window.DAILY),
    mission("Sum", count(7, aggregate=Aggregate.SUM), window=Window.WEEKLY),
    mission("Days", count(3, aggregate=Aggregate.DISTINCT_DAYS), badge_id="polyglot"),
    mission("Queues", count(3, aggregate=Aggregate.DISTINCT, dimension="queue"), window=Window.WEEKLY),
    mission("Greatest", count(4, aggregate=Aggregate.MAX), window=Window.DAILY),
    mission("Rolling", count(3, within=Span(number=20, unit=Unit.HOURS)), window=Window.MONTHLY),
    mission("Rolling sum", count(8, aggregate=Aggregate.SUM, within=Span(number=2, unit=Unit.DAYS))),
    mission("Either", AnyOf(any=(count(5), AllOf(all=(count(1), count(2, metric="issue.completed")))))),
    MissionSpec(
        title="Tiers",
        kind=Kind.ACHIEVEMENT,
        requirement=count(5),
        tiers=tuple(
            Tier(tier=tier, threshold=threshold, xp=threshold)
            for tier, threshold in zip((BadgeTier.BRONZE, BadgeTier.SILVER, BadgeTier.GOLD), (1, 3, 5), strict=True)
        ),
        badge_id="release-captain",
    ),
)
DERIVED = (
    mission("Earned", count(60, metric="xp.earned", aggregate=Aggregate.SUM), xp=0),
    # Never completed: XP that stood in a week for a while, and moved, may have completed it, and that is not undone.
    mission("Earned weekly", count(10_000, metric="xp.earned", aggregate=Aggregate.SUM), window=Window.WEEKLY, xp=0),
    mission("Finished", count(4, metric="mission.completed", filters=(BY_MOMENT,)), badge_id="first-light"),
    mission("Streak", count(3, metric="streak.length", aggregate=Aggregate.MAX)),
    mission("After", count(2), after=("days",)),
    mission("Ever", AllOf(all=(count(4, ever=True), count(1, metric="issue.completed"))), window=Window.WEEKLY),
)
DECIDED = (
    mission("Few", count(2, operator=Operator.LTE), window=Window.WEEKLY),
    mission("Exactly", count(2, operator=Operator.EQ), window=Window.DAILY),
    mission("Focused", AllOf(all=(count(2), NotOf.model_validate({"not": count(1, metric="issue.completed")}))),
            window=Window.WEEKLY),
    mission("First", count(2), window=Window.WEEKLY, places=1),
)  # fmt: skip
SHARED = (
    mission("Guild", count(6), window=Window.WEEKLY, scope=Scope.GUILD, min_contributors=2),
    mission("Team", count(3), scope=Scope.TEAM),
)


@dataclass(frozen=True, slots=True)
class Work:
    """A ticket or an issue, `minutes` after Monday's beginning, that came in `late` minutes later."""

    person: int
    minutes: int
    late: int = 1
    metric: str = "ticket.solved"
    value: int = 1
    queue: str = "red"
    withdrawn_late: int | None = None

    def sent(self, place: int) -> list[tuple[Delivery, datetime]]:
        """Its delivery, and perhaps, afterwards, the one that withdraws it, each with the time it comes in."""
        at = MONDAY + timedelta(minutes=self.minutes)
        arrives = at + timedelta(minutes=self.late)
        person = game.who(PEOPLE[self.person])
        work = {
            "key": f"w{place:03}",
            "person": person,
            "metric": self.metric,
            "value": self.value,
            "occurred_at": at.isoformat(),
            "dimensions": {"queue": self.queue},
        }
        sent = [(game.batch(work), arrives)]
        if self.withdrawn_late is not None:
            withdrawn = AFTERWARDS + timedelta(minutes=self.withdrawn_late)
            undo = {
                "key": f"w{place:03}-undone",
                "person": person,
                "metric": self.metric,
                "occurred_at": withdrawn.isoformat(),
                "reverses": f"w{place:03}",
            }
            sent.append((game.batch(undo), withdrawn))
        return sent


def works(*, people: int = 1, most: int = 14, withdrawn: bool = False) -> st.SearchStrategy[list[Work]]:
    """Work of ten days, often at the same minute, often very late."""
    return st.lists(
        st.builds(
            Work,
            person=st.integers(0, people - 1),
            minutes=st.one_of(st.integers(0, 10 * 24 * 60), st.integers(0, 40).map(lambda sixth: sixth * 360)),
            late=st.one_of(st.integers(0, 60), st.integers(0, 9 * 24 * 60)),
            metric=st.sampled_from(["ticket.solved", "ticket.solved", "issue.completed"]),
            value=st.integers(1, 5),
            queue=st.sampled_from(["red", "green", "blue"]),
            withdrawn_late=st.none() | st.integers(0, 5 * 24 * 60) if withdrawn else st.none(),
        ),
        min_size=1,
        max_size=most,
    )


def deliveries(done: Sequence[Work]) -> list[tuple[Delivery, datetime]]:
    return [sent for place, work in enumerate(done) for sent in work.sent(place)]


def start(url: str, specs: Sequence[MissionSpec], *, people: int = 1) -> None:
    """An empty game with these missions, in force since long ago; everybody is in one team."""
    game.sweep(url)
    admin = game.an_admin()
    for account in PEOPLE[:people]:
        game.joined(account, now=game.LONG_AGO)
    session.write(teams.create, TEAM, "red", "Red", actor_id=admin, now=game.LONG_AGO)
    for account in PEOPLE[:people]:
        session.write(teams.join, TEAM, game.player(account), actor_id=admin, now=game.LONG_AGO)
    for spec in specs:
        mission_id = uuid5(NAMESPACE_URL, spec.title)
        session.write(missions.draft, mission_id, spec, actor_id=admin, now=game.LONG_AGO)
        session.write(missions.publish, mission_id, actor_id=admin, now=game.LONG_AGO)


def arrive(sent: Sequence[tuple[Delivery, datetime]], *, now: datetime = END) -> None:
    """These deliveries come in, each at its own time, and are applied together."""
    for delivery, received_at in sent:
        game.accept(delivery, now=received_at)
    game.apply(now=now)


def close(*, now: datetime = END) -> None:
    """Decide and pay whatever waits for it."""
    for mission_id, window in session.read(closing_queries.due, now=now):
        session.write(closing.settle, mission_id, window, now=now)
    for pair in session.read(closing_queries.owed):
        session.write(closing.pay, pair, now=now)


def portrait() -> dict[str, list[str]]:
    """What became of everything, a line each, without ids and times of booking."""
    logins = {str(player): login for player, login in game.rows("select id, login from player")}
    return {name: [_named(str(row), logins) for row in game.rows(query)] for name, query in _PORTRAIT.items()}


def _named(line: str, logins: Mapping[str, str]) -> str:
    for player, login in logins.items():
        line = line.replace(player, login)
    return line


_PORTRAIT = {
    "progress": """
        select m.slug, coalesce(p.login, 'shared'), x.period, x.rewarded,
               case when m.slug = 'earned' then x.completed_at::date::text
                    else x.completed_at || x.completed_by end,
               case when x.completed_at is null
                    then (x.tallies - case when p.id is null then -1 else 99 end)::text end,
               array(select login from player where p.id is null and x.tallies -> -1 ? player.id::text order by 1)
        from progress x join mission m on m.id = x.mission_id left join player p on p.id = x.subject_id
        order by 1, 2, 3
    """,
    "xp by day": """
        select p.login, d.day, d.sum from metric_day d join player p on p.id = d.player_id
        where metric = 'xp.earned' and d.sum <> 0 order by 1, 2
    """,
    "xp": "select login, xp from player order by 1",
    "rule days": """
        select p.login, d.rule_id, d.day, d.raw, d.paid from rule_day d join player p on p.id = d.player_id
        order by 1, 2, 3
    """,
    "badges": """
        select p.login, b.badge_id, b.tier from badge_award b join player p on p.id = b.player_id
        order by 1, 2, 3
    """,
}
