"""What is on hold, and who decides."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
        "What is on hold is what was paid for that work, and nothing else is",
        """
        with wanted as (
            select w.activity_key, e.cause_id as rule_id, h.id as hold_id,
                   case when b.key is null then (e.factors ->> 'each')::bigint else 0 end as each,
                   e.factors ?| array['steps', 'bonus'] as in_streak
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
    Law(
        "What was released came back, and what is held did not",
        """
        select count(*) from (
            select h.id, coalesce(sum((x.factors ->> 'each')::bigint), 0) as left_over,
                   (select coalesce(sum(each), 0) from held where held.hold_id = h.id) as held
            from hold h left join xp_entry x on x.cause = 'hold' and x.factors ->> 'hold' = h.id::text
            where not exists (select from hold_work w join activity b on b.reverses = w.activity_key
                              where w.hold_id = h.id)
              and not exists (select from hold_work w join xp_entry e on e.activity_key = w.activity_key
                              where w.hold_id = h.id and e.factors ?| array['steps', 'bonus'])  -- worth more by now
            group by h.id
        ) one where left_over + held <> 0
        """,
        "holds and their entries do not match",
    ),
    Law(
        "Nobody decides about himself",
        """
        select (select count(*) from hold where actor_id = player_id)
             + (select count(*) from hold_end where actor_id = player_id)
             + (select count(*) from hand_entry where actor_id = player_id)
        """,
        "decisions are about whoever made them",
    ),
)
