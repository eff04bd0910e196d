"""Duels: asked for, answered, and decided once. Nobody stakes anything, and nobody loses anything."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, DuelChanged, InboxChanged, Resync
from domain.rules import duels as rules
from domain.rules.history import value_at
from domain.rules.zones import day_of
from domain.services import rewards
from domain.services.rights import require_admin, require_here
from domain.specs import DuelGoal, DuelRules, LevelCurve, PersonKind, RewardKind, RewardSpec
from domain.store import audit, awards, definitions, duels, inbox, people
from domain.store.queries import duels as queries
from domain.store.rewards import Grant
from domain.store.tables import DuelResultRow, DuelRow, FollowRow, GameRow, PlayerRow

PLAYER, TEAM = "player", "team"


def set_rules(session: Session, wanted: DuelRules, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Switch duels on or off, and say what winning one pays from now on."""
    if actor_id is not None:
        require_admin(session, actor_id)
    details = {"from": queries.rules_of(session).model_dump(), "to": wanted.model_dump()}
    game = session.get(GameRow, 1) or GameRow(id=1, curve=LevelCurve().model_dump())
    game.duels = wanted.model_dump()
    session.add(game)
    audit.note(session, at=now, actor_id=actor_id, action="game.duels", subject="game", details=details)
    return [Resync()]


def invite(
    session: Session, duel_id: UUID, first_id: UUID, second_id: UUID, *, kind: str = PLAYER, goal: DuelGoal, days: int,
    actor_id: UUID, now: datetime,
) -> list[DomainEvent]:  # fmt: skip
    """Challenge somebody, or as a member of a team another one. The same `duel_id` is asked for once.

    Whoever hides, pauses, or refuses the other as a follower is not challenged.
    """
    if not queries.rules_of(session).on:
        raise Refused("There are no duels here right now.")
    _check(session, goal, days)
    if first_id == second_id:
        raise Refused("You cannot challenge yourself.")
    people.lock(session, [actor_id, first_id, second_id] if kind == PLAYER else [actor_id])
    require_here(session, actor_id)
    if session.get(DuelRow, duel_id) is not None:
        return []
    _may_speak_for(session, kind, first_id, actor_id, now)
    others = _reachable(session, kind, second_id, actor_id, now)
    if kind == TEAM:
        if actor_id in others:
            raise Refused("You are in both teams.")
        if min(len(duels.members(session, team, now)) for team in (first_id, second_id)) < rules.TEAM_FLOOR:
            raise Refused(f"Both teams need {rules.TEAM_FLOOR} people or more.")
    if reason := rules.refusal(duels.known(session, [first_id, second_id], now), first_id, second_id, now.date()):
        raise Refused(reason)
    session.add(
        DuelRow(
            id=duel_id, kind=kind, first_id=first_id, second_id=second_id, by_id=actor_id,
            goal=goal.model_dump(mode="json"), days=days, asked_at=now,
        )
    )  # fmt: skip
    session.flush()
    title = "{who} challenges you" if kind == PLAYER else "{who} challenges your team"
    text = f"It is only for fun. If you do not answer, it is gone in {rules.ANSWER_WITHIN} days."
    for other in others:
        awards.tell_of(session, other, now, "duel", title, text, by=actor_id)
    return [*_changed(session, kind, first_id, second_id, now), *(InboxChanged(other) for other in others)]


