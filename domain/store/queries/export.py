"""Export: everything that is kept about one person, for that person."""

from collections.abc import Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from sqlmodel import Session

from domain.store import erasures
from domain.store.driver import connection

#: Each part of an export, and the rows in it. Of other people only names stand here that the person has seen anyway.
PARTS: Mapping[str, LiteralString] = {
    "profile": "select * from player where id = %(me)s",
    "accounts": "select provider, subject, login from identity where player_id = %(me)s order by 1, 2",
    "teams": """
        select t.name, m.since, m.until from team_member m join team t on t.id = m.team_id
        where m.player_id = %(me)s order by m.since
    """,
    "activities": """
        select key, metric, value, occurred_at, day, received_at, label, url, dimensions, reverses from activity
        where player_id = %(me)s order by occurred_at, key
    """,
    "activity by day": "select metric, day, count, sum from metric_day where player_id = %(me)s order by day, metric",
    "xp": """
        select at, occurred_at, day, amount, coins, cause, cause_id, activity_key, factors from xp_entry
        where player_id = %(me)s order by id
    """,
    "xp of rules by day": """
        select rule_id, day, raw, paid, hours from rule_day where player_id = %(me)s order by day, rule_id
    """,
    "levels at which weeks are paid": """
        select monday, first, increase, level, times from week_level where player_id = %(me)s order by monday
    """,
    "xp by hand": "select at, day, amount, reason from hand_entry where player_id = %(me)s order by at",
    "on hold": """
        select h.at, h.expires_at, h.xp, h.sentence, h.reason, a.text as appeal, e.at as decided_at, e.outcome,
               e.reason as answer, (select array_agg(w.activity_key) from hold_work w where w.hold_id = h.id) as work
        from hold h left join hold_appeal a on a.hold_id = h.id left join hold_end e on e.hold_id = h.id
        where h.player_id = %(me)s order by h.at
    """,
    "memberships": "select since, level from membership where player_id = %(me)s order by since",
    "boosts": "select title, factor, starts_at, ends_at from boost where subject_id = %(me)s order by starts_at",
    "missions": """
        select m.slug, m.spec ->> 'title' as title, p.period, p.tallies, p.latest, p.completed_at, p.rewarded
        from progress p join mission m on m.id = p.mission_id where p.subject_id = %(me)s order by m.slug, p.period
    """,
    "levels at the start of missions": """
        select m.slug, l.period, l.level from level_at_start l join mission m on m.id = l.mission_id
        where l.player_id = %(me)s order by 1, 2
    """,
    "quests": """
        select m.slug, q.number, q.accepted_at, q.abandoned_at from quest_run q join mission m on m.id = q.mission_id
        where q.player_id = %(me)s order by q.accepted_at
    """,
    "taken back": """
        select m.slug, r.period, r.reason, r.coins, r.at from reversal r join mission m on m.id = r.mission_id
        where r.player_id = %(me)s order by r.at
    """,
    "badges": "select badge_id, tier, cause, at from badge_award where player_id = %(me)s order by at, badge_id",
    "places on boards, as last looked at": """
        select p.board, p.first, b.rank, b.told_at from board_place b join board_period p on p.id = b.period_id
        where b.player_id = %(me)s order by p.first, p.board
    """,
    "membership of the league": "select division, joined_at, left_at from league_member where player_id = %(me)s",
    "league": """
        select l.first, l.division, l.score, l.outcome from league_place l where l.player_id = %(me)s order by l.first
    """,
    "results": """
        select r.board, r.first, r.last, r.rank, r.score from board_result r where r.subject_id = %(me)s
        order by r.last, r.board
    """,
    "seasons": """
        select season_id, xp, missions, badges, streak, rank, prizes from season_result where player_id = %(me)s
        order by season_id
    """,
    "rewards": """
        select at, title, spec, state, expires_at, settled_at, used_at from reward
        where player_id = %(me)s order by at, id
    """,
    "purchases": """
        select p.at, p.title, p.price, p.state, s.step, s.at as decided_at, s.reason
        from purchase p left join purchase_step s on s.purchase_id = p.id
        where p.player_id = %(me)s order by p.at, p.id, s.at
    """,
    "thanks said": """
        select k.at, case when p.hidden then 'somebody' else p.name end as to, k.text
        from kudos k join player p on p.id = k.to_id
        where k.from_id = %(me)s order by k.at
    """,
    "thanks received": """
        select k.at, case when p.hidden then 'somebody' else p.name end as by, k.text
        from kudos k join player p on p.id = k.from_id
        where k.to_id = %(me)s order by k.at
    """,
    "people followed": """
        select f.at, f.state, p.name from follow f join player p on p.id = f.followed_id
        where f.follower_id = %(me)s and f.state <> 'refused' and p.kind = 'human' and not p.hidden order by f.at
    """,
    "followers": """
        select f.at, f.state, p.name from follow f join player p on p.id = f.follower_id
        where f.followed_id = %(me)s and p.kind = 'human' and not p.hidden order by f.at
    """,
    "time off": "select first, last, at, ended_at from pause where player_id = %(me)s order by at",
    "holidays": "select code, at from holiday_choice where player_id = %(me)s order by at",
    "freezes": "select streak, count, cause, at from streak_freeze where player_id = %(me)s order by at",
    "repaired": "select streak, period, day, at from streak_repair where player_id = %(me)s order by at",
    "duels": """
        select d.goal, d.days, d.asked_at, d.state, d.first_day, d.last_day, r.outcome,
               case when d.first_id = %(me)s then r.first_values else r.second_values end as mine, d.xp, d.coins
        from duel d left join duel_result r on r.duel_id = d.id
        where %(me)s in (d.first_id, d.second_id) order by d.asked_at
    """,
    "notifications": "select at, kind, title, text, read_at from notification where player_id = %(me)s order by id",
    "signed-in browsers": """
        select user_agent, created_at, seen_at, expires_at from web_session where player_id = %(me)s order by created_at
    """,
    "asked to be erased": "select asked_at, due_at from erasure where player_id = %(me)s",
    "merged accounts": "select at, accounts from merger where into_id = %(me)s order by at",
    "decisions of admins": """
        select at, action, details from audit where subject = %(me)s::text and actor_id is distinct from %(me)s
        order by id
    """,
    "own decisions": "select at, action from audit where actor_id = %(me)s order by id",
}


def everything(session: Session, player_id: UUID) -> dict[str, Sequence[dict[str, Any]]]:
    """All there is, part by part, in one moment of the database; also of accounts that were merged into his."""
    driver = connection(session)
    driver.execute("set local statement_timeout = 0")
    found: dict[str, Sequence[dict[str, Any]]] = {}
    everybody = [player_id, *(one for one in erasures.same_person(session, player_id) if one != player_id)]
    for name, query in PARTS.items():
        found[name] = [row for one in everybody for row in _rows(driver, query, one)]
    return found


def _rows(driver: Connection[Any], query: LiteralString, player_id: UUID) -> list[dict[str, Any]]:
    cursor = driver.execute(query, {"me": player_id})
    columns = [column.name for column in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
