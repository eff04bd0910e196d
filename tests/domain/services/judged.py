"""Games in which odd work pays something, so that there is something to hold."""

from domain.services import packs
from domain.specs import ScoringRuleSpec
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import LONG_AGO


def every_review_pays() -> None:
    """Ten XP, up to a hundred in full, and half of what is beyond, at most 120. No rule that comes along does so."""
    rule = ScoringRuleSpec(
        id="any-review", title="Any review", metric="review.submitted", xp=10, full_until=100, cap=120
    )
    pack = game.pack().model_copy(update={"scoring_rules": (rule,), "badges": (), "missions": ()})
    session.write(packs.apply, pack, actor_id=None, now=LONG_AGO)
