"""Rewards and purchases: what was given, and what was paid for it."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
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
    Law(
        "Where a reward stands was decided by whoever may",
        """
        select count(*) from reward r where
          (state = 'claimed' and coalesce((spec ->> 'by_hand')::boolean, false)
           and not exists (select from reward_decision d where d.reward_id = r.id and d.kind = 'claimed')) or
          (state = 'expired' and not exists
           (select from reward_decision d where d.reward_id = r.id and d.kind = 'expired')) or
          (state <> 'revoked' and (used_at is not null) <> exists
           (select from reward_decision d where d.reward_id = r.id and d.kind = 'used'))
        """,
        "rewards stand elsewhere than was decided",
    ),
    Law(
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
    Law(
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
)
