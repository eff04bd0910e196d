"""Judging: what looks odd can be held for a person to look at, appealed, released or reversed. In doubt it counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from sqlmodel import Session

from domain.errors import Invalid, NotFound, Refused
from domain.events import DomainEvent, HoldChanged, InboxChanged
from domain.rules.fair_play.words import told_to
from domain.rules.zones import day_of
from domain.services import holding
from domain.services.rights import require_admin
from domain.specs import LEAST_HOLD_DAYS, MOST_HOLD_DAYS, PersonKind
from domain.store import audit, awards, definitions, holds, mergers, people
from domain.store.holds import Pay
from domain.store.people import Locked
from domain.store.queries.game import hold_days, level_curve
from domain.store.tables import FindingRow, GameRow, HoldAppealRow, HoldEndRow, HoldRow, HoldWorkRow, PlayerRow
from domain.views.fair_play import HoldOutcome

MAX_REASON, MAX_APPEAL = 300, 1_000
#: Nothing is taken for good before the player had this long to say something, unless he has.
HEARING = timedelta(days=3)
#: A hold lasts longer than the hearing, and not for ever.
BY_ITSELF = "Such work is held until a person has looked at it."
IN_DOUBT = "Nobody has decided it in time, so it counts again."
_NEXT = timedelta(microseconds=1)


def hold(session: Session, key: str, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Hold what was paid for the work behind a finding, as far as nobody has looked at it. Nobody judges himself."""
    require_admin(session, actor_id)
    words = _words(reason)
    definitions.share(session)
    finding = _finding(session, key)
    if actor_id in {one for player in finding.players for one in (player, mergers.carries_on(session, player))}:
        raise Refused("This is about your own work. Ask another admin to look at it.")
    if not (events := _hold(session, finding, words, actor_id, now)):
        raise Refused("There is nothing to hold: it was looked at, is on hold already, or was paid nothing.")
    return events


def hold_by_itself(session: Session, key: str, *, now: datetime) -> list[DomainEvent]:
    """The same by the program, for the few kinds of which everything is held. Nothing twice."""
    definitions.share(session)
    return _hold(session, _finding(session, key), BY_ITSELF, None, now)


