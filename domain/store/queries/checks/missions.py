"""Missions: what was completed, and what that gave."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
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
    Law(
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
)
