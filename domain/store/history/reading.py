"""Facts of every kind, in the order in which they happened."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from domain.rules.derived import BADGE_EARNED, COINS_EARNED, STREAK_LENGTH, XP_EARNED
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.requirements import in_order
from domain.specs import Fact
from domain.store.driver import connection
from domain.store.history.badges import badges
from domain.store.history.earnings import earned_coins, xp
from domain.store.history.missions import missions
from domain.store.history.streaks import lengths
from domain.store.history.wanted import Wanted
from domain.store.history.work import work


def read(session: Session, wanted: Sequence[Wanted]) -> list[list[Fact]]:
    """The facts behind each of `wanted`, in the order in which they happened; one query for each kind of fact."""
    found: list[list[Fact]] = [[] for _ in wanted]
    for at, fact in work(session, wanted):
        found[at].append(fact)
    for metric, facts_of in _DERIVED.items():
        asking = [(at, one) for at, one in enumerate(wanted) if metric in one.metrics]
        if not asking:
            continue
        by_player = facts_of(session, sorted({player for _, one in asking for player in one.players}))
        for at, one in asking:
            for player in one.players:
                found[at] += [f for f in by_player.get(player, ()) if one.since is None or f.occurred_at >= one.since]
    return [in_order(facts) for facts in found]


def by_key(session: Session, key: str) -> list[Fact]:
    """One piece of work, and what took it back."""
    row = (
        connection(session)
        .execute("select player_id, metric, occurred_at from activity where key = %s and reverses is null", (key,))
        .fetchone()
    )
    if row is None:
        return []
    player, metric, occurred_at = row
    return [fact for fact in read(session, [Wanted((player,), frozenset({metric}), occurred_at)])[0] if fact.key == key]


_DERIVED: Mapping[str, Any] = {
    XP_EARNED: xp,
    COINS_EARNED: earned_coins,
    MISSION_COMPLETED: missions,
    BADGE_EARNED: badges,
    STREAK_LENGTH: lengths,
}
