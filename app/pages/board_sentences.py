"""What a board says to one player alone."""

from datetime import date
from uuid import UUID

from domain.rules.boards import gap, span, unit
from domain.specs import BoardSpec, Period
from domain.views import Board, PersonalBest


def insight(around: Board | None, me: UUID) -> str | None:
    """What would bring a player to the next place, in a few words."""
    mine = next((row for row in around.rows if row.player_id == me), None) if around else None
    if around is None or mine is None:
        return None
    if mine.rank == 1:
        return "You lead this board."
    missing = gap(mine.score, [(row.rank, row.score) for row in around.rows])
    return f"{missing[0]:,} {around.units[missing[0] != 1]} to #{missing[1]}" if missing else None


def best_sentence(spec: BoardSpec, best: PersonalBest | None, today: date) -> str | None:
    """How a player's best span compares with this one."""
    if best is None:
        return None
    score = f"{best.score:,} {unit(spec, best.score)}"
    if best.first == span(spec, today)[0]:
        return f"This is your best {spec.period.value} so far: {score}."
    return f"Your best {spec.period.value} so far: {score}, {_WHEN[spec.period].format(best.first)}."


_WHEN = {
    Period.DAY: "on {:%-d %B %Y}",
    Period.WEEK: "from {:%-d %B %Y}",
    Period.MONTH: "in {:%B %Y}",
    Period.SEASON: "from {:%B %Y}",
}
