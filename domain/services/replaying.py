"""Replaying: everything kept is played again, in the shadow, by the services that play it live."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from domain.events import DomainEvent
from domain.services import (
    by_hand,
    closing,
    correcting,
    deciding,
    duels,
    holding,
    inbox,
    merging,
    missions,
    rewards,
    season_ends,
    season_prizes,
    shop,
    streaks,
)
from domain.store import decisions, definitions, shadow
from domain.store import inbox as kept
from domain.store.decisions import (
    BoardDecided,
    Bought,
    ByHand,
    DayOff,
    Decision,
    Duelled,
    Frozen,
    GivenBack,
    Handled,
    Held,
    Merged,
    Paused,
    Published,
    Reached,
    Redefined,
    Repaired,
    Reversed,
    Rewarded,
    SeasonPaid,
    Settled,
)
from domain.store.queries import closing as waiting
from domain.store.tables import (
    DayOffRow,
    HandEntryRow,
    MergerRow,
    PauseRow,
    PurchaseRow,
    ReversalRow,
    RewardDecisionRow,
    StreakRepairRow,
    StreakVersionRow,
)


def begin(session: Session) -> list[DomainEvent]:
    """An empty shadow."""
    definitions.own(session)
    shadow.make(session)
    shadow.line_up(session)
    return []


def go_on(session: Session) -> list[DomainEvent]:
    """What was applied since the replay was stopped is played too."""
    shadow.line_up(session)
    return []


def forget(session: Session) -> list[DomainEvent]:
    """Remove the shadow."""
    shadow.drop(session)
    return []


def step(session: Session, *, limit: int) -> list[DomainEvent]:
    """The next deliveries, or the next decision that counted what was there before it. Nothing is left: no change."""
    definitions.share(session)
    place, made = shadow.position(session)
    decision = next(iter(decisions.decisions(session)[made:]), None)
    batch = _forward(shadow.waiting(session, place, decision.at if decision else None, limit))
    if batch:
        last, _, done_at = batch[-1]
        inbox.play_again(session, kept.applied(session, [delivery for _, delivery, _ in batch]), now=done_at)
        shadow.move(session, last, made)
    elif decision is not None:
        _again(session, decision)
        shadow.move(session, place, made + 1)
    return []


def _forward(batch: Sequence[tuple[int, int, datetime]]) -> Sequence[tuple[int, int, datetime]]:
    """Up to the first that was set aside and applied behind what came in after it: that was not known before."""
    ids = [delivery for _, delivery, _ in batch]
    return batch[: next((at for at in range(1, len(ids)) if ids[at] < ids[at - 1]), len(ids))]


def _again(session: Session, decision: Decision) -> None:
    _pay(session, decision.at)
    match decision:
        case Published(at=at, mission_id=mission_id, award=award):
            missions.count_what_was_there(session, mission_id, award, now=at)
        case Settled() | Duelled():
            _over(session, decision)
        case Reversed(at=at, mission_id=mission_id, player_id=player_id, period=window, reason=why, actor_id=actor):
            row = ReversalRow(
                mission_id=mission_id, player_id=player_id, period=window, reason=why, actor_id=actor, at=at
            )
            correcting.take_back(session, row, now=at, coins=decision.coins)
        case ByHand(at=at, id=entry_id, player_id=player_id, amount=amount, day=day, reason=why, actor_id=actor):
            entry = HandEntryRow(
                id=entry_id, player_id=player_id, amount=amount, day=day, reason=why, actor_id=actor, at=at
            )
            by_hand.book(session, entry, now=at)
        case Rewarded() | Bought() | Handled() | Held() | GivenBack():
            _about_pay(session, decision)
        case Merged(at=at, from_id=source, into_id=target, accounts=accounts, actor_id=actor):
            merger = MergerRow(from_id=source, into_id=target, accounts=accounts, actor_id=actor, at=at)
            merging.take_over(session, merger, now=at)
        case Reached() | SeasonPaid() | BoardDecided():
            _came_to_its_end(session, decision)
        case Redefined() | Paused() | DayOff() | Repaired() | Frozen():
            _about_streaks(session, decision)


def _about_pay(session: Session, decision: Rewarded | Bought | Handled | Held | GivenBack) -> None:
    match decision:
        case Held(at=at, id=hold_id, works=works, sentence=sentence, expires_at=expires_at):
            holding.take(session, hold_id, works, sentence=sentence, expires_at=expires_at, now=at)
        case GivenBack(at=at, hold_id=hold_id, reason=why):
            holding.give_back(session, hold_id, reason=why, now=at)
        case _:
            _about_rewards(session, decision)


def _came_to_its_end(session: Session, decision: Reached | SeasonPaid | BoardDecided) -> None:
    match decision:
        case Reached(at=at, season_id=season, phase="open"):
            season_ends.begin(session, season, now=at)
        case Reached(at=at, season_id=season, phase="paid"):
            season_ends.end(session, season, now=at)
        case Reached(at=at, season_id=season, hidden=hidden, left_out=left_out):
            season_ends.conclude(session, season, hidden, left_out, now=at)
        case SeasonPaid(at=at, season_id=season, above=above, upto=upto):
            season_prizes.give(session, season, above, upto, now=at)
        case BoardDecided(at=at, board=board, first=first, last=last):
            deciding.pay(session, board, first, last, now=at)


def _over(session: Session, decision: Settled | Duelled) -> None:
    match decision:
        case Duelled(at=at, duel_id=duel_id):
            duels.decide(session, duel_id, now=at)
        case Settled(at=at, mission_id=mission_id, period=window):
            closing.settle(session, mission_id, window, now=at)


def _about_streaks(session: Session, decision: Redefined | Paused | DayOff | Repaired | Frozen) -> None:
    match decision:
        case Redefined(at=at, streak=streak, version=version, spec=spec):
            row = StreakVersionRow(streak=streak, version=version, spec=dict(spec), at=at)
            streaks.redefine(session, row, now=at)
        case Paused(at=at, id=pause_id, player_id=player_id, first=first, last=last, ended=False):
            pause = PauseRow(id=pause_id, player_id=player_id, first=first, last=last, at=at)
            streaks.take_time_off(session, pause, now=at)
        case Paused(at=at, id=pause_id):
            streaks.end_time_off(session, session.get_one(PauseRow, pause_id), now=at)
        case DayOff(at=at, id=day_id, team_id=team_id, day=day, name=name, ended=False):
            streaks.put_day(session, DayOffRow(id=day_id, team_id=team_id, day=day, name=name, at=at), now=at)
        case DayOff(at=at, id=day_id):
            streaks.take_day(session, session.get_one(DayOffRow, day_id), now=at)
        case Repaired(at=at, player_id=player_id, streak=streak, period=period, day=day):
            repair = StreakRepairRow(player_id=player_id, streak=streak, period=period, day=day, at=at)
            streaks.mend(session, repair, now=at)
        case Frozen(at=at, player_id=player_id, streak=streak, count=count, cause=cause):
            streaks.grant_freeze(session, player_id, count, cause=cause, streak=streak, now=at)


def _about_rewards(session: Session, decision: Rewarded | Bought | Handled) -> None:
    match decision:
        case Rewarded(at=at, reward_id=reward_id, kind=kind, actor_id=actor, reason=why, coins=coins):
            decided = RewardDecisionRow(reward_id=reward_id, kind=kind, at=at, actor_id=actor, reason=why, coins=coins)
            rewards.carry_out(session, decided, now=at)
        case Bought(purchase_id=purchase_id):
            shop.book(session, session.get_one(PurchaseRow, purchase_id))
        case Handled(at=at, purchase_id=purchase_id, step=step, reason=why):
            shop.carry_out(session, session.get_one(PurchaseRow, purchase_id), step, why, now=at)


def pay(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Pay what was reached together."""
    _pay(session, now)
    return []


def _pay(session: Session, now: datetime) -> None:
    while owed := waiting.owed(session):
        for pair in owed:
            closing.pay(session, pair, now=now)
