"""The shadow: a second set of the tables that follow from deliveries and decisions, to play everything again in.

It is a schema that stands before `public` in the search path; what is not in it (definitions, teams, accepted quests,
deliveries themselves) is the same in both.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import LiteralString

from sqlmodel import Session

from domain.store.driver import connection

SCHEMA = "replay"
SEARCH_PATH = f"{SCHEMA},public"

#: Begin empty, and are filled by playing again.
_DERIVED: Sequence[LiteralString] = (
    "delivery", "activity", "metric_day", "rule_day", "xp_entry", "progress", "badge_award", "notification",
    "settlement", "reversal", "merger", "board_score", "board_count", "board_version",
    "week_level", "duel_result", "season_phase", "season_result", "season_team", "reward", "held",
    "streak_version", "pause", "day_off", "streak_freeze", "streak_repair",
)  # fmt: skip
#: Decisions that are part of the input, copied because playing may add to them.
_COPIED: Sequence[LiteralString] = ("identity", "level_at_start", "player")

#: What must be the same, said without surrogate keys and without the time of booking. The order of arrival decides
#: which entry of a day meets the cap, and so how much of it is held; the sum of the day does not depend on it. What the
#: game produced at one moment has no order, so which of it completed a window is not said either.
STATE: Mapping[LiteralString, LiteralString] = {
    "activities": """
        select key, player_id, metric, value, occurred_at, day, received_at, dimensions, reverses from {}.activity
    """,
    "roll-up": """
        select player_id, metric, day, sum,
               case when metric in ('xp.earned', 'coins.earned') then 0 else count end as count
        from {}.metric_day where sum <> 0 or (count <> 0 and metric not in ('xp.earned', 'coins.earned'))
    """,
    "held": "select activity_key, rule_id, hold_id, each from {}.held",
    "rule days": "select player_id, rule_id, day, raw, paid, hours from {}.rule_day where raw <> 0 or paid <> 0",
    "week levels": "select player_id, monday, first, increase, level from {}.week_level",
    "ledger by day": """
        select player_id, day, case cause when 'hold' then 'rule' else cause end as cause, cause_id,
               sum(amount) as amount, sum(coins) as coins
        from {}.xp_entry group by 1, 2, 3, 4 having sum(amount) <> 0 or sum(coins) <> 0
    """,
    "progress": """
        select mission_id, subject_id, period, tallies, latest, completed_at, rewarded,
               case when completed_by ~ '^(rule|coins|mission|badge|streak):' then 'the game'
                    else completed_by end as by
        from {}.progress
    """,
    "badges": """
        select badge_id, player_id, tier, count(*) as times from {}.badge_award group by badge_id, player_id, tier
    """,
    "rewards": "select grant_key, player_id, spec, state, used_at is not null as used from {}.reward",
    "balances": "select id as player_id, xp, coins from {}.player where xp <> 0 or coins <> 0",
    "seasons": "select season_id, phase, at from {}.season_phase",
    "season results": """
        select season_id, player_id, xp, missions, badges, streak, rank, prizes from {}.season_result
    """,
    "season teams": "select season_id, team_id, members, xp, missions, badges from {}.season_team",
    "freezes": "select player_id, streak, count, day from {}.streak_freeze",
    "duels": """
        select duel_id, first_values, first_people, second_values, second_people, outcome from {}.duel_result
    """,
    "boards": """
        select p.board, p.first, s.player_id, s.score
        from {}.board_score s join public.board_period p on p.id = s.period_id
    """,
}


def exists(session: Session) -> bool:
    """Whether a replay was begun."""
    row = connection(session).execute("select to_regclass(%s) is not null", (f"{SCHEMA}.replay",)).fetchone()
    return bool(row and row[0])


def make(session: Session) -> None:
    """The shadow anew, with nothing played yet."""
    driver = connection(session)
    driver.execute(f"drop schema if exists {SCHEMA} cascade")
    driver.execute(f"create schema {SCHEMA}")
    for table in (*_DERIVED, *_COPIED):
        driver.execute(f"create table {SCHEMA}.{table} (like public.{table} including all)")
    for table in _COPIED:
        driver.execute(f"insert into {SCHEMA}.{table} select * from public.{table}")
    driver.execute(f"update {SCHEMA}.player set xp = 0, coins = 0")
    # Two decisions of one moment may be played in the other order; what counts is where it ends.
    driver.execute(f"alter table {SCHEMA}.player drop constraint player_coins_bounded")
    _unmerge(session)
    driver.execute(
        f"create table {SCHEMA}.queue (place bigserial primary key, id bigint not null, done_at timestamptz not null)"
    )
    driver.execute(f"create table {SCHEMA}.replay (delivery bigint not null, commands int not null)")
    driver.execute(f"insert into {SCHEMA}.replay values (0, 0)")


def _unmerge(session: Session) -> None:
    """Accounts lead where they led before they were merged, the last merger first."""
    driver = connection(session)
    rows = driver.execute("select from_id, accounts from public.merger order by at desc").fetchall()
    for player, accounts in rows:
        for provider, subject in accounts:
            driver.execute(
                f"update {SCHEMA}.identity set player_id = %s where provider = %s and subject = %s",
                (player, provider, subject),
            )


def line_up(session: Session) -> None:
    """Put what was applied, and is not there yet, into the queue, in the order in which it was applied.

    Decisions have their place in that order: what had come in before one, and was applied after it, was not known.
    """
    connection(session).execute(
        f"""
        insert into {SCHEMA}.queue (id, done_at)
        select id, done_at from public.delivery d where state = 'done'
          and not exists (select from {SCHEMA}.queue q where q.id = d.id) order by done_at, id
        """
    )


def waiting(session: Session, place: int, until: datetime | None, limit: int) -> list[tuple[int, int, datetime]]:
    """(place, id, when it was applied) of the next deliveries in the queue that were applied by `until`."""
    rows = connection(session).execute(
        f"""
        select place, id, done_at from {SCHEMA}.queue
        where place > %s and (%s::timestamptz is null or done_at <= %s) order by place limit %s
        """,
        (place, until, until, limit),
    )
    return rows.fetchall()


def drop(session: Session) -> None:
    """Remove the shadow."""
    connection(session).execute(f"drop schema if exists {SCHEMA} cascade")


def position(session: Session) -> tuple[int, int]:
    """The place in the queue of the last delivery that was played, and the number of commands."""
    row = connection(session).execute(f"select delivery, commands from {SCHEMA}.replay").fetchone()
    return row or (0, 0)


def move(session: Session, delivery: int, commands: int) -> None:
    """Remember how far it got, in the transaction that got there."""
    connection(session).execute(f"update {SCHEMA}.replay set delivery = %s, commands = %s", (delivery, commands))


def left(session: Session) -> int:
    """How many deliveries are still to be played."""
    row = connection(session).execute(
        f"select count(*) from {SCHEMA}.queue where place > (select delivery from {SCHEMA}.replay)"
    )
    found = row.fetchone()
    return found[0] if found else 0


def state_hash(session: Session, schema: LiteralString) -> str:
    """A fingerprint of everything that follows from deliveries and decisions, in `public` or in the shadow."""
    digest = sha256()
    for name, query in STATE.items():
        row = connection(session).execute(
            "select count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)::text from ("
            + query.format(schema)
            + ") t"
        )
        digest.update(f"{name} {row.fetchone()}\n".encode())
    return digest.hexdigest()


def differences(session: Session, limit: int) -> list[str]:
    """The first lines that are in one and not in the other, as text."""
    found: list[str] = []
    for name, query in STATE.items():
        for here, there, words in (("public", SCHEMA, "only live"), (SCHEMA, "public", "only replayed")):
            rows = connection(session).execute(
                f"select t::text from ({query.format(here)} except {query.format(there)} limit %s) t", (limit,)
            )
            found += [f"{name}, {words}: {row[0]}" for row in rows]
    return found


def activities(session: Session) -> int:
    """How many activities were played."""
    row = connection(session).execute(f"select count(*) from {SCHEMA}.activity").fetchone()
    return row[0] if row else 0
