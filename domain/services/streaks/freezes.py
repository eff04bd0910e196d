"""Freezes, and repairs with one that came too late."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, InboxChanged, PlayerChanged
from domain.rules.recommendations import streak_words
from domain.rules.zones import day_of
from domain.services.rights import require_admin
from domain.services.streaks.retelling import again, wait
from domain.specs import DEFAULT_STREAK
from domain.store import audit, awards, people, streaks
from domain.store.queries import streaks as queries
from domain.store.tables import StreakFreezeRow, StreakRepairRow


def repair(session: Session, streak: str, period: date, *, player_id: UUID, now: datetime) -> list[DomainEvent]:
    """Use a freeze that came too late for a missed period, within the days of repair."""
    at = wait(session, now)
    walked = queries.walked(session, player_id, streak, now=at)
    if walked is None:
        raise NotFound("There is no such streak.")
    today = day_of(people.one(session, player_id).zones, at)
    if streak_words.repairable(walked, today) != period:
        raise Refused("This can no longer be repaired, or there is no freeze for it.")
    row = StreakRepairRow(player_id=player_id, streak=streak, period=period, day=today, at=at)
    return mend(session, row, now=at)


def mend(session: Session, row: StreakRepairRow, *, now: datetime) -> list[DomainEvent]:
    """The repair itself, and what follows from it."""

    def put() -> None:
        session.add(row)

    return [*again(session, [row.player_id], put, since=row.period, now=now), PlayerChanged(row.player_id)]


def grant_freeze(
    session: Session, player_id: UUID, count: int, *, cause: str, streak: str = DEFAULT_STREAK, now: datetime
) -> list[DomainEvent]:
    """Give a player freezes, once for each cause; his row is locked by the caller, or is by this.

    They cover what is not over an hour from now. Raises `Refused` beyond what the streak lets anybody hold.
    """
    if count < 1:
        raise Invalid("Please check the input.", {"count": "One freeze at least, please."})
    players = people.lock(session, [player_id])
    if session.get(StreakFreezeRow, (player_id, cause)) is not None:
        return []
    walked = queries.walked(session, player_id, streak, now=now)
    if walked is None or player_id not in players:
        raise NotFound("There is no such streak, or no such player.")
    most = walked.spec.freezes
    if walked.held + count > most:
        raise Refused(f"At most {most} freezes can be held, and {walked.held} are there.")
    day = day_of(players[player_id].zones, now + streaks.AHEAD, known_at=now)
    session.add(StreakFreezeRow(player_id=player_id, cause=cause, streak=streak, count=count, day=day, at=now))
    session.flush()  # whoever asks next counts it
    return [PlayerChanged(player_id)]


def give_freezes(
    session: Session,
    gift_id: UUID,
    player_id: UUID,
    count: int,
    *,
    reason: str,
    streak: str = DEFAULT_STREAK,
    actor_id: UUID,
    now: datetime,
) -> list[DomainEvent]:
    """Give freezes by hand, to anybody but oneself. The same `gift_id` is given once."""
    require_admin(session, actor_id)
    if not reason.strip():
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    if actor_id == player_id:
        raise Refused("You cannot give freezes to yourself. Ask another admin.")
    at = wait(session, now)
    cause = f"hand:{gift_id}"
    events = grant_freeze(session, player_id, count, cause=cause, streak=streak, now=at)
    if events:
        details = {"count": count, "streak": streak, "reason": reason.strip()[:300]}
        audit.note(session, at=at, actor_id=actor_id, action="streak.freezes", subject=str(player_id), details=details)
        things = "A streak freeze" if count == 1 else f"{count} streak freezes"
        awards.notify(session, [(player_id, at, "streak", things, reason.strip()[:300])])
        events.append(InboxChanged(player_id))
    return events
