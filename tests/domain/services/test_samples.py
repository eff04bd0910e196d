from domain.services import samples
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
