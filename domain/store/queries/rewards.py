"""Rewards for the screens of their players and of admins."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

from sqlmodel import Session

from domain.rules.rewards import name_of
from domain.specs import KEPT, RewardKind, RewardSpec
from domain.store import rewards
from domain.store.driver import connection
from domain.views import GivenReward, RewardsPage, RewardView

#: So many rewards of the past are shown.
SHOWN = 50

#: What `_view` takes: of a badge its name, whether a person hands it over, and why it was taken back.
_COLUMNS: LiteralString = """
    r.id, r.spec, b.spec ->> 'name', r.title, r.state, r.at, r.expires_at, r.settled_at, r.used_at,
    coalesce((select p.real from purchase p where r.cause = 'purchase' and p.id::text = r.cause_id), false),
    case when r.state = 'revoked' then coalesce(
        (select d.reason from reward_decision d where d.reward_id = r.id and d.kind = 'revoked'),
        (select s.reason from purchase_step s
         where r.cause = 'purchase' and s.purchase_id::text = r.cause_id and s.step = 'refunded'),
        (select v.reason from reversal v where r.cause = 'mission' and v.mission_id::text = r.cause_id
         and starts_with(r.grant_key, concat('mission:', v.mission_id, ':', v.player_id, ':', v.prize, ':reward-')))
    ) end
"""
_BADGE: LiteralString = "left join badge b on r.spec ->> 'kind' = 'badge' and b.id = r.spec ->> 'reference'"


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
        f"""
        select {_COLUMNS} from reward r {_BADGE}
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


def given(session: Session, *, player_id: UUID | None, state: str | None, limit: int) -> tuple[GivenReward, ...]:
    """The newest rewards that were given, of one player and in one state where that is asked for."""
    rows = connection(session).execute(
        f"""
        with newest as (
            select * from reward where (%(player)s::uuid is null or player_id = %(player)s)
              and (%(state)s::text is null or state = %(state)s) order by at desc, id limit %(limit)s
        )
        select p.id, p.name, p.login, p.avatar_url, r.cause = 'purchase',
               (select o.ends_at from boost o where o.cause = 'reward:' || r.id and o.starts_at < o.ends_at), {_COLUMNS}
        from newest r join player p on p.id = r.player_id {_BADGE} order by r.at desc, r.id
        """,
        {"player": player_id, "state": state, "limit": limit},
    )
    return tuple(
        GivenReward(_view(*rest), player, name, login, avatar, bought, until)
        for player, name, login, avatar, bought, until, *rest in rows
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
    reason: str | None,
) -> RewardView:
    spec = RewardSpec.model_validate(stored)
    name = name_of(spec, {spec.reference or "": badge} if badge else {})
    return RewardView(
        reward_id, spec.kind, name, title, state, at, expires_at, settled_at, used_at, handed_over, reason or ""
    )