def release(session: Session, hold_id: UUID, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Let it count again: it was fine."""
    return _decide(session, hold_id, HoldOutcome.RELEASED, reason, actor_id, now)


def reverse(session: Session, hold_id: UUID, *, reason: str, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Take it for good, after the player has said something or had the time to."""
    return _decide(session, hold_id, HoldOutcome.REVERSED, reason, actor_id, now)


def expire(session: Session, hold_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Let it count again because its time is over. Once, however often somebody asks."""
    row = _lock(session, hold_id)
    if session.get(HoldEndRow, hold_id) is not None or now < row.expires_at:
        return []
    return _end(session, row, HoldOutcome.EXPIRED, IN_DOUBT, None, now)


def appeal(session: Session, hold_id: UUID, text: str, *, actor_id: UUID, now: datetime) -> list[DomainEvent]:
    """Say what it was. Every other admin is told; whoever decides reads it."""
    said = text.strip()
    if not said:
        raise Invalid("Please check the input.", {"text": "What should the person who decides know?"})
    row = _lock(session, hold_id)
    if actor_id != mergers.carries_on(session, row.player_id):
        raise NotFound("There is no such hold of yours.")
    if session.get(HoldEndRow, hold_id) is not None:
        raise Refused("This has been decided already.")
    if session.get(HoldAppealRow, hold_id) is not None:
        raise Refused("You have said something about it already, and somebody will read it.")
    session.add(HoldAppealRow(hold_id=hold_id, text=said[:MAX_APPEAL], at=now))
    audit.note(session, at=now, actor_id=actor_id, action="hold.appealed", subject=str(hold_id), details={})
    admins = people.admins(session) - {actor_id}
    for admin in sorted(admins):
        awards.tell_of(session, admin, now, "appeal", "{who} appeals", said[:MAX_REASON], by=actor_id)
    return [HoldChanged(actor_id), *(InboxChanged(admin) for admin in sorted(admins))]


def set_holds(
    session: Session, *, days: int, by_itself: bool, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    """Choose for how long work is held, and whether some of it is without an admin; what is on hold stays so."""
    if actor_id is not None:
        require_admin(session, actor_id)
    if not LEAST_HOLD_DAYS <= days <= MOST_HOLD_DAYS:
        raise Invalid("Please check the input.", {"days": f"From {LEAST_HOLD_DAYS} to {MOST_HOLD_DAYS} days, please."})
    game = session.get(GameRow, 1) or GameRow(id=1, curve=level_curve(session).model_dump())
    details = {"days": days, "by_itself": by_itself, "from": [game.hold_days, game.holds_by_itself]}
    game.hold_days, game.holds_by_itself = days, by_itself
    session.add(game)
    audit.note(session, at=now, actor_id=actor_id, action="game.holds", subject="game", details=details)
    return []


def _hold(
    session: Session, finding: FindingRow, reason: str, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    players = people.lock(session, holds.owners(session, finding.evidence))
    pays = holds.paid_for(session, holds.free(session, finding.evidence))
    events: list[DomainEvent] = []
    for player in sorted(players):
        if mine := [one for one in pays if one.player_id == player]:
            events += _hold_of(session, finding, players[player], mine, reason, actor_id, now)
    return events


def _hold_of(
    session: Session,
    finding: FindingRow,
    player: Locked,
    pays: Sequence[Pay],
    reason: str,
    actor_id: UUID | None,
    now: datetime,
) -> list[DomainEvent]:
    works = sorted({one.activity_key for one in pays})
    worth = holding.worth(session, pays)
    if worth > player.xp:
        raise Refused(f"It paid {worth:,} XP, and {player.xp:,} are left. A balance is never negative.")
    at = max(now, (holds.applied_by(session, works) or now) + _NEXT)
    row = HoldRow(
        id=uuid5(NAMESPACE_OID, f"hold:{works[0]}"),
        player_id=player.id,
        finding_key=finding.key,
        sentence=told_to(finding.sentence, len(finding.players)),
        reason=reason,
        xp=worth,
        actor_id=actor_id,
        at=at,
        expires_at=at + timedelta(days=hold_days(session)),
    )
    session.add(row)
    session.add_all(HoldWorkRow(activity_key=key, hold_id=row.id) for key in works)
    session.flush()  # the ledger's entries name it
    details = {"finding": finding.key, "player": str(player.id), "xp": worth, "works": len(works), "reason": reason}
    audit.note(session, at=now, actor_id=actor_id, action="hold.began", subject=str(row.id), details=details)
    until = day_of(player.zones, row.expires_at)
    text = f"Held for a look by a person until {until:%-d %B}, because {row.sentence} {reason} You can say what it was."
    awards.notify(session, [(player.id, at, "hold", f"{worth:,} XP are on hold", text)])
    events = holding.take(session, row.id, works, sentence=row.sentence, expires_at=row.expires_at, now=at)
    return [*events, InboxChanged(player.id), HoldChanged(player.id)]


def _decide(
    session: Session, hold_id: UUID, outcome: HoldOutcome, reason: str, actor_id: UUID, now: datetime
) -> list[DomainEvent]:
    require_admin(session, actor_id)
    words = _words(reason)
    row = _lock(session, hold_id)
    if actor_id in {row.player_id, mergers.carries_on(session, row.player_id)}:
        raise Refused("This is about your own work. Ask another admin to decide it.")
    if session.get(HoldEndRow, hold_id) is not None:
        raise Refused("This has been decided already.")
    heard = session.get(HoldAppealRow, hold_id) is not None or now >= row.at + HEARING
    if outcome is HoldOutcome.REVERSED and not heard:
        raise Refused(
            f"The player has {HEARING.days} days to say what it was. Please wait until then, or for his word."
        )
    return _end(session, row, outcome, words, actor_id, now)


def _end(
    session: Session, row: HoldRow, outcome: HoldOutcome, reason: str, actor_id: UUID | None, now: datetime
) -> list[DomainEvent]:
    at = max(now, row.at + _NEXT)
    payer = mergers.carries_on(session, row.player_id)
    end = HoldEndRow(
        hold_id=row.id, player_id=row.player_id, outcome=outcome.value, reason=reason, actor_id=actor_id, at=at
    )
    session.add(end)
    session.flush()  # the key is taken before anything is booked
    details = {"player": str(row.player_id), "reason": reason}
    audit.note(session, at=now, actor_id=actor_id, action=f"hold.{outcome}", subject=str(row.id), details=details)
    player = session.get(PlayerRow, payer)
    if player is not None and player.kind == PersonKind.HUMAN:  # and has not left
        awards.notify(session, [(payer, at, "hold", _TITLES[outcome], f"{_TEXTS[outcome]} {reason}")])
    again = outcome is not HoldOutcome.REVERSED
    events = holding.give_back(session, row.id, reason=reason, now=at) if again else []
    return [*events, InboxChanged(payer), HoldChanged(payer)]


_TITLES: Mapping[HoldOutcome, str] = {
    HoldOutcome.RELEASED: "It counts again",
    HoldOutcome.EXPIRED: "It counts again",
    HoldOutcome.REVERSED: "It does not count",
}
_TEXTS: Mapping[HoldOutcome, str] = {
    HoldOutcome.RELEASED: "What was on hold is yours.",
    HoldOutcome.EXPIRED: "What was on hold is yours.",
    HoldOutcome.REVERSED: "Somebody looked at what was on hold and decided that it does not count:",
}


def _lock(session: Session, hold_id: UUID) -> HoldRow:
    """Definitions stand still, and everybody concerned is locked. Raises `NotFound`."""
    definitions.share(session)
    row = session.get(HoldRow, hold_id)
    if row is None:
        raise NotFound("There is no such hold.")
    concerned: Collection[UUID] = {row.player_id, mergers.carries_on(session, row.player_id)}
    people.lock(session, {*concerned, *holds.owners(session, holds.works(session, hold_id))})
    return row


def _finding(session: Session, key: str) -> FindingRow:
    row = session.get(FindingRow, key)
    if row is None:
        raise NotFound("This is not there any more.")
    return row


def _words(reason: str) -> str:
    words = reason.strip()[:MAX_REASON]
    if not words:
        raise Invalid("Please check the input.", {"reason": "Please say why. The player will read it."})
    return words
