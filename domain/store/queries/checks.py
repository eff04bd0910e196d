"""Checks: the invariants of a live database, each a query that finds what breaks it."""

from collections.abc import Sequence
from datetime import date
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.factors import added, in_a_row
from domain.rules.scoring import pay, within_hours
from domain.store import audit, factors, mirror, standings
from domain.store.driver import connection
from domain.store.mirror import building
from domain.views import Check

#: What holds of the boards in Redis, where there is one.
MIRROR = "Redis says of the boards what the database says"
#: (what must hold, a query that counts what breaks it, what a break is called).
_COUNTED: Sequence[tuple[LiteralString, LiteralString, LiteralString]] = (
    (
        "Every balance is the sum of its ledger entries",
        """
        select count(*) from player p left join
          (select player_id, sum(amount) as xp, sum(coins) as coins from xp_entry group by 1) e on e.player_id = p.id
        where p.xp <> coalesce(e.xp, 0) or p.coins <> coalesce(e.coins, 0)
        """,
        "balances differ from their ledger",
    ),
    (
        "Every ledger entry belongs to a player",
        "select count(*) from xp_entry e where not exists (select from player p where p.id = e.player_id)",
        "entries have no player",
    ),
    (
        "No grant was paid twice",
        "select count(*) from (select 1 from xp_entry group by grant_key having count(*) > 1) twice",
        "grants were paid more than once",
    ),
    (
        "Every entry names its cause",
        """
        select count(*) from xp_entry e where
          (cause = 'rule' and not exists (select from activity a where a.key = e.activity_key)) or
          (cause = 'mission' and not exists (select from mission m where m.id::text = e.cause_id)) or
          (cause = 'correction' and not exists (select from mission m where m.id::text = e.cause_id)
           and not exists (select from merger m where m.from_id::text = e.cause_id)) or
          (cause = 'hand' and not exists (select from hand_entry h where h.id::text = e.cause_id)) or
          (cause = 'hold' and not exists (select from hold h where h.id::text = e.factors ->> 'hold')) or
          (cause = 'season' and not exists (select from season s where s.id = e.cause_id)) or
          (cause = 'reward' and not exists (select from reward r where r.id::text = e.cause_id)) or
          (cause = 'purchase' and not exists (select from purchase p where p.id::text = e.cause_id)
           and not exists (select from merger m where m.from_id::text = e.cause_id))
        """,
        "entries have a cause that does not exist",
    ),
    (
        "What was given by hand stands in the ledger, and nothing else does in its name",
        """
        select count(*) from hand_entry h full join (select * from xp_entry where cause = 'hand') e
          on e.cause_id = h.id::text and (e.player_id, e.amount, e.day) = (h.player_id, h.amount, h.day)
        where h.id is null or e.id is null
        """,
        "entries and what was given by hand do not match",
    ),
    (
        "What is on hold is what was paid for that work, and nothing else is",
        """
        with wanted as (
            select w.activity_key, e.cause_id as rule_id, h.id as hold_id,
                   case when b.key is null then (e.factors ->> 'each')::bigint else 0 end as each,
                   e.factors ? 'steps' as in_streak
            from hold h join hold_work w on w.hold_id = h.id join activity a on a.key = w.activity_key
            join xp_entry e on e.cause = 'rule' and e.activity_key = w.activity_key
                 and e.grant_key = 'rule:' || e.cause_id || ':' || w.activity_key
                 and (e.factors ->> 'each')::bigint <> 0
            left join hold_end i on i.hold_id = h.id
            left join activity b on b.reverses = a.key and b.player_id = a.player_id
            where i.outcome is null or i.outcome = 'reversed'
        )
        select count(*) from wanted w full join held h using (activity_key, rule_id, hold_id)
        where coalesce(h.each, 0) <> coalesce(w.each, 0)
          and not (coalesce(w.in_streak, false) and coalesce(h.each, 0) > 0 and w.each > 0)
        """,
        "pieces of work are on hold, or are not, against what was decided",
    ),
    (
        "What was released came back, and what is held did not",
        """
        select count(*) from (
            select h.id, coalesce(sum((x.factors ->> 'each')::bigint), 0) as left_over,
                   (select coalesce(sum(each), 0) from held where held.hold_id = h.id) as held
            from hold h left join xp_entry x on x.cause = 'hold' and x.factors ->> 'hold' = h.id::text
            where not exists (select from hold_work w join activity b on b.reverses = w.activity_key
                              where w.hold_id = h.id)
              and not exists (select from hold_work w join xp_entry e on e.activity_key = w.activity_key
                              where w.hold_id = h.id and e.factors ? 'steps')  -- worth more by now, perhaps
            group by h.id
        ) one where left_over + held <> 0
        """,
        "holds and their entries do not match",
    ),
    (
        "Nobody decides about himself",
        """
        select (select count(*) from hold where actor_id = player_id)
             + (select count(*) from hold_end where actor_id = player_id)
             + (select count(*) from hand_entry where actor_id = player_id)
        """,
        "decisions are about whoever made them",
    ),
    (
        "Every prize of a season was paid once, and no other was",
        """
        with won as (
            select r.season_id, r.player_id, place::int as place, s.spec -> 'prizes' -> place::int as prize
            from season_result r join season s on s.id = r.season_id, jsonb_array_elements_text(r.prizes) place
        )
        select count(*) from (
            select 'season:' || season_id || ':' || player_id || ':' || place as grant_key,
                   (prize ->> 'xp')::bigint as amount, coalesce(prize ->> 'coins', '0')::bigint as coins
            from won where (prize ->> 'xp')::bigint > 0 or (prize ->> 'coins')::bigint > 0
        ) w full join (select * from xp_entry where cause = 'season') e using (grant_key)
        where (w.amount, w.coins) is distinct from (e.amount, e.coins)
          or exists (
            select from (
                select 'season:' || season_id || ':' || player_id || ':' || place || ':' || number as grant_key
                from won, generate_series(0, jsonb_array_length(coalesce(prize -> 'rewards', '[]')) - 1) number
            ) g full join (select * from reward where cause = 'season') r using (grant_key)
            where g.grant_key is null or r.id is null
        )
        """,
        "prizes of seasons and entries do not match",
    ),
    (
        "Only what was opened is closed, only what was closed has results, and no small team is among them",
        """
        select (select count(*) from season_phase c where phase = 'close'
                and not exists (select from season_phase o where o.season_id = c.season_id and o.phase = 'open'
                                and o.at <= c.at))
             + (select count(*) from (select season_id from season_result union all select season_id from season_team) r
                where not exists (select from season_phase c where c.season_id = r.season_id and c.phase = 'close'))
             + (select count(*) from season_team where members < 5)
             + (select count(*) from season_result r join season_phase c on c.season_id = r.season_id
                and c.phase = 'close' where r.rank is not null and r.player_id = any(c.hidden))
        """,
        "seasons, or lines of their results, are wrong",
    ),
    (
        "The days add up to what the ledger paid on them",
        """
        select count(*) from
          (select player_id, day, 'xp.earned' as metric, sum(amount) as total, count(*) as lines
           from xp_entry group by 1, 2
           union all
           select player_id, day, 'coins.earned', sum(coins), count(*) from xp_entry
           where coins <> 0 and cause <> 'purchase' group by 1, 2) e
          full join (select * from metric_day where metric in ('xp.earned', 'coins.earned')) m
          using (player_id, day, metric) where e.total is distinct from m.sum or e.lines is distinct from m.count
        """,
        "days differ from the ledger",
    ),
    (
        "Every prize of a board was given once, to whoever won it",
        """
        with won as (
            select concat_ws(':', 'board', r.board, r.first, r.last, r.subject_id, p.number, g.part) as grant_key
            from board_close c join board_result r using (board, first, last),
                 jsonb_array_elements(c.spec -> 'prizes') with ordinality p (prize, number),
                 jsonb_array_elements(p.prize -> 'rewards') with ordinality g (reward, part)
            where r.rank <= (p.prize ->> 'best')::bigint or r.score >= (p.prize ->> 'bar')::bigint
        )
        select count(*) from won full join (select grant_key from reward where cause = 'board') given
          using (grant_key) where won.grant_key is null or given.grant_key is null
        """,
        "prizes were not given, or not won",
    ),
    (
        "Results of boards are in order, each of a span that was decided",
        """
        select count(*) from (
            select r.*, lag(score) over (partition by board, first, last order by place) as before, c.at
            from board_result r left join board_close c using (board, first, last)
        ) placed where score > before or rank > place or at is null
        """,
        "results are wrong",
    ),
    (
        "The roll-up agrees with the activities",
        """
        with effective as (
            select player_id, metric, day, 1 as sign, value from activity where reverses is null
            union all
            select o.player_id, o.metric, o.day, -1, o.value from activity r
            join activity o on o.key = r.reverses and o.player_id = r.player_id and o.reverses is null
        )
        select count(*) from
          (select player_id, metric, day, sum(sign) as count, sum(sign * value) as sum
           from effective group by 1, 2, 3) a
          full join (select * from metric_day where metric not in ('xp.earned', 'coins.earned')) m
          using (player_id, metric, day)
        where coalesce(a.count, 0) is distinct from m.count or coalesce(a.sum, 0) is distinct from m.sum
        """,
        "roll-up lines differ from the activities",
    ),
    (
        "Every completed mission paid its reward once, and no other did",
        """
        with recursive carried as (
            select from_id, into_id from merger
            union select c.from_id, m.into_id from carried c join merger m on m.from_id = c.into_id
        ), person as (  -- who carries on for a merged account
            select from_id, into_id from carried where into_id not in (select from_id from merger)
        ), done as (
            select p.mission_id, m.spec, p.period, case when m.spec ->> 'scope' in ('team', 'guild')
                   then helper.key::uuid else p.subject_id end as player_id
            from progress p join mission m on m.id = p.mission_id
            left join jsonb_object_keys(p.tallies -> -1) as helper(key) on m.spec ->> 'scope' in ('team', 'guild')
            where p.completed_at is not null and p.rewarded
        ), prize as (
            select 'mission:' || mission_id || ':' || coalesce(person.into_id, player_id) || ':' || case
                       when spec ->> 'kind' = 'quest' and position('/' in period) > 0
                       then 'step-' || split_part(period, '/', 2)
                       when spec ->> 'kind' = 'quest' then 'quest' else period end as grant_key,
                   case when spec ->> 'kind' = 'quest' and position('/' in period) > 0
                        then spec -> 'steps' -> (split_part(period, '/', 2)::int - 1)
                        when jsonb_array_length(coalesce(spec -> 'tiers', '[]')) > 0
                        then (select t from jsonb_array_elements(spec -> 'tiers') t where t ->> 'tier' = period)
                        else spec end as gives
            from done left join person on person.from_id = player_id
        )
        select count(*) from
          (select distinct grant_key as wanted from prize
           where coalesce((gives ->> 'xp')::bigint, 0) + coalesce((gives ->> 'coins')::bigint, 0) > 0) w
          full join (
            select distinct replace(grant_key, from_id::text, into_id::text) as given from (
                select grant_key, coalesce(from_id, player_id) as from_id, coalesce(into_id, player_id) as into_id
                from xp_entry left join person on from_id = player_id
                where cause = 'mission' and grant_key not like '%:not-on:%' and grant_key not like '%:but-on:%'
            ) paid
          ) g on g.given = w.wanted
        where w.wanted is null or g.given is null
        """,
        "completions and rewards do not match",
    ),
    (
        "Every claimed reward gave what it says, and no other gave anything",
        """
        select count(*) from (
            select id, spec ->> 'kind' as kind, state, coalesce((spec ->> 'amount')::bigint, 1) as amount from reward
        ) r full join (
            select cause_id::uuid as id, sum(amount) as xp, sum(coins) as coins,
                   coalesce(sum((factors ->> 'spent')::bigint), 0) as spent
            from xp_entry where cause = 'reward' group by 1
        ) e using (id)
        where r.id is null
           or coalesce(e.xp, 0) <> case when r.kind = 'xp' and r.state = 'claimed' then r.amount else 0 end
           or coalesce(e.coins, 0) <> case when r.kind = 'coins' and r.state = 'claimed' then r.amount
                                           else coalesce(e.spent, 0) end
        """,
        "rewards and ledger entries do not match",
    ),
    (
        "Where a reward stands was decided by whoever may",
        """
        select count(*) from reward r where
          (state = 'claimed' and coalesce((spec ->> 'by_hand')::boolean, false)
           and not exists (select from reward_decision d where d.reward_id = r.id and d.kind = 'claimed')) or
          (state = 'expired' and not exists
           (select from reward_decision d where d.reward_id = r.id and d.kind = 'expired')) or
          ((used_at is not null) <> exists
           (select from reward_decision d where d.reward_id = r.id and d.kind = 'used'))
        """,
        "rewards stand elsewhere than was decided",
    ),
    (
        "Nothing is kept about whoever was erased but his numbers",
        """
        select count(*) from player p where p.kind = 'erased' and (
            not p.hidden or p.avatar_url is not null or p.is_admin or p.login not like 'gone-%'
            or exists (select from notification n where p.id in (n.player_id, n.from_id))
            or exists (select from web_session s where s.player_id = p.id)
            or exists (select from kudos k where p.id in (k.from_id, k.to_id))
            or exists (select from follow f where p.id in (f.follower_id, f.followed_id))
            or exists (select from identity i where i.player_id = p.id and i.login <> p.login)
            or not exists (select from erasure e where e.player_id = p.id and e.done_at is not null)
        )
        """,
        "people were not erased wholly",
    ),
    (
        "Every purchase was paid once, and paid back once where it was given back",
        """
        select count(*) from purchase p full join (
            select cause_id, sum(coins) as coins, count(*) as lines
            from xp_entry where cause = 'purchase' and cause_id not in (select from_id::text from merger) group by 1
        ) e on e.cause_id = p.id::text
        where p.id is null or e.cause_id is null
           or e.coins <> case when p.place is null then 0 else -p.price end
           or e.lines <> case when p.place is null then 2 else 1 end
        """,
        "purchases and ledger entries do not match",
    ),
    (
        "Who bought something has it, and nothing is sold that there is not",
        """
        select (select count(*) from purchase p left join reward r
                  on r.cause = 'purchase' and r.cause_id = p.id::text
                where case when p.state in ('approved', 'done') then coalesce(r.state, '') not in ('claimed', 'revoked')
                           else r.state = 'claimed' end)
             + (select count(*) from offer o where o.sold <>
                (select count(*) from purchase p where p.offer_id = o.id and p.place is not null))
        """,
        "purchases and what they gave do not match",
    ),
    (
        "Limited places went to no more people than there are",
        """
        select count(*) from (
            select 1 from progress p join mission m on m.id = p.mission_id
            where p.rewarded and m.spec ->> 'places' is not null
            group by p.mission_id, p.period, m.spec having count(*) > (m.spec ->> 'places')::bigint
        ) full_up
        """,
        "windows have too many winners",
    ),
    (
        "Freezes, repairs and time off belong to somebody, and to a streak that there is",
        """
        with named as (
            select player_id, streak from streak_freeze union all select player_id, streak from streak_repair
            union all select player_id, 'activity' from pause
        )
        select count(*) from named n where not exists (select from player p where p.id = n.player_id)
          or n.streak not in ('activity', 'reviews', 'badges', 'sign-in')
             and not exists (select from streak_version v where v.streak = n.streak)
        """,
        "freezes, repairs and days of time off belong to nobody or nothing",
    ),
    (
        "Nothing was earned with visits",
        """
        select count(*) from xp_entry e join activity a on a.key = e.activity_key
        where a.metric = 'visit.day' and (e.amount <> 0 or e.coins <> 0)
        """,
        "entries pay for visits",
    ),
    (
        "Every delivery gave what it says, and only once it is done",
        """
        select count(*) from delivery d
          full join (select delivery_id, count(*) as number from activity group by 1) a on a.delivery_id = d.id
        where d.activities is distinct from coalesce(a.number, 0) or (d.state <> 'done' and d.activities > 0)
        """,
        "deliveries differ from their activities",
    ),
)


