"""Completions: who completed a version of a mission, for the admin who may have to take one back."""

from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection
from domain.views import CompletionView


def completions(session: Session, mission_id: UUID, *, limit: int = 200) -> tuple[CompletionView, ...]:
    """The newest completions, those that were taken back with the reason. Steps of quests are not among them."""
    rows = connection(session).execute(
        """
        with done as (
            select p.mission_id, p.period, p.completed_at, case when m.spec ->> 'scope' in ('team', 'guild')
                   then helper.key::uuid else p.subject_id end as player_id
            from progress p join mission m on m.id = p.mission_id
            left join jsonb_object_keys(p.tallies -> -1) as helper(key) on m.spec ->> 'scope' in ('team', 'guild')
            where p.mission_id = %s and p.completed_at is not null and p.rewarded and position('/' in p.period) = 0
        )
        select d.player_id, player.name, player.avatar_url, d.period, d.completed_at, r.reason
        from done d join player on player.id = d.player_id
        left join reversal r on (r.mission_id, r.player_id, r.period) = (d.mission_id, d.player_id, d.period)
        order by d.completed_at desc, d.player_id limit %s
        """,
        (mission_id, limit),
    )
    return tuple(CompletionView(*row) for row in rows)
