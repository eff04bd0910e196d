from datetime import date
from typing import Any

import psycopg
import pytest
from psycopg import errors

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import SeasonChanged
from domain.services import season_ends, seasons
from domain.specs import SeasonSpec
from domain.store import seasons as stored
from domain.store import session
from tests.domain.services import game
from tests.domain.services.game import ADA, LONG_AGO, NOW
from tests.domain.services.test_season_ends import FIRST, HARD, LAST, announced, spec


def put(wanted: SeasonSpec, **more: Any) -> None:
    session.write(seasons.put, wanted, actor_id=game.an_admin(), now=LONG_AGO, **more)


def test_a_season_is_drafted_changed_announced_and_audited(playing: str) -> None:
    admin = game.an_admin()
    assert session.write(seasons.put, spec(), actor_id=admin, now=LONG_AGO) == [SeasonChanged("frost")]
    assert session.write(seasons.put, spec(), actor_id=admin, now=LONG_AGO) == []
    session.write(seasons.put, spec(name=HARD), actor_id=admin, now=LONG_AGO)
    session.write(seasons.announce, "frost", actor_id=admin, now=LONG_AGO)
    session.write(seasons.withdraw, "frost", actor_id=admin, now=LONG_AGO)

    there = session.read(stored.season, "frost")
    assert there is not None
    assert (there.spec.name, there.announced_at, there.opened_at) == (HARD, None, None)
    notes = game.rows("select action, details from audit where subject = 'frost' order by id")
    assert [action for action, _ in notes] == [
        "season.created", "season.changed", "season.announced", "season.withdrawn"
    ]  # fmt: skip
    assert notes[1][1] == {"name": {"from": "Frost", "to": HARD}}


def test_only_admins_make_seasons(playing: str) -> None:
    player = game.joined(ADA)
    for verb, what in ((seasons.put, spec()), (seasons.announce, "frost"), (seasons.withdraw, "frost")):
        with pytest.raises(Forbidden):
            session.write(verb, what, actor_id=player, now=NOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(("first", "last"), [(LAST, date(2027, 1, 1)), (date(2026, 1, 1), FIRST), (FIRST, FIRST)])
def test_no_two_seasons_share_a_day(playing: str, first: date, last: date) -> None:
    put(spec())
    with pytest.raises(Invalid) as refused:
        put(spec(id="other", first=first, last=last))
    assert refused.value.fields == {"first": "“Frost” has some of these days. Seasons follow each other."}


def test_the_database_itself_lets_no_two_seasons_share_a_day(playing: str) -> None:
    put(spec())
    with psycopg.connect(playing.replace("+psycopg", "")) as db, pytest.raises(errors.ExclusionViolation):
        db.execute("insert into season (id, spec, first, last) values ('other', '{}', %s, %s)", (LAST, LAST))


def test_a_key_is_taken_once_and_a_badge_must_be_there(playing: str) -> None:
    put(spec())
    with pytest.raises(Invalid) as refused:
        put(spec(name="Another"), is_new=True)
    assert refused.value.fields == {"id": "Another season has this key."}
    with pytest.raises(Invalid) as refused:
        put(spec(prizes=[{"at_least": 1, "badge_id": "nothing"}]))
    assert refused.value.fields == {"prizes.0.badge_id": "There is no such badge."}
    with pytest.raises(Invalid) as refused:
        put(spec(prizes=[{"at_least": 1, "rewards": [{"kind": "badge", "reference": "nothing"}]}]))
    assert refused.value.fields == {"prizes.0.rewards.0.reference": "There is no such badge."}


def test_once_it_has_begun_days_and_prizes_stay_and_words_may_change(playing: str) -> None:
    announced()
    session.write(season_ends.open_season, "frost", now=NOW)

    put(spec(name="Thaw", theme="tide"))
    for change in ({"first": date(2026, 11, 15)}, {"last": date(2026, 12, 24)}, {"prizes": [{"at_least": 1, "xp": 1}]}):
        with pytest.raises(Invalid) as refused:
            put(spec(**change))
        assert refused.value.fields == dict.fromkeys(change, seasons.STAYS)
    with pytest.raises(Refused, match="has begun"):
        session.write(seasons.withdraw, "frost", actor_id=game.an_admin(), now=NOW)


def test_what_is_over_is_not_announced(playing: str) -> None:
    put(spec())
    with pytest.raises(Refused, match="would be over"):
        session.write(seasons.announce, "frost", actor_id=game.an_admin(), now=game.later(days=30))
    with pytest.raises(NotFound):
        session.write(seasons.announce, "none", actor_id=game.an_admin(), now=NOW)
