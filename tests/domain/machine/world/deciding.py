"""What admins decide about people and what these got."""

from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import (
    bots,
    by_hand,
    correcting,
    erasing,
    factors,
    judging,
    merging,
    players,
    rewards,
    shop,
    streaks,
    teams,
)
from domain.specs import (
    BotSpec,
    Membership,
    PersonKind,
)
from domain.store import session
from domain.store.tables import FindingRow
from tests.domain.machine.world.stage import TEAMS
from tests.domain.machine.world.working import Working
from tests.domain.services import game


class Deciding(Working):
    """Teams, kinds, what is taken back, given or held, and accounts that go."""

    def join(self, person: int, team: str) -> None:
        self.do(teams.join, TEAMS[team], self.players[person], actor_id=self.admin)

    def leave(self, person: int, team: str) -> None:
        self.do(teams.leave, TEAMS[team], self.players[person], actor_id=self.admin)

    def name_kind(self, person: int, kind: PersonKind) -> None:
        self.do(players.set_kind, self.players[person], kind=kind, actor_id=self.admin)

    def list_bot(self, person: int, kind: PersonKind) -> None:
        """The login of somebody, of whom more accounts may come, is listed, or taken off the list."""
        login = game.rows("select login from player where id = %s", self.players[person])[0][0].lower()
        if kind is PersonKind.HUMAN:
            self.do(bots.take_off, "github", login, actor_id=self.admin)
        else:
            self.do(bots.enlist, BotSpec(login=login, kind=kind), actor_id=self.admin)

    def make_admin(self, person: int, *, admin: bool) -> None:
        self.do(players.set_admin, self.players[person], admin=admin, actor_id=self.admin)

    def name_member(self, person: int, level: Membership) -> None:
        self.do(factors.set_membership, self.players[person], level, actor_id=self.admin)

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

    def merge(self, person: int, into: int) -> None:
        """Two accounts turn out to be one person."""
        self.do(merging.merge, self.players[person], self.players[into], actor_id=self.admin)

    def give_freezes(self, person: int, count: int) -> None:
        gift = UUID(int=self.number())
        self.do(streaks.give_freezes, gift, self.players[person], count, reason="It was a test.", actor_id=self.admin)

    def handle(self, place: int, step: str) -> None:
        """An admin decides about a purchase, whatever was decided before."""
        if bought := game.rows("select id from purchase order by at, id"):
            more = {"reason": "It was a test."} if step in {"refuse", "refund"} else {}
            self.do(getattr(shop, step), bought[place % len(bought)][0], actor_id=self.admin, **more)

    def erase(self, person: int) -> None:
        """Somebody leaves, once everything that came in is applied."""
        self.apply(1_000)
        self.do(erasing.at_once, self.players[person], actor_id=self.admin)


def _found(db: Session, finding: FindingRow) -> list[DomainEvent]:
    db.add(finding)
    return []
