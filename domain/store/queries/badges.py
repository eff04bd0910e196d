"""Badges: the collection, and who holds what."""

from uuid import UUID

from sqlmodel import Session

from domain.specs import BadgeSpec
from domain.store.driver import connection
from domain.views import BadgeView


def badges(session: Session, player_id: UUID) -> tuple[BadgeView, ...]:
    """All badges as one player sees them: his own first, secret ones only when he holds them."""
    rows = connection(session).execute(
        """
        select b.spec, count(a.cause) filter (where a.player_id = %(player)s), count(distinct a.player_id),
               min(a.at) filter (where a.player_id = %(player)s)
        from badge b left join badge_award a on a.badge_id = b.id group by b.id, b.spec order by 4 nulls last, b.id
        """,
        {"player": player_id},
    )
    views = []
    for stored, count, holders, earned_at in rows:
        spec = BadgeSpec.model_validate(stored)
        if earned_at is not None or not spec.secret:
            views.append(
                BadgeView(
                    spec.id, spec.name, spec.description, spec.tier, spec.category, spec.art, count, holders, earned_at
                )
            )
    return tuple(views)


def all_badges(session: Session) -> tuple[BadgeSpec, ...]:
    """Every badge there is, for the admin's form."""
    rows = connection(session).execute("select spec from badge order by id")
    return tuple(BadgeSpec.model_validate(row[0]) for row in rows)
