"""The league: who moved, and where everybody is."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
        "Everybody in the league is where its rounds moved him",
        """
        select (
            select count(*) from league_place p left join league_round r using (first)
            where r.first is null or (p.outcome is not null and r.settled_at is null)
               or (p.outcome = 'up' and p.division >= jsonb_array_length(r.spec -> 'divisions') - 1)
               or (p.outcome = 'down' and p.division = 0)
        ) + (
            select count(*) from league_member m left join (
                select distinct on (player_id) player_id,
                       division + case outcome when 'up' then 1 else -1 end as division
                from league_place where outcome in ('up', 'down') order by player_id, first desc
            ) moved using (player_id) where m.division <> coalesce(moved.division, 0)
        )
        """,
        "places in the league are wrong",
    ),
    Law(
        "In each group of the league those moved who had most or least, and no more than may",
        """
        select count(*) from (
            select p.outcome, p.score, p.division, count(*) over one as people,
                   rank() over (partition by first, division, part order by score desc) - 1 as better,
                   (r.spec ->> 'up')::int as up, (r.spec ->> 'down')::int as down,
                   jsonb_array_length(r.spec -> 'divisions') - 1 as top
            from league_place p join league_round r using (first) where p.outcome is not null
            window one as (partition by first, division, part)
        ) placed
        where (outcome = 'up') <> (score > 0 and division < top and better < people * up / 100)
           or (outcome = 'down' and better < people - people * down / 100)
        """,
        "people moved up or down, or did not, against what they had",
    ),
)
