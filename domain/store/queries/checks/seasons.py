"""Seasons: prizes and results."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
        "Every prize of a season was paid once, and no other was",
        """
        with won as (
            select r.season_id, r.player_id, place::int as place, s.spec -> 'prizes' -> place::int as prize
            from season_result r join season s on s.id = r.season_id
            join season_payment y on y.season_id = r.season_id and y.above < r.player_id and r.player_id <= y.upto,
                 jsonb_array_elements_text(r.prizes) place
        )
        select (
            select count(*) from (
                select 'season:' || season_id || ':' || player_id || ':' || place as grant_key,
                       (prize ->> 'xp')::bigint as amount, coalesce(prize ->> 'coins', '0')::bigint as coins
                from won where (prize ->> 'xp')::bigint > 0 or (prize ->> 'coins')::bigint > 0
            ) w full join (select * from xp_entry where cause = 'season') e using (grant_key)
            where (w.amount, w.coins) is distinct from (e.amount, e.coins)
        ) + (
            select count(*) from (
                select 'season:' || season_id || ':' || player_id || ':' || place || ':' || number as grant_key
                from won, generate_series(0, jsonb_array_length(coalesce(prize -> 'rewards', '[]')) - 1) number
            ) g full join (select * from reward where cause = 'season') r using (grant_key)
            where g.grant_key is null or r.id is null
        )
        """,
        "prizes of seasons and entries do not match",
    ),
    Law(
        "Only what was opened is closed, only what was closed has results, and no small team is among them",
        """
        select (select count(*) from season_phase c where phase = 'close'
                and not exists (select from season_phase o where o.season_id = c.season_id and o.phase = 'open'
                                and o.at <= c.at))
             + (select count(*) from (select season_id from season_result union all select season_id from season_team) r
                where not exists (select from season_phase c where c.season_id = r.season_id and c.phase = 'close'))
             + (select count(*) from season_phase c where phase = 'paid' and not exists (
                select from season_payment y where y.season_id = c.season_id and y.at <= c.at
                and y.upto = 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
             + (select count(*) from (
                select above, lag(upto, 1, '00000000-0000-0000-0000-000000000000')
                       over (partition by y.season_id order by above) as before, c.at
                from season_payment y left join season_phase c on c.season_id = y.season_id and c.phase = 'close'
                ) paid where above <> before or at is null)
             + (select count(*) from season_team where members < 5)
             + (select count(*) from season_result r join season_phase c on c.season_id = r.season_id
                and c.phase = 'close' where r.rank is not null and r.player_id = any(c.hidden))
        """,
        "seasons, or lines of their results, are wrong",
    ),
)
