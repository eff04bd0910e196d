from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.errors import Invalid, NotFound, Refused
from domain.events import (
    BadgeEarned,
    MissionCompleted,
    MissionProgressed,
)
from domain.services import missions, players
from domain.specs import Aggregate, Filter, MissionSpec, Operator, Window
from domain.store import session
from domain.store.queries import cards
from domain.store.queries import missions as queries
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def drafted(spec: MissionSpec, admin: UUID) -> UUID:
    mission = uuid4()
    session.write(missions.draft, mission, spec, actor_id=admin, now=NOW)
    return mission


def test_a_draft_counts_nothing_and_is_on_no_dashboard(playing: str) -> None:
    mission = drafted(game.mission(), game.an_admin())
    game.solve("a", "b")

    assert game.rows("select count(*) from progress where mission_id = %s", mission) == [(0,)]
    with pytest.raises(NotFound, match="no such mission"):
        game.card(mission)


def test_a_draft_can_be_changed_until_it_is_published(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(2), admin)
    session.write(missions.draft, mission, game.mission(5), actor_id=admin, now=NOW)
    session.write(missions.publish, mission, actor_id=admin, now=NOW)

    assert session.read(queries.definition, mission).spec == game.mission(5)
    with pytest.raises(Refused, match="Revise"):
        session.write(missions.draft, mission, game.mission(1), actor_id=admin, now=NOW)


def test_a_published_mission_counts_from_then_on_and_pays_once(playing: str) -> None:
    mission = game.published(game.mission(2), now=NOW)
    game.joined(ADA)

    progressed = game.only(MissionProgressed, game.solve("a"))
    completed = game.only(MissionCompleted, game.solve("b"))
    after = game.only(MissionCompleted, game.solve("c", "d"))

    assert [event.share for event in progressed] == [0.5]
    assert [(event.mission_id, event.title, event.period, event.xp) for event in completed] == [
        (mission, "Tidy up", "once", 40)
    ]
    assert after == []
    assert game.xp(ADA) == 40
    assert game.broken() == []


def test_a_batch_that_goes_far_beyond_the_goal_completes_it_once(playing: str) -> None:
    mission = game.published(game.mission(2))
    events = game.solve(*"abcdefgh")

    assert len(game.only(MissionCompleted, events)) == 1
    assert [event.share for event in game.only(MissionProgressed, events)] == [1]
    assert (game.card(mission).progress, game.card(mission).line, game.card(mission).completed_at) == (
        1,
        "Completed",
        NOW,
    )


def test_work_from_before_the_publication_does_not_count(playing: str) -> None:
    mission = game.published(game.mission(2), now=NOW)
    game.solve("old", at=NOW - timedelta(microseconds=1))
    game.solve("new")

    assert game.counted(mission) == 1


def test_work_counts_from_the_start_to_the_end_and_no_longer(playing: str) -> None:
    start, end = game.later(days=1), game.later(days=2)
    mission = game.published(game.mission(9, starts_at=start, ends_at=end), now=NOW)
    for key, at in enumerate([NOW, start - timedelta(seconds=1), start, end - timedelta(seconds=1), end]):
        game.play(game.batch({"key": str(key), "occurred_at": at.isoformat()}), now=end)

    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 2}],)]


def test_a_mission_is_shown_between_its_start_and_its_end(playing: str) -> None:
    game.joined(ADA)
    mission = game.published(game.mission(starts_at=game.later(days=1), ends_at=game.later(days=2)), now=NOW)

    assert game.card(mission, at=game.later(days=1)).ends_at == game.later(days=2)
    for days in (0, 2):
        with pytest.raises(NotFound):
            game.card(mission, at=game.later(days=days))


def test_a_mission_that_would_be_over_cannot_be_published(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(ends_at=game.later(days=1)), admin)

    with pytest.raises(Invalid) as refused:
        session.write(missions.publish, mission, actor_id=admin, now=game.later(days=1))
    assert refused.value.fields.keys() == {"ends_at"}


def test_a_start_that_went_by_before_the_publication_is_the_publication(playing: str) -> None:
    mission = game.published(game.mission(9, starts_at=game.later(days=-2)), now=game.later(days=-1))
    game.solve("before", at=game.later(hours=-36))
    game.solve("after")

    assert game.counted(mission) == 1
    assert session.read(queries.definition, mission).spec.starts_at is None


def test_a_daily_mission_starts_afresh_at_the_players_midnight(playing: str) -> None:
    ada = game.joined(ADA, now=game.later(days=-10))
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=game.later(days=-9))
    mission = game.published(game.mission(2, window=Window.DAILY))
    midnight = NOW.replace(hour=15, minute=0) - NOW
    for key in range(3):
        game.solve(f"{key}-evening", at=NOW + midnight - timedelta(minutes=1 + key))
        game.solve(f"{key}-night", at=NOW + midnight + timedelta(minutes=key))

    periods = game.rows(
        "select period, completed_at is not null from progress where mission_id = %s order by 1", mission
    )
    assert periods == [("2026-11-18", True), ("2026-11-19", True)]
    assert game.xp(ADA) == 80
    assert game.broken() == []


def test_a_weekly_mission_starts_afresh_on_monday(playing: str) -> None:
    mission = game.published(game.mission(2, window=Window.WEEKLY))
    for day in (0, 1, 4, 5, 6):  # Wednesday, Thursday, Sunday, Monday, Tuesday
        game.solve(f"day-{day}", at=game.later(days=day))

    assert game.rows("select period from progress where mission_id = %s order by 1", mission) == [
        ("2026-W47",),
        ("2026-W48",),
    ]
    assert (game.card(mission, at=game.later(days=5)).completed_at, game.counted(mission, at=game.later(days=12))) == (
        game.later(days=6),
        0,
    )


