"""What happens to a season once: it opens, it is decided, its prizes are paid, and then it is closed.

Each step is a transaction that may be repeated, doubled or forgotten: what is done stands under a unique key, and
`queries.closing` finds whatever is left, also after a week of downtime. Nobody's work waits for long: as of when a
season is decided is marked while no batch is under way; the results are worked out from what was there at that moment,
while batches go on; and prizes are paid some people at a time.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.events import DomainEvent, SeasonClosed, SeasonOpened
from domain.rules import seasons as rules
from domain.rules.boards import Above, ranks
from domain.rules.seasons import Result
from domain.services import season_prizes
from domain.specs import Method, SeasonSpec
from domain.store import decisions, definitions, inbox, progress, season_ends, seasons
from domain.store.queries import closing as waiting
from domain.store.season_ends import EVERYBODY, Phase

#: Whoever did something within so many days hears that a season begins.
LATELY = timedelta(days=31)
#: So many people get their prizes in one transaction, for which batches wait.
CHUNK = 250
MOMENT = timedelta(microseconds=1)


def open_season(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Let an announced season begin, once its first day has begun somewhere."""
    definitions.share(session)
    there = seasons.season(session, season_id)
    if there is None or there.announced_at is None or now < rules.begins_at(there.spec.first):
        return []
    return begin(session, season_id, now=now)


def begin(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """The opening itself."""
    spec = _spec(session, season_id)
    if not season_ends.claim(session, season_id, Phase.OPEN, now):
        return []
    text = f"A new season has begun. It ends on {spec.last:%-d %B}."
    season_ends.tell_the_active(session, (now - LATELY).date(), now, spec.name, text)
    return [SeasonOpened(season_id, spec.name, now)]


def mark(session: Session, season_id: str, *, now: datetime) -> datetime | None:
    """The moment as of which a season is decided: whatever was applied is before it, all else comes behind it.

    None while it has to wait: for what came in before, for missions whose windows are decided at the same time, and for
    what teams reached together.
    """
    definitions.own(session)
    there = seasons.season(session, season_id)
    if there is None or there.opened_at is None or there.decided_at is not None:
        return None
    decided = rules.decided_at(there.spec.last)
    if now < decided or _waits(session, decided, now):
        return None
    at = _after_all(session, now)
    season_ends.mark(session, season_id, at)
    return at


def decide(session: Session, at: datetime, season_id: str) -> list[DomainEvent]:
    """Decide who has what, and which prizes that brings, on what is there when `mark` gave the moment."""
    return conclude(session, season_id, *season_ends.unseen(session), now=at)


def conclude(
    session: Session, season_id: str, hidden: Collection[UUID], left_out: Collection[UUID], *, now: datetime
) -> list[DomainEvent]:
    """The decision itself. `hidden` are those who have no rank, `left_out` those who are no people of the game."""
    spec = _spec(session, season_id)
    if not season_ends.claim(session, season_id, Phase.CLOSE, now, hidden, left_out):
        return []
    found = seasons.results(session, spec.first, spec.last, left_out)
    won = {player: places for player, one in found.items() if (places := rules.reached(spec.prizes, one))}
    season_ends.keep(session, season_id, found, _ranks(found, hidden), won)
    season_ends.keep_teams(session, season_id, rules.over_at(spec.last), hidden)
    return []


def settle(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Pay the next prizes of a season that was decided; when all are paid, close it."""
    if season_ends.paid_up_to(session, season_id) != EVERYBODY:
        return _pay(session, season_id, now)
    definitions.share(session)
    return end(session, season_id, now=definitions.after_the_last(session, now))


def end(session: Session, season_id: str, *, now: datetime) -> list[DomainEvent]:
    """Close a season whose prizes are paid, and tell everybody who took part."""
    spec = _spec(session, season_id)
    if not season_ends.claim(session, season_id, Phase.PAID, now):
        return []
    season_ends.tell(session, season_id, now, spec.name, "The season is over. Look back at what you did in it.")
    return [SeasonClosed(season_id, spec.name, now)]


def _pay(session: Session, season_id: str, now: datetime) -> list[DomainEvent]:
    definitions.own(session)
    there = seasons.season(session, season_id)
    above = season_ends.paid_up_to(session, season_id)
    if there is None or there.decided_at is None or above == EVERYBODY:
        return []
    winners = season_ends.next_winners(session, season_id, above, CHUNK)
    upto = winners[-1] if len(winners) == CHUNK else EVERYBODY
    at = definitions.after_all(session, now)
    if not season_ends.claim_payment(session, season_id, above, upto, at):
        return []
    return season_prizes.give(session, season_id, above, upto, now=at)


def _waits(session: Session, decided: datetime, now: datetime) -> bool:
    return (
        inbox.is_pending(session, decided)
        or definitions.is_due(session, now)
        or bool(progress.owed(session))
        or bool(waiting.due(session, now=decided))
    )


def _after_all(session: Session, now: datetime) -> datetime:
    """`now`, or the moment after whatever was done by somebody whose clock is ahead: a replay goes by the times."""
    done = (decisions.last_at(session), season_ends.last_applied(session))
    return max([now, *(at + MOMENT for at in done if at is not None)])


def _spec(session: Session, season_id: str) -> SeasonSpec:
    there = seasons.season(session, season_id)
    assert there is not None, "seasons are never deleted"  # noqa: S101
    return there.spec


def _ranks(found: Mapping[UUID, Result], hidden: Collection[UUID]) -> dict[UUID, int]:
    """The ranks by XP of those who earned some and may be seen."""
    unseen = set(hidden)
    order = sorted((-one.xp, player) for player, one in found.items() if one.xp and player not in unseen)
    numbers = ranks(Method.STANDARD, [-xp_ for xp_, _ in order], Above())
    return dict(zip((player for _, player in order), numbers, strict=True))
