"""Duels: what the sides did, which there are, and which are to be decided."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from domain.rules import duels as rules
from domain.rules.duels import Known, Side
from domain.rules.history import value_at
from domain.specs import DuelGoal, Fact, PersonKind, metrics
from domain.store.driver import connection
from domain.store.tables import DuelRow
from domain.store.teams import MEMBERS


def known(session: Session, sides: Collection[UUID], now: datetime) -> list[Known]:
    """The duels of these players or teams that are open, or began within the days that count."""
    rows = connection(session).execute(
        """
        select d.first_id, d.second_id, coalesce(d.answered_at, d.asked_at), d.state, d.last_day, r.duel_id is not null,
               d.xp + d.coins > 0
        from duel d left join duel_result r on r.duel_id = d.id
        where (d.first_id = any(%s) or d.second_id = any(%s)) and d.asked_at > %s
        """,
        (list(sides), list(sides), now - timedelta(days=rules.RECENT + rules.LONGEST + rules.ANSWER_WITHIN)),
    )
    gone = now - timedelta(days=rules.ANSWER_WITHIN)
    return [
        Known(
            first,
            second,
            at.date(),
            open=(state == "invited" and at > gone) or (state == "accepted" and not decided),
            accepted=state == "accepted",
            pays=state == "accepted" and pays,
        )
        for first, second, at, state, _, decided, pays in rows
    ]


def due(session: Session, *, now: datetime) -> list[UUID]:
    """Duels that are to be decided, the oldest first."""
    rows = connection(session).execute(
        """
        select d.id, d.last_day from duel d left join duel_result r on r.duel_id = d.id
        where d.state = 'accepted' and r.duel_id is null and d.last_day < %s order by d.last_day, d.id
        """,
        (now.date(),),
    )
    return [duel for duel, last in rows if rules.decided_at(last) <= now]


def members(session: Session, team_id: UUID, at: datetime) -> list[UUID]:
    """The people who were in a team at a moment."""
    rows = connection(session).execute(
        "select distinct m.player_id, p.kinds from ("
        + MEMBERS
        + ") m join player p on p.id = m.player_id where m.team_id = %s and m.since <= %s"
        " and (m.until is null or m.until > %s) order by 1",
        (team_id, at, at),
    )
    return [player for player, kinds in rows if value_at(kinds, at) == PersonKind.HUMAN]


def side(session: Session, duel: DuelRow, side_id: UUID, now: datetime) -> Side:
    """What one side has done so far, or did in the end: what came in until it is decided, and was not taken back."""
    goal = DuelGoal.model_validate(duel.goal)
    if duel.first_day is None or duel.last_day is None:
        return rules.side(goal, [()])
    team = side_id if duel.kind == "team" else None
    people = members(session, team, min(now, rules.over_at(duel.last_day))) if team else [side_id]
    work = _work(session, duel, goal, people, team)
    return rules.side(goal, (work.get(player, ()) for player in people))


def _work(
    session: Session, duel: DuelRow, goal: DuelGoal, players: Collection[UUID], team_id: UUID | None
) -> Mapping[UUID, Sequence[Fact]]:
    """The facts of these players on its days; for a team, those from the time of their membership."""
    rows = connection(session).execute(
        """
        select a.player_id, a.key, a.metric, a.value, a.occurred_at, a.day, a.dimensions, a.received_at
        from activity a
        where a.player_id = any(%(players)s) and a.metric = any(%(metrics)s) and a.day between %(first)s and %(last)s
          and a.reverses is null and a.received_at <= %(until)s
          and not exists (select from activity r where r.reverses = a.key and r.player_id = a.player_id
                          and r.received_at <= %(until)s)
          and (%(team)s::uuid is null or exists (
            select from ("""
        + MEMBERS
        + """) m where m.team_id = %(team)s and m.player_id = a.player_id and m.since <= a.occurred_at
              and (m.until is null or a.occurred_at < m.until)))
        """,
        {
            "players": list(players), "metrics": sorted(metrics(goal.requirement)), "first": duel.first_day,
            "last": duel.last_day, "until": rules.decided_at(duel.last_day or date.max), "team": team_id,
        },
    )  # fmt: skip
    found: dict[UUID, list[Fact]] = defaultdict(list)
    for player, key, metric, value, occurred_at, day, dimensions, received_at in rows:
        fact = Fact(key, metric, value, occurred_at, day, dimensions, player_id=player, received_at=received_at)
        found[player].append(fact)
    return found


def hand_over(session: Session, from_id: UUID, into_id: UUID) -> None:
    """Let another player carry on with what is not decided; nobody is against himself."""
    driver, names = connection(session), {"from": from_id, "into": into_id}
    driver.execute(
        """
        update duel set state = 'withdrawn', first_day = null, last_day = null
        where kind = 'player' and %(from)s in (first_id, second_id) and %(into)s in (first_id, second_id)
          and not exists (select from duel_result r where r.duel_id = id)
        """,
        names,
    )
    driver.execute(
        """
        update duel set first_id = case first_id when %(from)s then %(into)s else first_id end,
                        second_id = case second_id when %(from)s then %(into)s else second_id end
        where kind = 'player' and %(from)s in (first_id, second_id) and %(into)s not in (first_id, second_id)
          and not exists (select from duel_result r where r.duel_id = id)
        """,
        names,
    )
