"""What players decide."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from domain.errors import QuestboardError
from domain.services import (
    climbing,
    holidays,
    leagues,
    players,
    quests,
    rewards,
    shop,
    streaks,
)
from domain.specs import (
    OfferSpec,
)
from domain.store import session
from domain.store.queries import streaks as seen
from tests.domain.machine.world.stage import PEOPLE, TEAMS, Stage
from tests.domain.services import game


class Playing(Stage):
    """Time off, being seen, quests, rewards and purchases."""

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

    def holidays(self, code: str, person: int, team: str | None) -> None:
        if team:
            self.do(holidays.choose_for_team, TEAMS[team], code, actor_id=self.admin)
        else:
            self.do(holidays.choose, self.players[person], code)

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

    def start_a_boost(self, person: int, offer: OfferSpec, minutes: int) -> None:
        """Somebody buys a boost, starts it, and loses it again a while later."""
        self.buy(person, offer)
        bought = "select id from reward where player_id = %s and spec ->> 'kind' = 'boost' order by at desc limit 1"
        for (reward,) in game.rows(bought, self.players[person]):
            self.do(rewards.use, self.players[person], reward)
            self.wait(minutes)
            self.do(rewards.revoke, reward, reason="It was a test.", actor_id=self.admin)

    def take_part_in_the_league(self, person: int, *, leaves: bool) -> None:
        self.do(leagues.leave if leaves else leagues.join, self.players[person])

    def listen(self, person: int, *, wants: bool) -> None:
        """Somebody wants to hear of his places on boards, or does not any more."""
        self.do(climbing.choose, self.players[person], wants=wants)

    def return_anew(self, person: int) -> None:
        """Whoever left signs in again, as somebody new."""
        self.now += timedelta(seconds=1)
        with suppress(QuestboardError):  # a bot does not sign in
            self.players[person] = game.joined(PEOPLE[person], now=self.now)
