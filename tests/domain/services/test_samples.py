from domain.services import samples
from domain.store import seasons, session
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