def invariants(session: Session) -> tuple[Check, ...]:
    """Check everything, in one moment of the database."""
    connection(session).execute("set local statement_timeout = 0")
    counted = [_counted(session, *each) for each in _COUNTED]
    reflected = [_mirror(session)] if mirror.is_on() else []
    return (*counted, _caps(session), _worths(session), _boards(session), *reflected, _trail(session))


def _counted(session: Session, name: LiteralString, query: LiteralString, broken: LiteralString) -> Check:
    row = connection(session).execute(query).fetchone()
    number = int(row[0]) if row else 0
    return Check(name, number == 0, f"{name}." if number == 0 else f"{number} {broken}.")


def _caps(session: Session) -> Check:
    """What a rule paid on a day is a function of what it saw that day, and is the sum of the day's entries."""
    name = "No day was paid beyond its cap"
    rows = connection(session).execute(
        """
        select r.raw, r.paid, e.total, e.full_until, e.cap from rule_day r full join (
            select player_id, cause_id, day, sum(amount) as total,
                   (array_agg(factors ->> 'full_until' order by id desc))[1]::bigint as full_until,
                   (array_agg(factors ->> 'cap' order by id desc))[1]::bigint as cap
            from xp_entry where cause in ('rule', 'hold') group by 1, 2, 3
        ) e on e.player_id = r.player_id and e.cause_id = r.rule_id and e.day = r.day
        """
    )
    wrong = sum(None in row or not _is_paid_rightly(*row) for row in rows)
    return Check(name, wrong == 0, f"{name}." if wrong == 0 else f"{wrong} days were paid wrongly.")


