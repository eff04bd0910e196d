from datetime import date, timedelta
from uuid import uuid4

import pytest

from domain.errors import NotFound
from domain.services import players
from domain.store import session
from domain.store.queries import badges, deliveries
from domain.store.queries import players as queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def test_a_card_sums_up_the_day_the_week_and_the_whole(playing: str) -> None:
    for days_ago in (0, 1, 3, 10):
        game.play(game.issue(ADA, 100 + days_ago, at=game.later(days=-days_ago)))
    card = session.read(queries.player_card, game.player(ADA), now=NOW)

    assert (card.xp_today, card.xp_week, card.xp) == (25, 50, 100)
    assert (card.level.number, card.streak.length, card.streak.today) == (2, 2, True)


def test_today_is_the_players_own(playing: str) -> None:
    ada = game.joined(ADA, now=game.later(days=-10))
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=game.later(days=-9))
    evening = NOW.replace(hour=16)  # one in the morning of the next day in Tokyo
    game.play(game.issue(ADA, 1, at=NOW), game.issue(ADA, 2, at=evening), now=evening)
    card = session.read(queries.player_card, ada, now=evening)

    assert (card.xp_today, card.xp_week, card.timezone) == (25, 50, "Asia/Tokyo")
    assert card.streak.length == 2


def test_the_days_of_a_chart_have_no_gaps(playing: str) -> None:
    game.play(
        game.issue(ADA, 1), game.issue(ADA, 2, at=game.later(days=-2)), game.issue(ADA, 3, at=game.later(days=-9))
    )
    days = session.read(queries.xp_by_day, game.player(ADA), now=NOW, days=5)

    assert [one.xp for one in days] == [0, 0, 25, 0, 25]
    assert [one.day for one in days] == [date(2026, 11, 14) + timedelta(days=place) for place in range(5)]


def test_somebody_who_does_not_exist_is_not_found(playing: str) -> None:
    with pytest.raises(NotFound):
        session.read(queries.player_card, uuid4(), now=NOW)
    with pytest.raises(NotFound):
        session.read(queries.xp_by_day, uuid4(), now=NOW, days=3)


def test_the_admins_list_has_everybody_by_name(playing: str) -> None:
    game.play(game.issue(BEN, 1), game.issue(ADA, 2))
    game.an_admin()
    found = session.read(queries.people)

    assert [one.login for one in found] == ["boss", ADA.login, BEN.login]
    assert [one.last_activity_at for one in found] == [None, NOW, NOW]


def test_a_secret_badge_is_shown_to_whoever_holds_it_and_to_nobody_else(playing: str) -> None:
    game.by_hand(playing, "update badge set spec = jsonb_set(spec, '{secret}', 'true') where id = 'first-light'")
    game.play(game.merged(ADA, 1), game.issue(BEN, 2))
    of_ada, of_ben = (session.read(badges.badges, game.player(account)) for account in (ADA, BEN))

    assert (of_ada[0].id, of_ada[0].count, of_ada[0].holders, of_ada[0].earned_at) == ("first-light", 1, 1, NOW)
    assert "first-light" not in {badge.id for badge in of_ben}
    assert len(of_ben) == len(of_ada) - 1


def test_a_badge_tells_how_many_hold_it(playing: str) -> None:
    game.play(game.merged(ADA, 1), game.merged(BEN, 2))
    (badge,) = (one for one in session.read(badges.badges, game.an_admin()) if one.id == "first-light")

    assert (badge.holders, badge.count, badge.earned_at) == (2, 0, None)


def test_deliveries_are_listed_newest_first_page_by_page_and_by_state(playing: str) -> None:
    game.play(*(game.issue(ADA, number) for number in range(1, 4)))
    game.accept(game.unreadable())
    first = session.read(deliveries.deliveries, state=None, limit=2)
    second = session.read(deliveries.deliveries, state=None, limit=2, before=first[-1].id)
    (pending,) = session.read(deliveries.deliveries, state="pending")

    assert [one.state for one in first + second] == ["pending", "done", "done", "done"]
    assert (pending.delivery_id, pending.size, pending.activities) == ("unreadable", 1, 0)
    assert session.read(deliveries.delivery, "github", "unreadable") == pending
    with pytest.raises(NotFound, match="no such delivery"):
        session.read(deliveries.delivery, "gitlab", "unreadable")
