"""People: what is kept about them."""

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
)
