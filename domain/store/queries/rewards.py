"""Rewards for the screen of their player."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from domain.rules.rewards import name_of
from domain.specs import KEPT, RewardKind, RewardSpec
from domain.store import rewards
from domain.store.driver import connection
from domain.views import RewardsPage, RewardView

#: So many rewards of the past are shown.
SHOWN = 50


def is_due(session: Session, *, now: datetime) -> bool:
    """Whether a reward waits longer than it may."""
    row = connection(session).execute(
        "select exists (select from reward where state = 'pending' and expires_at <= %s)", (now,)
    )
    found = row.fetchone()
    return bool(found and found[0])


def page(session: Session, player_id: UUID) -> RewardsPage:
    """All there is to see of a player's rewards: what is lost first comes first, then the newest."""
    rows = connection(session).execute(
        """
        select r.id, r.spec, b.spec ->> 'name', r.title, r.state, r.at, r.expires_at, r.settled_at, r.used_at,
               coalesce((select p.real from purchase p where r.cause = 'purchase' and p.id::text = r.cause_id), false)
        from reward r left join badge b on r.spec ->> 'kind' = 'badge' and b.id = r.spec ->> 'reference'
        where r.player_id = %(player)s and (r.state = 'pending'
            or (r.state = 'claimed' and r.used_at is null and r.spec ->> 'kind' = any(%(kept)s))
            or r.id in (select id from reward where player_id = %(player)s order by at desc, id limit %(limit)s))
        order by r.state = 'pending' desc, case when r.state = 'pending' then r.expires_at end, r.at desc, r.grant_key
        """,
        {"player": player_id, "kept": sorted(KEPT), "limit": SHOWN},
    )
    found = [_view(*row) for row in rows]
    worn = connection(session).execute("select title from player where id = %s", (player_id,)).fetchone()
    kept = tuple(one for one in found if _is_kept(one))
    return RewardsPage(
        waiting=tuple(one for one in found if one.state == "pending"),
        kept=tuple(one for one in kept if one.kind is not RewardKind.TITLE),
        titles=tuple(rewards.titles(session, player_id)),
        worn=worn[0] if worn else None,
        past=tuple(one for one in found if one.state != "pending" and one not in kept),
    )


def _is_kept(one: RewardView) -> bool:
    return one.state == "claimed" and one.used_at is None and one.kind in KEPT


def _view(
    reward_id: UUID,
    stored: object,
    badge: str | None,
    title: str,
    state: str,
    at: datetime,
    expires_at: datetime | None,
    settled_at: datetime | None,
    used_at: datetime | None,
    handed_over: bool,  # noqa: FBT001  a column
) -> RewardView:
    spec = RewardSpec.model_validate(stored)
    name = name_of(spec, {spec.reference or "": badge} if badge else {})
    return RewardView(reward_id, spec.kind, name, title, state, at, expires_at, settled_at, used_at, handed_over)
