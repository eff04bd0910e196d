"""Follows that change hands."""

from uuid import UUID

from sqlmodel import Session

from domain.store.driver import connection


def hand_over(session: Session, from_id: UUID, into_id: UUID) -> None:
    """Let follows of one player, and by him, be another's; what that one has already stays."""
    driver, names = connection(session), {"from": from_id, "into": into_id}
    driver.execute(
        """
        with gone as (
            delete from follow where %(from)s in (follower_id, followed_id)
            returning follower_id, followed_id, state, at
        )
        insert into follow (follower_id, followed_id, state, at)
        select case follower_id when %(from)s then %(into)s else follower_id end,
               case followed_id when %(from)s then %(into)s else followed_id end, state, at
        from gone where %(into)s not in (follower_id, followed_id)
        on conflict do nothing
        """,
        names,
    )
