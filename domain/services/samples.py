"""Samples: the made-up people of a development machine."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid4, uuid5

from sqlmodel import Session, col, select

from domain.events import DomainEvent, PlayerJoined
from domain.services import missions, rewards, seasons, shop, streaks
from domain.specs import (
    AnyOf,
    Bar,
    Condition,
    Milestone,
    MissionSpec,
    OfferSpec,
    Person,
    RewardKind,
    RewardSpec,
    Role,
    Scope,
    SeasonPrize,
    SeasonSpec,
    Theme,
    Window,
)
from domain.store import people
from domain.store import rewards as kept
from domain.store import seasons as stored
from domain.store import streaks as stored_streaks
from domain.store.queries import shop as offers
from domain.store.tables import PlayerRow

#: Far above the ids GitHub gives today; the sample payloads carry them. The first is an admin.
PEOPLE = (
    (900_000_001, "mira-okafor", "Mira Okafor"),
    (900_000_002, "jonas-weber", "Jonas Weber"),
    (900_000_003, "aiko-tanaka", "Aiko Tanaka"),
    (900_000_004, "sofia-reyes", "Sofia Reyes"),
    (900_000_005, "noor-haddad", "Noor Haddad"),
    (900_000_006, "tomas-lind", "Tomas Lind"),
)


def announce(session: Session, *, now: datetime) -> list[DomainEvent]:
    """A season that is on, with a mission of its own, and something to spend coins on, in a game that has no season."""
    if stored.seasons(session):
        return []
    first = now.date() - timedelta(days=9)
    spec = SeasonSpec(
        id="first-light",
        name="First light",
        sentence="Get to know each other’s code: look at what others build, and finish what is open.",
        first=first,
        last=first + timedelta(days=27),
        theme=Theme.DUSK,
        prizes=(SeasonPrize(at_least=500, xp=50), SeasonPrize(bar=Bar.MISSIONS, at_least=5, xp=80)),
    )
    begun = now - timedelta(days=1)
    events = [
        *seasons.put(session, spec, actor_id=None, now=begun),
        *seasons.announce(session, spec.id, actor_id=None, now=begun),
    ]
    session.flush()  # the mission names the season
    goal = Condition(metric="review.submitted", threshold=12)
    mission = MissionSpec(title="Twelve looks", requirement=goal, season=spec.id, scope=Scope.GUILD, xp=60)
    money = MissionSpec(
        title="Pocket money",
        description="Give one review, or land one pull request.",
        requirement=AnyOf(
            any=(
                Condition(metric="review.submitted", threshold=1),
                Condition(metric="pull_request.merged", threshold=1),
            )
        ),
        window=Window.DAILY,
        coins=20,
    )
    for slug, spec_of in (("twelve-looks", mission), ("pocket-money", money)):
        mission_id = uuid5(NAMESPACE_URL, f"questboard:sample:{slug}")
        missions.draft(session, mission_id, spec_of, actor_id=None, now=now)
        session.flush()  # what is published is looked up by its id
        events += missions.publish(session, mission_id, actor_id=None, now=now)
    coffee = RewardSpec(kind=RewardKind.ITEM, reference="Coffee with a colleague")
    offer = OfferSpec(id="coffee", title="Coffee with a colleague", price=15, gives=coffee, real=True, approval=True)
    return [*events, *shop.put(session, offer, actor_id=None, now=now)]


def go_shopping(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Let one of the sample people buy the cheapest thing that he can and does not have, and wear it if it is a title.

    The first of them is left alone: whoever looks at the demo spends his own coins.
    """
    people_here = select(PlayerRow).where(col(PlayerRow.sample)).order_by(PlayerRow.login)
    for player in session.exec(people_here):
        page = offers.page(session, player.id, now=now)
        wanted = [one for one in page.offers if one.refusal is None and not one.bought]
        if wanted and player.login != PEOPLE[0][1]:
            events = shop.buy(session, uuid4(), wanted[0].id, player_id=player.id, now=now)
            if wanted[0].kind is RewardKind.TITLE:
                events += rewards.wear(session, player.id, kept.titles(session, player.id)[0], now=now)
            return events
    return []


def liven(session: Session, *, now: datetime) -> list[DomainEvent]:
    """A streak of reviews with a milestone, and a freeze for everybody, in a game that has no streak of its own yet."""
    reviews = next(spec for spec in stored_streaks.definitions(session) if spec.id == "reviews")
    if reviews.on:
        return []
    milestones = (Milestone(length=5, xp=40),)
    spec = reviews.model_copy(update={"on": True, "milestones": milestones})
    events = streaks.define(session, spec, actor_id=None, now=now)
    for player in session.exec(select(PlayerRow.id).where(col(PlayerRow.sample)).order_by(col(PlayerRow.id))).all():
        events += streaks.grant_freeze(session, player, 1, cause=f"hand:sample:{player}", now=now)
    return events


def invite(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Make the sample people players, unless they are."""
    accounts, joined = people.identify(
        session, [Person("github", str(number), login) for number, login, _ in PEOPLE], now
    )
    names = {accounts[key]: name for number, _, name in PEOPLE if (key := ("github", str(number))) in accounts}
    for player in session.exec(select(PlayerRow).where(col(PlayerRow.id).in_(joined))):
        player.sample = True
        player.name = names[player.id]
        if player.login == PEOPLE[0][1]:
            player.is_admin, player.roles = True, [[None, Role.ADMIN.value]]
    return [PlayerJoined(player_id) for player_id in joined]
