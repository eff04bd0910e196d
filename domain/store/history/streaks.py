"""Every length that streaks ever had, as facts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import NOT_WORK, Done, streak_facts
from domain.rules.streaks import lengths_of
from domain.rules.zones import Zones
from domain.specs import DEFAULT_STREAK, Fact, StreakSpec
from domain.store import streaks
from domain.store.driver import connection
from domain.store.history.badges import badge_days
from domain.store.history.wanted import ByPlayer


def lengths(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Every length that streaks ever had, as it became known. A streak of visits gives none: it is no work."""
    said = streaks.inputs(session, _zones(session, players))
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for versions in streaks.versions(session):
        spec = versions[-1][1]
        if spec.is_presence or not any(one.on for _, one in versions):
            continue
        known = badge_days(session, players) if spec.is_of_badges else _days(session, players, spec)
        for player, work in known.items():
            if player in said:
                found[player] += streak_facts(player, said[player], versions, work)
    return found


def standing(session: Session, players: Sequence[UUID]) -> Mapping[UUID, list[tuple[date, int]]]:
    """How long the usual streak of these players is, and was, on which day, as it stands now.

    That is what remains of all its lengths once those are left out that were taken back.
    """
    spec = streaks.definition(session, DEFAULT_STREAK)
    if spec is None or not spec.on or spec.is_presence:
        return {}
    if spec.is_of_badges:
        known = badge_days(session, players)
        counts: Mapping[UUID, Mapping[date, int]] = {one: Counter(done.day for done in known[one]) for one in known}
    else:
        counts = streaks.counts(session, players, spec)
    zones = dict(
        connection(session).execute("select id, zones from player where id = any(%s)", ([*counts],)).fetchall()
    )
    said = streaks.inputs(session, zones)
    return {player: list(lengths_of(spec, counts[player], said[player].life(spec.id))) for player in said}


def _zones(session: Session, players: Iterable[UUID]) -> dict[UUID, Zones]:
    rows = connection(session).execute("select id, zones from player where id = any(%s)", (list(players),))
    return dict(rows.fetchall())


def _days(session: Session, players: Sequence[UUID], spec: StreakSpec) -> Mapping[UUID, list[Done]]:
    """When it became known on which day something was done, and taken back. More than enough a day is left out."""
    rows = connection(session).execute(
        """
        select a.player_id, a.day, case when count(r.key) = 0
                   then (array_agg(a.received_at order by a.received_at))[1:%(least)s]
                   else array_agg(a.received_at) end,
               array_agg(greatest(a.received_at, r.received_at) order by r.key) filter (where r.key is not null),
               array_agg(greatest(a.occurred_at, r.received_at) order by r.key) filter (where r.key is not null)
        from activity a left join activity r on r.reverses = a.key and r.player_id = a.player_id
        where a.player_id = any(%(players)s) and a.reverses is null
          and case when %(any)s then a.metric <> all(%(metrics)s) else a.metric = any(%(metrics)s) end
        group by a.player_id, a.day
        """,
        {
            "players": list(players),
            "least": spec.least,
            "any": not spec.metrics,
            "metrics": list(spec.metrics or NOT_WORK),
        },
    )
    found: dict[UUID, list[Done]] = defaultdict(list)
    for player, day, came_in, back, since in rows:
        found[player] += [Done(at, day, 1) for at in came_in]
        found[player] += [Done(at, day, -1, moment) for at, moment in zip(back or (), since or (), strict=True)]
    return found
