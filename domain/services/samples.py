"""Samples: the made-up people of a development machine."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from sqlmodel import Session, col, func, select

from domain.events import DomainEvent, PlayerJoined
from domain.services import judging, missions, rewards, seasons, shop, streaks
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
from domain.store.tables import FindingRow, HoldRow, PlayerRow, PurchaseRow
from domain.views import OfferView

#: Far above the ids GitHub gives today; the sample payloads carry them. The first is an admin.
PEOPLE = (
    (900_000_001, "mira-okafor", "Mira Okafor"),
    (900_000_002, "jonas-weber", "Jonas Weber"),
    (900_000_003, "aiko-tanaka", "Aiko Tanaka"),
    (900_000_004, "sofia-reyes", "Sofia Reyes"),
    (900_000_005, "noor-haddad", "Noor Haddad"),
    (900_000_006, "tomas-lind", "Tomas Lind"),
)


def announce(session: Session, *, now: datetime, since: datetime | None = None) -> list[DomainEvent]:
    """A season that is on, with a mission of its own, and something to spend coins on, in a game that has no season.

    Missions count from now, or `since` some time ago, where nothing has come in since then.
    """
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
    begun, since = since or now - timedelta(days=1), since or now
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
    present = RewardSpec(kind=RewardKind.BOOST, amount=2, percent=150, by_hand=True)
    settled = MissionSpec(
        title="Settled in",
        description="Land three pull requests. The present waits until you take it.",
        requirement=Condition(metric="pull_request.merged", threshold=3),
        xp=30,
        rewards=(present,),
    )
    for slug, spec_of in (("twelve-looks", mission), ("pocket-money", money), ("settled-in", settled)):
        mission_id = uuid5(NAMESPACE_URL, f"questboard:sample:{slug}")
        missions.draft(session, mission_id, spec_of, actor_id=None, now=since)
        session.flush()  # what is published is looked up by its id
        events += missions.publish(session, mission_id, actor_id=None, now=since)
    coffee = RewardSpec(kind=RewardKind.ITEM, reference="Coffee with a colleague")
    offer = OfferSpec(id="coffee", title="Coffee with a colleague", price=15, gives=coffee, real=True, approval=True)
    return [*events, *shop.put(session, offer, actor_id=None, now=now)]


def go_shopping(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Let the one of the sample people who has bought least buy something, each something else, and use it.

    The first of them is left alone: whoever looks at the demo spends his own coins.
    """
    bought = (
        select(func.count())
        .select_from(PurchaseRow)
        .where(col(PurchaseRow.player_id) == col(PlayerRow.id))
        .scalar_subquery()
    )
    shoppers = select(PlayerRow).where(col(PlayerRow.sample), col(PlayerRow.login) != PEOPLE[0][1])
    for player in session.exec(shoppers.order_by(bought, col(PlayerRow.login))).all():
        page = offers.page(session, player.id, now=now)
        wanted = [one for one in page.offers if one.refusal is None and not one.bought]
        if wanted:
            taste = [login for _, login, _ in PEOPLE].index(player.login)
            return _buy(session, player.id, wanted[(taste - 1) % len(wanted)], now)
    return []


def _buy(session: Session, player_id: UUID, offer: OfferView, now: datetime) -> list[DomainEvent]:
    """Buy something, and use what can be used at once."""
    purchase = uuid4()
    events = shop.buy(session, purchase, offer.id, player_id=player_id, now=now)
    if offer.approval:
        return events
    match offer.kind:
        case RewardKind.TITLE:
            events += rewards.wear(session, player_id, kept.titles(session, player_id)[0], now=now)
        case RewardKind.BOOST | RewardKind.FREEZE:
            events += rewards.use(session, player_id, kept.id_of(f"purchase:{purchase}"), now=now)
    return events


def ask_about(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Let the sample admin hold what somebody was paid for a list of issues, until he says what it was."""
    admin = session.exec(
        select(PlayerRow.id).where(col(PlayerRow.sample), col(PlayerRow.is_admin), col(PlayerRow.login) == PEOPLE[0][1])
    ).first()
    held = select(HoldRow.finding_key)
    odd = select(FindingRow.key).where(FindingRow.kind == "own-issues", col(FindingRow.key).not_in(held))
    finding = session.exec(odd.order_by(FindingRow.key)).first()
    if admin is None or finding is None:
        return []
    return judging.hold(session, finding, reason="Was this one piece of work?", actor_id=admin, now=now)


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
