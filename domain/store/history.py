"""History: the facts of players, read back from what is stored. Live evaluation adds up the same ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from domain.rules.derived import (
    BADGE_EARNED,
    COINS_EARNED,
    DERIVED,
    NOT_WORK,
    STREAK_LENGTH,
    XP_EARNED,
    Done,
    Earned,
    badge_earned,
    coins,
    mission_completed,
    streak_facts,
    xp_in_order,
)
from domain.rules.factors import added, in_a_row
from domain.rules.missions import MISSION_COMPLETED
from domain.rules.requirements import in_order
from domain.rules.zones import Zones, day_of
from domain.specs import Dimensions, Fact, StreakSpec
from domain.store import factors, streaks
from domain.store.driver import connection, with_rows


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose facts of which metrics, from a moment on (None: from the beginning)."""

    players: Collection[UUID]
    metrics: frozenset[str]
    since: datetime | None = None


def read(session: Session, wanted: Sequence[Wanted]) -> list[list[Fact]]:
    """The facts behind each of `wanted`, in the order in which they happened; one query for each kind of fact."""
    found: list[list[Fact]] = [[] for _ in wanted]
    for at, fact in _work(session, wanted):
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


def _work(session: Session, wanted: Sequence[Wanted]) -> Iterable[tuple[int, Fact]]:
    rows = [
        (at, player, sorted(metrics), one.since)
        for at, one in enumerate(wanted)
        if (metrics := one.metrics - DERIVED)
        for player in one.players
    ]
    if not rows:
        return
    answer = with_rows(
        session,
        """
        select rows.at, o.key, o.metric, o.value, o.occurred_at, o.day, o.dimensions, o.player_id, o.received_at,
               greatest(o.occurred_at, r.received_at), greatest(o.received_at, r.received_at), r.key
        from {rows} join activity o on o.player_id = rows.player_id and o.metric = any(rows.metrics)
          and (rows.since is null or o.occurred_at >= rows.since) and o.reverses is null
        left join activity r on r.reverses = o.key and r.player_id = o.player_id
        """,
        {"at": "int", "player_id": "uuid", "metrics": "text[]", "since": "timestamptz"},
        rows,
    )
    for at, *work in answer:
        yield from ((at, fact) for fact in _facts(*work))


def _facts(
    key: str,
    metric: str,
    value: int,
    occurred_at: datetime,
    day: date,
    dimensions: Dimensions,
    player: UUID,
    received_at: datetime,
    reversed_at: datetime,
    reversal_received_at: datetime,
    reversal: str | None,
) -> Iterator[Fact]:
    """The fact, and what took it back."""
    work = (key, metric, value, occurred_at, day, dimensions)
    yield Fact(*work, 1, None, player, received_at)
    if reversal is not None:
        yield Fact(*work, -1, reversed_at, player, reversal_received_at, reversal)


def given(session: Session, mission_id: UUID, player_id: UUID, period: str, prize: str) -> list[Fact]:
    """The completion and the badges that a player has from one window of a mission, and that still stand."""
    row = connection(session).execute("select slug from mission where id = %s", (mission_id,)).fetchone()
    slug, cause = row[0] if row else "", f"mission:{mission_id}:{prize}"
    wanted = {f"mission:{slug}:{player_id}:{period}"}
    badges = _badges(session, [player_id]).get(player_id, [])
    done = [fact for fact in _missions(session, [player_id]).get(player_id, []) if fact.key in wanted]
    return [*done, *(fact for fact in badges if fact.key.endswith(f":{player_id}:{cause}"))]


def badges_of(session: Session, player_id: UUID, rewards: Collection[UUID]) -> list[Fact]:
    """The badges that a player has from these rewards, and that still stand."""
    ends = tuple(f":{player_id}:reward:{reward}" for reward in rewards)
    if not ends:
        return []
    return [fact for fact in _badges(session, [player_id]).get(player_id, []) if fact.key.endswith(ends)]


ByPlayer = Mapping[UUID, list[Fact]]


def _xp(session: Session, players: Sequence[UUID]) -> ByPlayer:
    return {player: list(xp_in_order(mine)) for player, mine in _entries(session, players).items()}


def _coins(session: Session, players: Sequence[UUID]) -> ByPlayer:
    found = _entries(session, players)
    return {player: [coins(one) for one in mine if one.earned_coins] for player, mine in found.items()}


def _entries(session: Session, players: Sequence[UUID]) -> Mapping[UUID, Collection[Earned]]:
    """What moved to another day stands only there, as if it had been booked there at once.

    What a mission gave, or a reward for it, was earned when it was completed, and work is worth what it is in its
    streak, as far as is known by now; what was booked for a streak that became longer is in that already. Where hours
    or streaks decide, work on hold is worth nothing as long as it is held.
    """
    rows = (
        connection(session)
        .execute(
            """
        select e.grant_key, e.player_id, e.cause_id, e.amount, e.day,
               coalesce(g.completed_at, w.earned_at, e.occurred_at),
               coalesce(g.known_at, w.known_at, e.known_at), (e.factors ->> 'each')::bigint,
               (e.factors ->> 'full_until')::bigint, (e.factors ->> 'cap')::bigint, e.cause, e.coins,
               e.factors ->> 'hour', (e.factors ->> 'hour_cap')::bigint,
               case when e.factors ? 'steps' then e.factors end,
               h.each is not null and e.factors ?| array['steps', 'hour_cap']
        from xp_entry e left join progress g on g.subject_id = e.player_id and g.period = e.factors ->> 'period'
          and g.mission_id = case when e.cause = 'mission' then e.cause_id::uuid end
        left join reward w on e.grant_key not like '%%:revoked:%%'
          and w.id = case when e.cause = 'reward' then e.cause_id::uuid end
        left join held h on h.activity_key = e.activity_key and h.rule_id = e.cause_id and e.cause = 'rule'
        where e.player_id = any(%s) and not e.factors ?| array['again', 'by_line'] order by e.id
        """,
            (players,),
        )
        .fetchall()
    )
    in_streaks = {row[1] for row in rows if row[-2] is not None}
    days = factors.worked(session, in_streaks) if in_streaks else {}
    entries: dict[UUID, dict[str, Earned]] = defaultdict(dict)
    for *row, made_of, held in rows:
        entry = Earned(*row)
        if made_of is not None:
            entry = replace(entry, each=added(made_of, in_a_row(days.get(entry.player_id, ()), entry.day)))
        if held:
            entry = replace(entry, each=0)
        grant, moved, _ = entry.grant_key.partition(":but-on:")
        if ":not-on:" not in grant:
            entries[entry.player_id][grant] = replace(entry, grant_key=grant) if moved else entry
    return {player: mine.values() for player, mine in entries.items()}


