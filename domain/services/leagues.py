"""The league: admins say what it is, people join and leave it, and its rounds are settled once and drawn anew."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.errors import NotFound, Refused
from domain.events import BoardChanged, DomainEvent, LeagueMoved, PlayerChanged
from domain.rules import boards as spans
from domain.rules import leagues as rules
from domain.rules.leagues import Outcome
from domain.services import booking
from domain.services.rights import require_admin
from domain.specs import BoardSpec, LeagueSpec
from domain.store import audit, definitions, inbox, leagues
from domain.store.leagues import Round
from domain.store.tables import LeagueMemberRow, LeagueRow, PlayerRow

LEAGUE = "league"


def define(session: Session, spec: LeagueSpec, *, actor_id: UUID | None, now: datetime) -> list[DomainEvent]:
    """Say what the league is. A round that is under way goes on by what it was when its groups were drawn."""
    if actor_id is not None:
        require_admin(session, actor_id)
    definitions.own(session)
    before, wanted = leagues.spec(session), spec.model_dump(mode="json")
    if before == spec:
        return []
    if (row := session.get(LeagueRow, 1)) is None:
        session.add(LeagueRow(id=1, spec=wanted))
    else:
        row.spec = wanted
    session.flush()
    audit.note(session, at=now, actor_id=actor_id, action="league.changed", subject=LEAGUE, details=wanted)
    return [BoardChanged(LEAGUE)]


def join(session: Session, player_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Take part from now on, in the lowest division, or where one was before."""
    definitions.own(session)
    spec, player = leagues.spec(session), session.get(PlayerRow, player_id)
    if spec is None or not spec.on:
        raise NotFound("There is no league here.")
    if player is None or player.hidden:
        raise Refused("You hide. Whoever takes part in the league can be seen by his group.")
    row = session.get(LeagueMemberRow, player_id)
    if row is None:
        row = LeagueMemberRow(player_id=player_id, division=0, joined_at=now)
        session.add(row)
    elif row.left_at is None:
        return []
    row.joined_at, row.left_at = now, None
    session.flush()
    if (under_way := leagues.under_way(session)) is not None:
        leagues.put(
            session,
            under_way.first,
            [(player_id, row.division, leagues.smallest(session, under_way.first, row.division))],
        )
    return [PlayerChanged(player_id)]


def leave(session: Session, player_id: UUID, *, now: datetime) -> list[DomainEvent]:
    """Take part no longer; nobody sees one in it from now on."""
    definitions.own(session)
    row = session.get(LeagueMemberRow, player_id)
    if row is None or row.left_at is not None:
        return []
    row.left_at = now
    return [PlayerChanged(player_id)]


def keep_up(session: Session, *, now: datetime) -> list[DomainEvent]:
    """Settle the round that is over, and draw that of today: each once, whoever tries and however late."""
    if not _is_due(session, now):
        return []
    definitions.own(session)
    events: list[DomainEvent] = []
    under_way = leagues.under_way(session)
    if under_way is not None and now >= (decided := spans.decided_at(under_way.last)):
        if inbox.is_pending(session, decided):
            return []
        events += _settle(session, under_way, now)
        under_way = None
    if under_way is None and _is_due(session, now):
        _draw(session, now)
        events.append(BoardChanged(LEAGUE))
    booking.tell(session, events)
    return events


def _is_due(session: Session, now: datetime) -> bool:
    spec = leagues.spec(session)
    if spec is None or not spec.on:
        return False
    under_way = leagues.under_way(session)
    if under_way is not None:
        return now >= spans.decided_at(under_way.last)
    return not leagues.is_drawn(session, _today(spec, now).first)


def _today(spec: LeagueSpec, now: datetime) -> Round:
    first, last = spans.span(BoardSpec(key=LEAGUE, title=spec.title, period=spec.period), now.date())
    return Round(first, last, spec)


def _draw(session: Session, now: datetime) -> None:
    spec = leagues.spec(session)
    assert spec is not None, "only a league that is on is drawn"  # noqa: S101
    one, highest = _today(spec, now), len(spec.divisions) - 1
    divisions: dict[int, list[UUID]] = {}
    for player, division in leagues.members(session):
        divisions.setdefault(min(division, highest), []).append(player)
    places = [
        (player, division, part)
        for division, players in sorted(divisions.items())
        for part, group in enumerate(rules.groups(players, one.first, spec.size))
        for player in group
    ]
    leagues.draw(session, one, places, now)


def _settle(session: Session, one: Round, now: datetime) -> list[DomainEvent]:
    away = leagues.away(session, one)
    found: dict[UUID, tuple[int, Outcome]] = {}
    moved: list[DomainEvent] = []
    for (division, _), scores in sorted(leagues.scores(session, one).items()):
        for player, outcome in rules.outcomes(scores, division, one.spec, away).items():
            found[player] = scores[player], outcome
            if outcome is not Outcome.STAYS:
                up = outcome is Outcome.UP
                name = one.spec.divisions[division + (1 if up else -1)]
                moved.append(LeagueMoved(player, one.spec.title, name, up, now))
    leagues.settle(session, one, found, now)
    return moved
