"""Work: what came in, and what was counted of it."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
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
    Law(
        "Every delivery gave what it says, and only once it is done",
        """
        select count(*) from delivery d
          full join (select delivery_id, count(*) as number from activity group by 1) a on a.delivery_id = d.id
        where d.activities is distinct from coalesce(a.number, 0) or (d.state <> 'done' and d.activities > 0)
        """,
        "deliveries differ from their activities",
    ),
)