def _missions(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Completions that count: those of a player, and, once for all of them, those of teams to which he contributed."""
    return _by_player(
        mission_completed(player, slug, period, day_of(zones, completed_at), completed_at, known_at)
        for player, slug, period, completed_at, known_at, zones in _completed(session, players)
    )


def completions(
    session: Session, players: Sequence[UUID], since: datetime, until: datetime
) -> Iterator[tuple[UUID, datetime, Zones]]:
    """(player, when, his zones) of the completions that count, between two moments."""
    for player, _, _, completed_at, _, zones in _completed(session, players, since, until):
        yield player, completed_at, zones


def awards(
    session: Session, players: Sequence[UUID], since: datetime, until: datetime
) -> Iterator[tuple[UUID, datetime, Zones]]:
    """(player, when, his zones) of the badges that still stand, earned between two moments."""
    for player, _, _, _, at, _, zones in _awarded(session, players, since, until):
        yield player, at, zones


def _completed(
    session: Session, players: Sequence[UUID], since: datetime | None = None, until: datetime | None = None
) -> Iterable[tuple[Any, ...]]:
    return connection(session).execute(
        """
        with shared as (
            select p.*, helper.key::uuid as player_id from progress p, jsonb_object_keys(p.tallies -> -1) as helper(key)
            where p.completed_at is not null and p.mission_id in
                  (select id from mission where spec ->> 'scope' in ('team', 'guild'))
        )
        select distinct on (d.player_id, m.id, d.period)
               d.player_id, m.slug, d.period, d.completed_at, d.known_at, player.zones from (
            select mission_id, player_id, period, completed_at, known_at from shared where player_id = any(%(players)s)
            union all
            select mission_id, subject_id, period, completed_at, known_at from progress
            where subject_id = any(%(players)s) and rewarded
        ) d join mission m on m.id = d.mission_id join player on player.id = d.player_id
        where position('/' in d.period) = 0
          and (%(since)s::timestamptz is null or d.completed_at between %(since)s and %(until)s) and not exists (
            select from reversal r
            where (r.mission_id, r.player_id, r.period) = (d.mission_id, d.player_id, d.period)
        )
        order by d.player_id, m.id, d.period, d.completed_at
        """,
        {"players": players, "since": since, "until": until},
    )


def _badges(session: Session, players: Sequence[UUID]) -> ByPlayer:
    return _by_player(
        badge_earned(player, badge, cause, tier, day_of(zones, at), at, known_at)
        for player, badge, cause, tier, at, known_at, zones in _awarded(session, players)
    )


def _awarded(
    session: Session, players: Sequence[UUID], since: datetime | None = None, until: datetime | None = None
) -> Iterable[tuple[Any, ...]]:
    return connection(session).execute(
        """
        select a.player_id, a.badge_id, a.cause, a.tier, coalesce(g.completed_at, w.earned_at, a.at),
               coalesce(g.known_at, w.known_at, a.known_at), p.zones
        from badge_award a join player p on p.id = a.player_id
        left join progress g on g.subject_id = a.player_id and a.cause = 'mission:' || g.mission_id || ':' || g.period
        left join reward w on w.id = case when starts_with(a.cause, 'reward:') then substr(a.cause, 8)::uuid end
        where a.player_id = any(%(players)s) and w.state is distinct from 'revoked'
          and (%(since)s::timestamptz is null
               or coalesce(g.completed_at, w.earned_at, a.at) between %(since)s and %(until)s)
          and not exists (
            select from reversal r
            where r.player_id = a.player_id and a.cause = 'mission:' || r.mission_id || ':' || r.prize
        )
        """,
        {"players": players, "since": since, "until": until},
    )


def _streaks(session: Session, players: Sequence[UUID]) -> ByPlayer:
    """Every length that streaks ever had, as it became known. A streak of visits gives none: it is no work."""
    zones = dict(connection(session).execute("select id, zones from player where id = any(%s)", (players,)).fetchall())
    said = streaks.inputs(session, zones)
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


def badge_days(session: Session, players: Sequence[UUID]) -> Mapping[UUID, list[Done]]:
    """When it became known on which day these players earned a badge."""
    return {
        player: [Done(fact.received_at or fact.occurred_at, fact.day, fact.times) for fact in facts]
        for player, facts in _badges(session, players).items()
    }


def _by_player(facts: Iterable[Fact]) -> ByPlayer:
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.player_id is not None:
            found[fact.player_id].append(fact)
    return found


_DERIVED: Mapping[str, Any] = {
    XP_EARNED: _xp,
    COINS_EARNED: _coins,
    MISSION_COMPLETED: _missions,
    BADGE_EARNED: _badges,
    STREAK_LENGTH: _streaks,
}
