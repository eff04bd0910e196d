"""What a tried mission comes to: who would have finished, how soon, for how much, and who could not."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from domain.rules.back_test import Finish, Stretch, winners
from domain.rules.fairness import Share, of_counts
from domain.rules.zones import zone_at
from domain.store.definitions import Mission
from domain.store.queries.preview_walk import Found, Human
from domain.store.scene import Scene
from domain.views import Finisher, Preview, Spread

#: Names that are shown, and how many people a group must have at least to be looked at alone.
SHOWN, FEW = 50, 5


def summary(
    mission: Mission,
    scene: Scene,
    humans: Mapping[UUID, Human],
    invited: Collection[UUID],
    found: Found,
    stretch: Stretch,
) -> Preview:
    """The preview as it is shown."""
    won = winners(mission.spec, found.finished)
    whole = [finish for finish in won if finish.whole]
    who: dict[UUID, list[Finish]] = defaultdict(list)
    for finish in whole:
        for player in finish.helpers:
            who[player].append(finish)
    people = {*invited, *who}
    zones = _spread(_zone_of(scene, stretch.now), who, people)
    teams = _spread(_team_of(scene, stretch.now), who, people)
    return Preview(
        since=stretch.since,
        until=stretch.until,
        activities=found.activities,
        people=len(people),
        finished=len(who),
        completions=len(whole),
        median_days=median([finish.days for finish in whole]) if whole else None,
        xp=_minted(won, "xp"),
        coins=_minted(won, "coins"),
        finishers=_finishers(who, humans),
        zones=zones,
        teams=teams,
        out_of_reach=_out_of_reach(humans, people, who, found),
        hasty=found.hasty,
        doubts=tuple(_doubts(teams, zones)),
    )


def _doubts(*kinds: Iterable[Spread]) -> Iterable[str]:
    for spreads in kinds:
        found = of_counts("", [Share(one.name, one.finished, one.people) for one in spreads])
        if found.warns:
            yield found.sentence


def _minted(won: Iterable[Finish], what: str) -> int:
    """XP or coins. Everybody is paid once for a window, also in two teams that completed it."""
    return sum({(player, finish.window): getattr(finish, what) for finish in won for player in finish.helpers}.values())


def _finishers(who: Mapping[UUID, list[Finish]], humans: Mapping[UUID, Human]) -> tuple[Finisher, ...]:
    """The first to finish first, without those who are hidden."""
    shown = [
        Finisher(humans[player].name, min(one.day for one in mine), len(mine))
        for player, mine in who.items()
        if not humans[player].hidden
    ]
    return tuple(sorted(shown, key=lambda one: (one.day, one.name)))[:SHOWN]


def _spread(
    names_of: Callable[[UUID], Iterable[str]], who: Mapping[UUID, Any], invited: Iterable[UUID]
) -> tuple[Spread, ...]:
    everybody: Counter[str] = Counter()
    finished: Counter[str] = Counter()
    for player in invited:
        for name in names_of(player):
            everybody[name] += 1
            finished[name] += player in who
    shown = [Spread(name, finished[name], number) for name, number in everybody.most_common() if number >= FEW]
    small = [name for name, number in everybody.items() if number < FEW]
    if small:
        people_in_small = sum(everybody[name] for name in small)
        shown.append(Spread(f"fewer than {FEW} people each", sum(finished[name] for name in small), people_in_small))
    return tuple(shown)


def _zone_of(scene: Scene, now: datetime) -> Callable[[UUID], Iterable[str]]:
    return lambda player: (zone_at(scene.players[player].zones, now).key,)


def _team_of(scene: Scene, now: datetime) -> Callable[[UUID], Iterable[str]]:
    return lambda player: (one.name for one in scene.roster.teams(player, now))


def _out_of_reach(
    humans: Collection[UUID], people: Collection[UUID], who: Collection[UUID], found: Found
) -> tuple[tuple[str, int], ...]:
    """Why somebody could not possibly have finished."""
    left = {player for player in people if player not in who}
    reasons = (
        ("not among those it is for", len(humans) - len(people)),
        ("did nothing of the kind in that time", len(left - found.active)),
        ("did nothing that passes the conditions", len((left & found.active) - found.counting)),
    )
    return tuple((reason, number) for reason, number in reasons if number)
