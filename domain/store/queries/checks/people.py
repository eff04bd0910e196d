"""People: what is kept about them, and what they have to do with each other."""

from domain.store.queries.checks.law import Law

LAWS = (
    Law(
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
    Law(
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
    Law(
        "Whoever follows or challenges, and whoever is followed or challenged, is here",
        """
        with tie as (
            select unnest(array[follower_id, followed_id]) as side, true as is_person from follow
            union all
            select unnest(array[first_id, second_id]), kind = 'player' from duel d
            where state in ('invited', 'accepted') and not exists (select from duel_result r where r.duel_id = d.id)
        )
        select count(*) from tie left join player p on p.id = tie.side
        where case when is_person then p.id is null or p.kind = 'merged'
                   else not exists (select from team t where t.id = tie.side) end
        """,
        "ties hold to somebody who is not here",
    ),
    Law(
        "Whoever is somebody else by now is not seen",
        "select count(*) from player where kind = 'merged' and (not hidden or is_admin)",
        "merged accounts are seen",
    ),
    Law(
        "Nothing waits for the answer of somebody who left",
        """
        select count(*) from duel d where d.state = 'invited' and exists (
            select from player p where p.id in (d.first_id, d.second_id, d.by_id) and p.kind = 'erased')
        """,
        "challenges wait for somebody who left",
    ),
)
