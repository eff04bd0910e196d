"""What a tried mission comes to: who would have finished, how soon, for how much, and who could not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from statistics import median
from uuid import UUID

from sqlmodel import Session

from domain.rules.back_test import Finish, Stretch, winners
from domain.rules.zones import zone_at
from domain.store.definitions import Mission
from domain.store.queries.fairness import by_groups
from domain.store.queries.preview_walk import Found, Human
from domain.store.scene import Scene
from domain.views import Finisher, Preview

#: Names that are shown.
SHOWN = 50


def summary(
    session: Session,
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
    zones = {player: zone_at(scene.players[player].zones, stretch.now).key for player in people}
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
        out_of_reach=_out_of_reach(humans, people, who, found),
        hasty=found.hasty,
        groups=by_groups(session, zones, who, since=stretch.since, until=stretch.until),
    )


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
