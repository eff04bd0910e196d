"""The ledger: every balance, entry and cap."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
        "Every balance is the sum of its ledger entries",
        """
        select count(*) from player p left join
          (select player_id, sum(amount) as xp, sum(coins) as coins from xp_entry group by 1) e on e.player_id = p.id
        where p.xp <> coalesce(e.xp, 0) or p.coins <> coalesce(e.coins, 0)
        """,
        "balances differ from their ledger",
    ),
    Law(
        "Every ledger entry belongs to a player",
        "select count(*) from xp_entry e where not exists (select from player p where p.id = e.player_id)",
        "entries have no player",
    ),
    Law(
        "No grant was paid twice",
        "select count(*) from (select 1 from xp_entry group by grant_key having count(*) > 1) twice",
        "grants were paid more than once",
    ),
    Law(
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
    Law(
        "What was given by hand stands in the ledger, and nothing else does in its name",
        """
        select count(*) from hand_entry h full join (
            select * from xp_entry where cause = 'hand' and not factors ? 'deducted') e
          on e.cause_id = h.id::text and (e.player_id, e.amount, e.day) = (h.player_id, h.amount, h.day)
        where h.id is null or e.id is null
        """,
        "entries and what was given by hand do not match",
    ),
    Law(
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
    Law(
        "Nothing was earned with visits",
        """
        select count(*) from xp_entry e join activity a on a.key = e.activity_key
        where a.metric = 'visit.day' and (e.amount <> 0 or e.coins <> 0)
        """,
        "entries pay for visits",
    ),
)
