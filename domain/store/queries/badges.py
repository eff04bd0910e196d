"""Badges: the collection, and who holds what."""

from uuid import UUID

from sqlmodel import Session

from domain.specs import BadgeSpec, BadgeTier
from domain.store.driver import connection
from domain.views import BadgeView

_TIERS = list(BadgeTier)


def badges(session: Session, player_id: UUID) -> tuple[BadgeView, ...]:
    """All badges as one player sees them: his own first, secret ones only when he holds them."""
    rows = connection(session).execute(
        """
        select b.spec, array_agg(a.tier) filter (where a.player_id = %(player)s),
               count(distinct a.player_id) filter (where p.kind = 'human'),
               min(a.at) filter (where a.player_id = %(player)s)
        from badge b
        left join badge_award a on a.badge_id = b.id and not exists (
            select from reversal r where r.player_id = a.player_id
            and a.cause = 'mission:' || r.mission_id || ':' || r.prize
        ) and not exists (
            select from reward w where a.cause = 'reward:' || w.id and w.state = 'revoked'
        )
        left join player p on p.id = a.player_id
        group by b.id, b.spec order by 4 nulls last, b.id
        """,
        {"player": player_id},
    )
    views = []
    for stored, tiers, holders, earned_at in rows:
        spec = BadgeSpec.model_validate(stored)
        if earned_at is None and spec.secret:
            continue
        held = [BadgeTier(tier) for tier in tiers or ()]
        views.append(
            BadgeView(
                id=spec.id,
                name=spec.name,
                description=spec.description,
                tier=max(held, key=_TIERS.index, default=spec.tier),
                type=spec.type,
                category=spec.category,
                art=spec.art,
                secret=spec.secret,
                repeatable=spec.repeatable,
                count=len(held) if spec.repeatable else min(len(held), 1),
                holders=holders,
                earned_at=earned_at,
            )
        )
    return tuple(views)


def holders(session: Session) -> dict[str, int]:
    """How many people hold each badge, by its id."""
    rows = connection(session).execute(
        """
        select b.id, count(distinct a.player_id) filter (where p.kind = 'human')
        from badge b
        left join badge_award a on a.badge_id = b.id and not exists (
            select from reversal r where r.player_id = a.player_id
            and a.cause = 'mission:' || r.mission_id || ':' || r.prize
        ) and not exists (
            select from reward w where a.cause = 'reward:' || w.id and w.state = 'revoked'
        )
        left join player p on p.id = a.player_id
        group by b.id
        """
    )
    return dict(rows)


def all_badges(session: Session) -> tuple[BadgeSpec, ...]:
    """Every badge there is, for the admin's form."""
    rows = connection(session).execute("select spec from badge order by id")
    return tuple(BadgeSpec.model_validate(row[0]) for row in rows)
