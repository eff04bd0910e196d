"""What a level curve would make of everybody."""

from sqlmodel import Session

from domain.rules.levels import title_at, xp_for
from domain.specs import LevelCurve
from domain.store.driver import connection
from domain.views import LevelStep

#: The levels that are shown whether or not a title begins there.
_MILESTONES = (1, 2, 3, 5, 10, 20, 50)


def steps(session: Session, curve: LevelCurve) -> tuple[LevelStep, ...]:
    """Some levels of `curve`, those with a title among them, each with how many people would stand there."""
    levels = sorted({*_MILESTONES, *(title.level for title in curve.titles)})
    starts = [xp_for(level, curve) for level in levels]
    found = connection(session).execute(
        "select width_bucket(xp, %s::bigint[]), count(*) from player where kind = 'human' group by 1", (starts,)
    )
    people = dict(found.fetchall())
    return tuple(
        LevelStep(level, title_at(level, curve), start, people.get(place, 0))
        for place, (level, start) in enumerate(zip(levels, starts, strict=True), start=1)
    )
