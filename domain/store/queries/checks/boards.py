"""Boards: prizes, results and scores, in the database and in Redis."""

from sqlmodel import Session

from domain.store import standings
from domain.store.mirror import building
from domain.store.queries.checks.law import Law, checked
from domain.views import Check

#: What holds of the boards in Redis, where there is one.
MIRROR = "Redis says of the boards what the database says"

LAWS = (
    Law(
        "Every prize of a board was given once, to whoever won it",
        """
        with won as (
            select concat_ws(':', 'board', r.board, r.first, r.last, r.subject_id, p.number, g.part) as grant_key
            from board_close c join board_result r using (board, first, last),
                 jsonb_array_elements(c.spec -> 'prizes') with ordinality p (prize, number),
                 jsonb_array_elements(p.prize -> 'rewards') with ordinality g (reward, part)
            where r.rank <= (p.prize ->> 'best')::bigint or r.score >= (p.prize ->> 'bar')::bigint
        )
        select count(*) from won full join (select grant_key from reward where cause = 'board') given
          using (grant_key) where won.grant_key is null or given.grant_key is null
        """,
        "prizes were not given, or not won",
    ),
    Law(
        "Results of boards are in order, each of a span that was decided",
        """
        select count(*) from (
            select r.*, lag(score) over (partition by board, first, last order by place) as before, c.at
            from board_result r left join board_close c using (board, first, last)
        ) placed where score > before or rank > place or at is null
        """,
        "results are wrong",
    ),
)


def scores(session: Session) -> Check:
    """What the boards say follows from what was done."""
    wrong = standings.astray(session)
    sentence = f"{wrong} scores, or counts of them, are wrong."
    return checked("The boards say what days, missions and streaks say", wrong, sentence)


def reflected(session: Session) -> Check:
    """A mirror that is behind is read by nobody; one that says it is not, and is wrong, would be."""
    wrong = sum(building.differences(session).values())
    return checked(MIRROR, wrong, f"{wrong} scores are others in Redis. Run questboard verify --repair.")
