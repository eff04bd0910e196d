"""Rewarding: what completed windows, quests and steps give, as ledger entries and badges."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, MissionCompleted, StepCompleted
from domain.rules.derived import badge_earned, coins, mission_completed, xp
from domain.rules.zones import day_of
from domain.services import granting
from domain.services.advancing import Completion
from domain.services.granting import BadgeGift, Given
from domain.specs import Fact, RewardSpec
from domain.store import awards, ledger
from domain.store.ledger import Entry
from domain.store.rewards import Grant
from domain.store.scene import Scene, is_quest


@dataclass(frozen=True, slots=True)
class Prize:
    """What one winner gets for one completion. `name` is the part of it that can be won once."""

    completion: Completion
    player_id: UUID
    name: str
    title: str
    xp: int
    coins: int
    badge_id: str | None
    tier: str | None
    rewards: Sequence[RewardSpec]

    @property
    def grant_key(self) -> str:
        return f"mission:{self.completion.mission.id}:{self.player_id}:{self.name}"

    @property
    def reward_keys(self) -> list[str]:
        """The grant keys of its further rewards, in their order."""
        return reward_keys(self.grant_key, len(self.rewards))


def reward_keys(grant_key: str, number: int) -> list[str]:
    """The grant keys of so many further rewards of one completion."""
    return [f"{grant_key}:reward-{at}" for at in range(1, number + 1)]


def reward(session: Session, completions: Sequence[Completion], scene: Scene, now: datetime) -> Given:
    """Give every prize once. What was completed earlier than thought moves to its own day."""
    prizes = _unpaid(session, [_prize(done, player) for done in completions for player in done.winners])
    entries = [_entry(prize, scene) for prize in prizes if prize.xp or prize.coins]
    later = [done for done in completions if done.before]
    facts = [fact for done in completions for fact in _facts(_news(done, prizes), scene)]
    badges, earned = granting.give_badges(session, [*_badges(prizes)], scene.players, now)
    given = granting.give(session, [grant for prize in prizes for grant in _grants(prize)], scene.players, now)
    moved = [_move(session, done, scene) for done in later if not done.winners]
    return Given(
        entries=[
            *entries,
            *(entry for done in later for entry in _moved(done, scene)),
            *given.entries,
            *(entry for one in moved for entry in one.entries),
        ],
        facts=[
            *facts,
            *earned,
            *_carried(session, later, scene),
            *(fact for done in later for fact in _dated_anew(done, scene)),
            *given.facts,
            *(fact for one in moved for fact in one.facts),
        ],
        events=[*_said(prizes, now), *badges, *given.events],
    )


def _prize(done: Completion, player_id: UUID) -> Prize:
    """A step of a quest, and the quest, are paid once however often it is accepted."""
    spec = done.mission.spec
    if is_quest(done.mission):
        _, _, place = done.period.partition("/")
        if place:
            step = spec.steps[int(place) - 1]
            gain = (step.title, step.xp, step.coins)
            return Prize(done, player_id, f"step-{place}", *gain, step.badge_id, None, step.rewards)
        return Prize(done, player_id, "quest", spec.title, spec.xp, spec.coins, spec.badge_id, None, spec.rewards)
    for tier in spec.tiers:
        if tier.tier.value == done.period:
            height = tier.tier.value
            gain = (spec.title, tier.xp, tier.coins)
            return Prize(done, player_id, height, *gain, spec.badge_id, height, tier.rewards)
    return Prize(done, player_id, done.period, spec.title, spec.xp, spec.coins, spec.badge_id, None, spec.rewards)


def _unpaid(session: Session, prizes: Sequence[Prize]) -> list[Prize]:
    """Without those that were given before: to somebody in two teams, or for a quest accepted again."""
    once = {prize.grant_key: prize for prize in reversed(prizes)}
    doubtful = [key for key, prize in once.items() if is_quest(prize.completion.mission) or prize.completion.together]
    given = ledger.granted(session, doubtful) if doubtful else set()
    return [prize for prize in prizes if once.get(prize.grant_key) is prize and prize.grant_key not in given]


def _badges(prizes: Iterable[Prize]) -> Iterable[BadgeGift]:
    for prize in prizes:
        if prize.badge_id:
            done = prize.completion
            cause = f"mission:{done.mission.id}:{prize.name}"
            yield BadgeGift(prize.badge_id, prize.player_id, cause, prize.tier, done.at, done.known_at)


def _grants(prize: Prize) -> Iterable[Grant]:
    done = prize.completion
    for key, spec in zip(prize.reward_keys, prize.rewards, strict=True):
        yield Grant(
            player_id=prize.player_id,
            spec=spec,
            key=key,
            cause="mission",
            cause_id=str(done.mission.id),
            title=prize.title,
            at=done.at,
            known_at=done.known_at,
        )


def _entry(prize: Prize, scene: Scene) -> Entry:
    done = prize.completion
    return Entry(
        player_id=prize.player_id,
        amount=prize.xp,
        occurred_at=done.at,
        known_at=done.known_at,
        day=day_of(scene.players[prize.player_id].zones, done.at),
        cause="mission",
        cause_id=str(done.mission.id),
        activity_key=None,
        grant_key=prize.grant_key,
        factors={"title": prize.title, "period": done.period},
        coins=prize.coins,
    )


def _moved(done: Completion, scene: Scene) -> list[Entry]:
    """The same XP and coins taken from the day it was booked on and given to the day it was earned on."""
    prize = _prize(done, done.subject_id)
    zones = scene.players[done.subject_id].zones
    old, new = day_of(zones, done.before or done.at), day_of(zones, done.at)
    if old == new or not (prize.xp or prize.coins) or done.winners:
        return []
    entry = _entry(prize, scene)
    factors = {**entry.factors, "moved": f"{old} → {new}"}
    back = replace(
        entry,
        amount=-prize.xp,
        coins=-prize.coins,
        occurred_at=done.before or done.at,
        known_at=done.known_before or done.known_at,
        day=old,
        grant_key=f"{prize.grant_key}:not-on:{old}",
        factors=factors,
    )
    return [back, replace(entry, day=new, grant_key=f"{prize.grant_key}:but-on:{new}", factors=factors)]


def _dated_anew(done: Completion, scene: Scene) -> list[Fact]:
    """What stays on its day, as facts: taken from the moment at which it was thought to be earned, and given."""
    prize = _prize(done, done.subject_id)
    zones = scene.players[done.subject_id].zones
    old, new = day_of(zones, done.before or done.at), day_of(zones, done.at)
    if old != new or done.winners:
        return []
    now = _entry(prize, scene).earned
    before = replace(now, occurred_at=done.before or done.at, known_at=done.known_before or done.known_at)
    pairs = (
        (replace(xp(before, prize.xp), times=-1), xp(now, prize.xp)),
        (replace(coins(before), times=-1), coins(now)),
    )
    return [fact for pair in pairs for fact in pair if fact.value]


def _move(session: Session, done: Completion, scene: Scene) -> Given:
    """Further rewards move with the completion that gave them."""
    prize = _prize(done, done.subject_id)
    return granting.move(session, prize.reward_keys, done.at, done.known_at, scene.players)


def _news(done: Completion, prizes: Sequence[Prize]) -> Completion:
    """What people did together, for those who are paid for it now: the others have heard of it."""
    if not done.together or not (done.mission.spec.xp or done.mission.spec.coins):
        return done
    return replace(done, winners=tuple(prize.player_id for prize in prizes if prize.completion is done))


def _facts(done: Completion, scene: Scene) -> list[Fact]:
    """The completion as a fact for other missions; one that moved is taken back where it was."""
    if "/" in done.period or (done.together and not done.winners):
        return []
    facts = []
    for player in done.winners or (done.subject_id,):
        zones, slug = scene.players[player].zones, done.mission.slug
        if done.before is not None:
            known_at = done.known_before or done.known_at
            old_day = day_of(zones, done.before)
            facts.append(mission_completed(player, slug, done.period, old_day, done.before, known_at, times=-1))
        facts.append(mission_completed(player, slug, done.period, day_of(zones, done.at), done.at, done.known_at))
    return facts


def _carried(session: Session, moved: Sequence[Completion], scene: Scene) -> list[Fact]:
    """Badges as facts move with the completions that gave them."""
    causes = {
        (done.subject_id, f"mission:{done.mission.id}:{_prize(done, done.subject_id).name}"): done for done in moved
    }
    facts: list[Fact] = []
    for badge, player, cause, tier in awards.given_for(session, causes):
        done, zones = causes[player, cause], scene.players[player].zones
        moves = ((done.before or done.at, done.known_before or done.known_at, -1), (done.at, done.known_at, 1))
        for at, known_at, times in moves:
            fact = badge_earned(player, badge, cause, tier, day_of(zones, at), at, known_at)
            facts.append(replace(fact, times=times))
    return facts


def _said(prizes: Iterable[Prize], now: datetime) -> Iterable[DomainEvent]:
    for prize in prizes:
        done = prize.completion
        if "/" in done.period:
            yield StepCompleted(prize.player_id, done.mission.id, prize.title, prize.xp, now, prize.coins)
        else:
            yield MissionCompleted(
                prize.player_id, done.mission.id, prize.title, done.period, prize.xp, now, prize.coins
            )
