from uuid import UUID

from components.recommendations import NextForYou
from domain.views import Next, Recommendation, Recommendations
from tests.components.drawing import drawn, props

MISSION = UUID(int=7)
REVIEW = Recommendation(Next.MISSION, MISSION, "Helping hand", "One more review: you usually do four a week.", 0.5)
STREAK = Recommendation(Next.STREAK, None, "Your streak", "Anything that lands today makes it four.", 0.0)


async def test_each_has_its_reason_and_leads_to_its_mission() -> None:
    async with drawn(lambda: NextForYou(Recommendations((REVIEW, STREAK), calm=False))) as user:
        first, second = props(user, "recommendations")["items"]
        assert (first["about"], first["title"], first["reason"]) == ("mission", REVIEW.title, REVIEW.reason)
        assert first["href"] == f"/missions#{MISSION}"
        assert second["href"] is None
        assert not props(user, "recommendations")["calm"]


async def test_it_changes_in_place_and_may_have_nothing_to_say() -> None:
    cards: list[NextForYou] = []
    async with drawn(lambda: cards.append(NextForYou(None))) as user:
        assert props(user, "recommendations")["items"] == []
        with user:
            cards[0].show(Recommendations((REVIEW,), calm=True))
        assert len(props(user, "recommendations")["items"]) == 1
        assert props(user, "recommendations")["calm"]
