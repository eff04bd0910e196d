"""Running: what new facts make of streaks, as facts again. Asked when the day sums, or the badges, are written."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import BADGE_EARNED, Streak
from domain.specs import Fact, StreakSpec
from domain.store import history, streaks
from domain.store.facts import Line
from domain.store.scene import Scene

Mine = Mapping[UUID, Sequence[Fact]]


def lengths(session: Session, new: Iterable[Fact], fresh: Collection[Line], scene: Scene) -> list[Fact]:
    """The streaks that new work made longer or shorter. `fresh` are the lines of the roll-up that were not there."""
    found: list[Fact] = []
    specs = [spec for spec in scene.streaks if not spec.is_of_badges]
    facts = list(new) if specs else []
    for spec in specs:
        mine = _of_each(fact for fact in facts if spec.counts(fact.metric))
        if spec.least == 1:
            begun = {player for player, _, _ in fresh}
            mine = {one: some for one, some in mine.items() if one in begun or any(f.times < 0 for f in some)}
        if mine:
            found += _grown(session, spec, mine, streaks.counts(session, mine, spec), scene)
    return found


def of_badges(session: Session, new: Iterable[Fact], scene: Scene) -> list[Fact]:
    """The streaks of badges that new badges made longer, or that lost some."""
    specs = [spec for spec in scene.streaks if spec.is_of_badges]
    mine = _of_each(fact for fact in new if fact.metric == BADGE_EARNED) if specs else {}
    if not mine:
        return []
    days = history.badge_days(session, sorted(mine))
    counts: dict[UUID, dict[date, int]] = {player: Counter(one.day for one in days.get(player, ())) for player in mine}
    return [fact for spec in specs for fact in _grown(session, spec, mine, counts, scene)]


def _of_each(facts: Iterable[Fact]) -> dict[UUID, list[Fact]]:
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.player_id is not None:
            found[fact.player_id].append(fact)
    return found


def _grown(
    session: Session, spec: StreakSpec, mine: Mine, counts: Mapping[UUID, Mapping[date, int]], scene: Scene
) -> list[Fact]:
    """`counts` are the sums with the new facts, which are taken off first and added one by one."""
    said = streaks.inputs(session, {player: scene.players[player].zones for player in mine})
    found: list[Fact] = []
    for player, facts in sorted(mine.items()):
        before = Counter(counts.get(player, {}))
        for fact in facts:
            before[fact.day] -= fact.times
        streak = Streak(player, said[player].zones, spec, said[player].life(spec.id), before)
        for fact in sorted(facts, key=lambda one: (one.received_at or one.occurred_at, one.times < 0, one.day)):
            since = fact.since if fact.times < 0 else None
            found += streak.add(fact.day, fact.received_at or fact.occurred_at, times=fact.times, since=since)
    return found