def test_work_that_comes_late_counts_in_its_own_window(playing: str) -> None:
    mission = game.published(game.mission(2, window=Window.DAILY))
    game.solve("a", at=game.later(minutes=-5))
    game.play(game.batch({"key": "late"}), now=game.later(days=3))

    assert game.rows(
        "select period, completed_at, completed_by, known_at from progress where mission_id = %s", mission
    ) == [("2026-11-18", NOW, "activities:late", game.later(days=3))]


@pytest.mark.parametrize(("repeatable", "times"), [(False, 1), (True, 2)])
def test_only_a_badge_that_is_repeatable_is_given_for_every_completion(
    playing: str, repeatable: bool, times: int
) -> None:
    game.by_hand(playing, f"update badge set spec = spec || '{{\"repeatable\": {str(repeatable).lower()}}}'")
    game.published(game.mission(1, window=Window.DAILY, badge_id="polyglot"))
    events = [*game.solve("a"), *game.solve("b"), *game.solve("c", "d", at=game.later(days=1))]

    assert [event.badge_id for event in game.only(BadgeEarned, events)] == ["polyglot"] * times
    assert game.rows("select count(*), count(distinct cause) from badge_award") == [(times, times)]
    assert game.broken() == []


def test_a_badge_can_come_without_xp(playing: str) -> None:
    game.published(game.mission(1, xp=0, badge_id="polyglot"))
    game.solve("a")

    assert game.rows("select badge_id, player_id from badge_award") == [("polyglot", game.player(ADA))]
    assert game.rows("select count(*) from xp_entry") == [(0,)]
    assert game.broken() == []


def test_only_what_passes_the_filters_counts(playing: str) -> None:
    mission = game.published(game.mission(9, filters=(Filter(dimension="size", values=("large",)),)))
    game.solve("a", dimensions={"size": "large"})
    game.solve("b", dimensions={"size": ["small", "large"]})
    game.solve("c", dimensions={"size": "small"})
    game.solve("d")

    assert game.counted(mission) == 2
    assert game.card(mission).line == "2 of 9 solved tickets · size large"


@pytest.mark.parametrize(
    ("fields", "value"),
    [
        ({"aggregate": Aggregate.COUNT}, 4),
        ({"aggregate": Aggregate.SUM}, 11),
        ({"aggregate": Aggregate.MAX}, 5),
        ({"aggregate": Aggregate.DISTINCT_DAYS}, 2),
        ({"aggregate": Aggregate.DISTINCT, "dimension": "queue"}, 3),
    ],
    ids=lambda given: given["aggregate"] if isinstance(given, dict) else "",
)
def test_every_aggregate_goes_on_from_batch_to_batch(playing: str, fields: dict[str, Any], value: int) -> None:
    mission = game.published(game.mission(50, **fields))
    game.solve("a", value=5, dimensions={"queue": "red"})
    game.solve("b", "c", value=1, dimensions={"queue": ["blue", "green"]})
    game.solve("d", value=4, at=game.later(days=1), dimensions={"queue": "red"})

    assert game.counted(mission) == value


def test_more_than_the_threshold_is_more(playing: str) -> None:
    mission = game.published(game.mission(2, operator=Operator.GT))
    game.solve("a", "b")
    before = game.card(mission)
    game.solve("c")

    assert (before.line, before.completed_at, before.progress < 1) == ("2 of 3 solved tickets", None, True)
    assert game.card(mission).completed_at == NOW


def test_everybody_has_a_progress_of_his_own(playing: str) -> None:
    mission = game.published(game.mission(3))
    game.solve("a", "b")
    game.solve("c", by=BEN)

    assert (game.counted(mission, ADA), game.counted(mission, BEN)) == (2, 1)


def test_the_missions_closest_to_done_stand_first_and_the_done_ones_last(playing: str) -> None:
    far, near, done = (game.published(game.mission(threshold)) for threshold in (10, 3, 2))
    game.solve("a", "b")

    order = [one.id for one in session.read(cards.mission_cards, game.player(ADA), now=NOW)]
    assert order[0] == near
    assert order[1] == far
    assert order[-1] == done


def test_definitions_tell_who_is_on_it_and_who_is_done(playing: str) -> None:
    mission = game.published(game.mission(2))
    game.solve("a", "b")
    game.solve("c", by=BEN)

    found = session.read(queries.definition, mission)
    assert (found.players, found.completions) == (2, 1)
    assert session.read(queries.definitions)[0].state == "published"


def test_the_metrics_a_form_offers_are_those_of_rules_those_seen_and_those_the_game_makes(playing: str) -> None:
    game.solve("a")
    found = session.read(queries.known_metrics)

    assert "ticket.solved" in found
    assert "pull_request.merged" in found
    assert {"xp.earned", "mission.completed", "badge.earned", "streak.length"} <= {*found}
    assert [*found] == sorted(set(found))


def test_a_name_is_made_of_the_title_without_its_accents(playing: str) -> None:
    admin = game.an_admin()
    first, second = (drafted(game.mission().model_copy(update={"title": "Équipe née"}), admin) for _ in range(2))

    named = game.rows("select slug from mission where id = any(%s) order by slug", [first, second])

    assert named == [("equipe-nee",), ("equipe-nee-2",)]
