"""Seasons: prizes and results."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
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
    Law(
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
)