def accept(session: Session, duel_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take a challenge on: it begins on the next day. What it pays is what the rules say now, and never changes."""
    duel = _asked(session, duel_id, actor_id, now)
    known = [one for one in duels.known(session, [duel.first_id, duel.second_id], now) if not _is_this(one, duel)]
    if reason := rules.refusal(known, duel.first_id, duel.second_id, now.date()):
        raise Refused(reason)
    zones = people.one(session, actor_id).zones
    wanted = queries.rules_of(session)
    duel.state, duel.answered_at = "accepted", now
    duel.first_day, duel.last_day = rules.span(day_of(zones, now), duel.days)
    if duel.kind == PLAYER and rules.pays(known, duel.first_id, duel.second_id, now.date()):
        duel.xp, duel.coins = wanted.xp, wanted.coins
    session.flush()
    awards.tell_of(session, duel.by_id, now, "duel", "{who} takes you on", "It begins tomorrow.", by=actor_id)
    return [*_changed(session, duel.kind, duel.first_id, duel.second_id, now), InboxChanged(duel.by_id)]


def decline(session: Session, duel_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Say no. Nobody is told; the invitation is gone, as if it had not been answered."""
    duel = _asked(session, duel_id, actor_id, now)
    duel.state, duel.answered_at = "declined", now
    session.flush()
    return _changed(session, duel.kind, duel.first_id, duel.second_id, now)


def withdraw(session: Session, duel_id: UUID, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take one's own invitation back while nobody has answered it."""
    people.lock(session, [actor_id])
    duel = session.get(DuelRow, duel_id, with_for_update=True)
    if duel is None or duel.by_id != actor_id:
        raise NotFound("There is no such challenge.")
    if duel.state != "invited":
        raise Refused("This challenge was answered already.")
    duel.state, duel.answered_at = "withdrawn", now
    session.flush()
    return _changed(session, duel.kind, duel.first_id, duel.second_id, now)


def settle(session: Session, duel_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Decide a duel that is over: once, whoever tries, and after whatever came in before."""
    definitions.share(session)
    duel = session.get(DuelRow, duel_id)
    if duel is None or duel.last_day is None or now < (at := rules.decided_at(duel.last_day)):
        return []
    if inbox.is_pending(session, at):
        return []
    return decide(session, duel_id, now=now)


def decide(session: Session, duel_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """The decision itself, on the tables that follow from it."""
    duel = session.get(DuelRow, duel_id)
    if duel is None or duel.last_day is None:
        return []
    sides = (duel.first_id, duel.second_id)
    players = people.lock(session, sides) if duel.kind == PLAYER else {}
    if session.get(DuelResultRow, duel_id) is not None:
        return []
    first, second = (duels.side(session, duel, side, now) for side in sides)
    goal = DuelGoal.model_validate(duel.goal)
    result = rules.outcome(goal, first, second, floor=rules.TEAM_FLOOR if duel.kind == TEAM else 1)
    session.add(
        DuelResultRow(
            duel_id=duel_id, first_values=[*first.values], first_people=first.people, second_values=[*second.values],
            second_people=second.people, outcome=result.value, at=now,
        )
    )  # fmt: skip
    session.flush()
    over = rules.over_at(duel.last_day)
    grants = [
        Grant(side, RewardSpec(kind=kind, amount=amount), f"duel:{duel_id}:{side}:{kind.value}", "duel", str(duel_id),
              "a duel", at=over - timedelta(seconds=1), known_at=now)
        for side, gets in zip(sides, rules.rewarded(result), strict=True)
        if gets and side in players and value_at(players[side].kinds, over) == PersonKind.HUMAN
        for kind, amount in ((RewardKind.XP, duel.xp), (RewardKind.COINS, duel.coins))
        if amount
    ]  # fmt: skip
    events = rewards.grant(session, grants, now=now)
    return [*events, *_tell_the_end(session, duel, result, now)]


def _tell_the_end(session: Session, duel: DuelRow, result: rules.Outcome, now: datetime) -> list[DomainEvent]:
    if duel.kind == TEAM:
        return _changed(session, duel.kind, duel.first_id, duel.second_id, now)
    told = ((duel.first_id, duel.second_id, rules.Outcome.FIRST), (duel.second_id, duel.first_id, rules.Outcome.SECOND))
    for me, other, mine in told:
        words = _WORDS.get(result) or ("You were ahead." if result is mine else "This time the other was ahead.")
        awards.tell_of(session, me, now, "duel", "Your duel with {who} is over", words, by=other)
    return [event for me, _, _ in told for event in (DuelChanged(me), InboxChanged(me))]


_WORDS = {
    rules.Outcome.DRAW: "You were equal.",
    rules.Outcome.BOTH: "You both reached the goal.",
    rules.Outcome.NEITHER: "It was quiet on both sides.",
}


def _check(session: Session, goal: DuelGoal, days: int) -> None:
    problems = {}
    if problem := rules.problem(goal, queries.metrics(session)):
        problems["requirement"] = problem
    if not 1 <= days <= rules.LONGEST:
        problems["days"] = f"From 1 to {rules.LONGEST} days, please."
    if problems:
        raise Invalid("Please check the input.", problems)


def _may_speak_for(session: Session, kind: str, side_id: UUID, actor_id: UUID, now: datetime) -> None:
    speaks = actor_id == side_id if kind == PLAYER else actor_id in duels.members(session, side_id, now)
    if not speaks:
        raise Refused("Only whoever takes part may do this.")


def _reachable(session: Session, kind: str, side_id: UUID, actor_id: UUID, now: datetime) -> list[UUID]:
    """Who is asked."""
    if kind == TEAM:
        found = duels.members(session, side_id, now)
        if not found:
            raise NotFound("There is nobody in this team.")
        return found
    player = session.get(PlayerRow, side_id)
    if player is None or player.kind != PersonKind.HUMAN or player.hidden:
        raise NotFound("There is no such player.")
    if player.paused:
        raise Refused(f"{player.name} takes a break from the game.")
    tie = session.get(FollowRow, (actor_id, side_id))
    if tie is not None and tie.state == "refused":
        raise Refused("This person would rather not be challenged by you.")
    return [side_id]


def _asked(session: Session, duel_id: UUID, actor_id: UUID, now: datetime) -> DuelRow:
    """An invitation that waits for this person's answer, locked."""
    found = session.get(DuelRow, duel_id)
    if found is None:
        raise NotFound("There is no such challenge.")
    people.lock(session, [actor_id, found.first_id, found.second_id] if found.kind == PLAYER else [actor_id])
    duel = session.get(DuelRow, duel_id, with_for_update=True, populate_existing=True)
    if duel is None:
        raise NotFound("There is no such challenge.")
    _may_speak_for(session, duel.kind, duel.second_id, actor_id, now)
    if duel.state != "invited" or duel.asked_at <= now - timedelta(days=rules.ANSWER_WITHIN):
        raise Refused("This challenge is not open any more.")
    if not queries.rules_of(session).on:
        raise Refused("There are no duels here right now.")
    return duel


def _is_this(one: rules.Known, duel: DuelRow) -> bool:
    return one.open and not one.accepted and one.pair == {duel.first_id, duel.second_id}


def _changed(session: Session, kind: str, first: UUID, second: UUID, now: datetime) -> list[DomainEvent]:
    sides = (first, second)
    if kind == TEAM:
        return [DuelChanged(one) for one in sorted({m for side in sides for m in duels.members(session, side, now)})]
    return [DuelChanged(side) for side in sides]
