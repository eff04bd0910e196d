"""Whoever wants to hear of his places hears of good news, a minute at most, and of nothing else."""

from uuid import UUID

from app.demo.payloads import Account
from domain.events import RankGained
from domain.services import climbing, players
from domain.store import session
from tests import factories
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, CAM, NOW


def look(minutes: int = 0) -> list[tuple[UUID, str]]:
    told = session.write(climbing.look, now=game.later(minutes=minutes))
    return [(one.player_id, one.sentence) for one in game.only(RankGained, told) if one.board == "issues"]


def issues(*who: Account, first: int, minutes: int = 0) -> None:
    game.play(*(game.issue(one, first + number) for number, one in enumerate(who)), now=game.later(minutes=minutes))


def begin(*wanting: Account) -> None:
    game.on_board("issues", measure="metric_count", metric="issue.completed")
    for one in wanting:
        session.write(climbing.choose, game.player(one), wants=True, now=NOW)


def test_who_climbs_is_told_once_how_far_and_who_was_passed_is_not(playing: str) -> None:
    issues(ADA, BEN, BEN, CAM, CAM, CAM, first=1)
    begin(ADA, CAM)
    assert look() == [], "the first look only remembers"

    issues(ADA, ADA, first=50, minutes=1)
    assert look(2) == [(game.player(ADA), "You are #1 now, 2 places up.")]
    assert look(3) == []
    notes = game.rows("select player_id, kind, title from notification where kind = 'board' and title = 'Issues'")
    assert notes == [(game.player(ADA), "board", "Issues")]


def test_what_happens_within_a_minute_is_one_piece_of_news(playing: str) -> None:
    issues(ADA, BEN, BEN, BEN, CAM, CAM, CAM, CAM, CAM, first=1)
    begin(ADA)
    look()
    issues(ADA, ADA, ADA, first=50)
    assert len(look(5)) == 1
    issues(ADA, ADA, ADA, ADA, first=60)
    session.write(climbing.look, now=game.later(minutes=5, seconds=59))
    assert game.rows("select count(*) from notification where title = 'Issues'") == [(1,)]
    assert look(6) == [(game.player(ADA), "You are #1 now, one place up.")]


def test_to_come_among_the_first_three_of_many_is_news_of_its_own(playing: str) -> None:
    many = factories.accounts(12)[3:]
    issues(ADA, *many, *many, first=1)
    begin(ADA)
    assert look() == []
    issues(ADA, ADA, first=80)
    assert look(1) == [(game.player(ADA), "You are among the first three now.")]


def test_whoever_did_not_ask_hides_or_asks_no_more_hears_nothing(playing: str) -> None:
    issues(ADA, BEN, CAM, CAM, CAM, first=1)
    begin(ADA, BEN)
    look()
    session.write(players.change_profile, game.player(ADA), timezone="UTC", hidden=True, now=NOW)
    session.write(climbing.choose, game.player(BEN), wants=False, now=NOW)
    issues(ADA, ADA, ADA, BEN, BEN, BEN, CAM, first=50)

    assert look(5) == []


def test_a_best_week_is_told_once_when_there_was_another_before(playing: str) -> None:
    issues(ADA, first=1)
    game.play(game.issue(ADA, 30, at=game.later(days=-14)), now=NOW)
    begin(ADA)
    assert look() == []
    issues(ADA, first=50)
    assert look(2) == [(game.player(ADA), "Your best week so far: 2 completed issues.")]
    issues(ADA, first=60)
    assert look(4) == []
