from domain.services import samples, shop
from domain.specs import OfferSpec
from domain.store import seasons, session
from tests.domain.machine.world import replayed
from tests.domain.services import game
from tests.domain.services.game import ADA, NOW


def test_the_sample_season_is_on_once_and_counts(playing: str) -> None:
    session.write(samples.announce, now=NOW)
    assert session.write(samples.announce, now=game.later(days=60)) == []
    (there,) = session.read(seasons.seasons)
    mission = game.rows("select id from mission where spec ->> 'season' = %s", there.spec.id)[0][0]
    game.play(game.reviewed(ADA, 1, at=game.later(hours=1)), now=game.later(hours=1))

    assert there.announced_at is not None
    assert there.spec.first < NOW.date() < there.spec.last
    assert game.counted(mission, at=game.later(hours=2)) == 1


def test_the_demo_has_a_streak_of_reviews_and_a_freeze_for_everybody(playing: str) -> None:
    session.write(samples.invite, now=NOW)
    session.write(samples.liven, now=NOW)
    assert session.write(samples.liven, now=game.later(days=1)) == []
    assert game.rows("select count(*) from streak_freeze") == [(len(samples.PEOPLE),)]
    assert replayed(game.later(days=1)) == []


def test_somebody_of_the_sample_people_spends_his_coins_and_wears_what_he_bought(playing: str) -> None:
    session.write(samples.invite, now=NOW)
    title = {"kind": "title", "reference": "Owl"}
    offer = OfferSpec.model_validate({"id": "owl", "title": "Owl", "price": 5, "gives": title})
    session.write(shop.put, offer, actor_id=None, now=NOW)
    assert session.write(samples.go_shopping, now=NOW) == []

    game.published(game.mission(1, xp=0, coins=6))
    game.play(*(game.batch({"key": login, "person": {"provider": "github", "id": str(number), "login": login}})
                for number, login, _ in samples.PEOPLE))  # fmt: skip
    for _ in range(len(samples.PEOPLE)):
        session.write(samples.go_shopping, now=game.later(minutes=1))

    worn = game.rows("select title, count(*) from player where sample group by 1 order by 1")
    assert worn == [("Owl", len(samples.PEOPLE) - 1), (None, 1)]
    assert not game.broken()