def _worths(session: Session) -> Check:
    """What a rule saw on a day is what the day's work is worth, each in the streak that it stands in by now.

    What is held counts nothing. Of players who carry on for another the days are of two, and not looked at.
    """
    name = "Every day adds up to what its work is worth"
    rows = (
        connection(session)
        .execute(
            """
        select e.player_id, e.cause_id, e.day, case when exists (
                   select from held h where h.activity_key = e.activity_key and h.rule_id = e.cause_id
               ) then 0 else (e.factors ->> 'each')::bigint end, e.factors ->> 'hour',
               (e.factors ->> 'hour_cap')::bigint, case when e.factors ? 'steps' then e.factors end
        from xp_entry e join player p on p.id = e.player_id
        where e.cause = 'rule' and p.kind <> 'merged' and not e.factors ? 'again'
          and not exists (select from merger m where m.into_id = p.id)
        """
        )
        .fetchall()
    )
    streaked = {row[0] for row in rows if row[-1] is not None}
    known = factors.worked(session, streaked) if streaked else {}
    sums: dict[tuple[UUID, str, date], dict[str, int]] = {}
    caps: dict[tuple[UUID, str, date], int | None] = {}
    for player, rule, day, each, hour, hour_cap, made_of in rows:
        value = each if made_of is None or not each else added(made_of, in_a_row(known[player], day))
        hours = sums.setdefault((player, rule, day), {})
        hours[hour or ""] = hours.get(hour or "", 0) + value
        caps[player, rule, day] = hour_cap
    stored = connection(session).execute(
        "select r.player_id, rule_id, day, raw from rule_day r join player p on p.id = player_id and kind <> 'merged'"
    )
    raws = {(row[0], row[1], row[2]): row[3] for row in stored}
    wrong = sum(
        raws.get(key) != (sum(hours.values()) if caps[key] is None else within_hours(hours, caps[key] or 0))
        for key, hours in sums.items()
    )
    return Check(name, wrong == 0, f"{name}." if wrong == 0 else f"{wrong} days do not add up to their work.")


def _is_paid_rightly(raw: int, paid: int, total: int, full_until: int, cap: int) -> bool:
    return paid == total == pay(full_until, cap, raw)


def _boards(session: Session) -> Check:
    name = "The boards say what days, missions and streaks say"
    wrong = standings.astray(session)
    return Check(name, wrong == 0, f"{name}." if wrong == 0 else f"{wrong} scores, or counts of them, are wrong.")


def _mirror(session: Session) -> Check:
    """A mirror that is behind is read by nobody; one that says it is not, and is wrong, would be."""
    wrong = sum(building.differences(session).values())
    sentence = f"{wrong} scores are others in Redis. Run questboard verify --repair."
    return Check(MIRROR, wrong == 0, f"{MIRROR}." if wrong == 0 else sentence)


def _trail(session: Session) -> Check:
    name = "The audit trail is unbroken"
    first = next(iter(audit.broken(session)), None)
    return Check(name, first is None, f"{name}." if first is None else f"The audit trail breaks at line {first}.")
