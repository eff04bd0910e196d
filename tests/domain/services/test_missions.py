from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.demo.payloads import Account
from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import (
    BadgeEarned,
    DomainEvent,
    MissionCompleted,
    MissionProgressed,
    MissionPublished,
    MissionRetired,
)
from domain.services import missions, players
from domain.specs import Aggregate, Filter, MissionSpec, Operator, Window
from domain.store import session
from domain.store.queries import missions as queries
from domain.views import MissionCard, MissionDefinition
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def card(mission: UUID, account: Account = ADA, *, days: int = 0) -> MissionCard:
    return session.read(queries.mission_card, game.player(account), mission, now=game.later(days=days))


def solve(*keys: str, now_in: timedelta = timedelta(), **fields: object) -> list[DomainEvent]:
    """Ada solves tickets."""
    at = NOW + now_in
    return game.play(*(game.batch({"key": key, "occurred_at": at.isoformat(), **fields}) for key in keys), now=at)


def drafted(spec: MissionSpec, admin: UUID) -> UUID:
    mission = uuid4()
    session.write(missions.draft, mission, spec, actor_id=admin, now=NOW)
    return mission


def test_a_draft_counts_nothing_and_is_on_no_dashboard(playing: str) -> None:
    mission = drafted(game.mission(), game.an_admin())
    solve("a", "b")

    assert game.rows("select count(*) from progress where mission_id = %s", mission) == [(0,)]
    with pytest.raises(NotFound, match="no such mission"):
        card(mission)


def test_a_draft_can_be_changed_until_it_is_published(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(2), admin)
    session.write(missions.draft, mission, game.mission(5), actor_id=admin, now=NOW)
    session.write(missions.publish, mission, actor_id=admin, now=NOW)

    assert session.read(queries.definition, mission).spec.requirement.threshold == 5
    with pytest.raises(Refused, match="Revise"):
        session.write(missions.draft, mission, game.mission(1), actor_id=admin, now=NOW)


def test_a_published_mission_counts_from_then_on_and_pays_once(playing: str) -> None:
    mission = game.published(game.mission(2), now=NOW)
    game.joined(ADA)

    progressed = game.only(MissionProgressed, solve("a"))
    completed = game.only(MissionCompleted, solve("b"))
    after = game.only(MissionCompleted, solve("c", "d"))

    assert [(event.value, event.threshold) for event in progressed] == [(1, 2)]
    assert [(event.mission_id, event.title, event.period, event.xp) for event in completed] == [
        (mission, "Tidy up", "once", 40)
    ]
    assert after == []
    assert game.xp(ADA) == 40
    assert game.broken() == []


def test_a_batch_that_goes_far_beyond_the_goal_completes_it_once(playing: str) -> None:
    mission = game.published(game.mission(2))
    events = solve(*"abcdefgh")

    assert len(game.only(MissionCompleted, events)) == 1
    assert [(event.value, event.threshold) for event in game.only(MissionProgressed, events)] == [(2, 2)]
    assert (card(mission).value, card(mission).progress, card(mission).line) == (2, 1, "2 of 2 ticket.solved")


def test_work_from_before_the_publication_does_not_count(playing: str) -> None:
    mission = game.published(game.mission(2), now=NOW)
    solve("old", now_in=timedelta(microseconds=-1))
    solve("new")

    assert card(mission).value == 1


def test_work_counts_from_the_start_to_the_end_and_no_longer(playing: str) -> None:
    start, end = game.later(days=1), game.later(days=2)
    mission = game.published(game.mission(9, starts_at=start, ends_at=end), now=NOW)
    for key, at in enumerate([NOW, start - timedelta(seconds=1), start, end - timedelta(seconds=1), end]):
        game.play(game.batch({"key": str(key), "occurred_at": at.isoformat()}), now=end)

    assert game.rows("select value from progress where mission_id = %s", mission) == [(2,)]


def test_a_mission_is_shown_between_its_start_and_its_end(playing: str) -> None:
    game.joined(ADA)
    mission = game.published(game.mission(starts_at=game.later(days=1), ends_at=game.later(days=2)), now=NOW)

    assert card(mission, days=1).ends_at == game.later(days=2)
    for days in (0, 2):
        with pytest.raises(NotFound):
            card(mission, days=days)


def test_a_mission_that_would_be_over_cannot_be_published(playing: str) -> None:
    admin = game.an_admin()
    mission = drafted(game.mission(ends_at=game.later(days=1)), admin)

    with pytest.raises(Invalid) as refused:
        session.write(missions.publish, mission, actor_id=admin, now=game.later(days=1))
    assert refused.value.fields.keys() == {"ends_at"}


def test_a_start_that_went_by_before_the_publication_is_the_publication(playing: str) -> None:
    mission = game.published(game.mission(9, starts_at=game.later(days=-2)), now=game.later(days=-1))
    solve("before", now_in=timedelta(hours=-36))
    solve("after")

    assert card(mission).value == 1
    assert session.read(queries.definition, mission).spec.starts_at is None


def test_a_daily_mission_starts_afresh_at_the_players_midnight(playing: str) -> None:
    ada = game.joined(ADA, now=game.later(days=-10))
    session.write(players.change_profile, ada, timezone="Asia/Tokyo", hidden=False, now=game.later(days=-9))
    mission = game.published(game.mission(2, window=Window.DAILY))
    midnight = NOW.replace(hour=15, minute=0) - NOW
    for key in range(3):
        solve(f"{key}-evening", now_in=midnight - timedelta(minutes=1 + key))
        solve(f"{key}-night", now_in=midnight + timedelta(minutes=key))

    periods = game.rows(
        "select period, completed_at is not null from progress where mission_id = %s order by 1", mission
    )
    assert periods == [("2026-11-18", True), ("2026-11-19", True)]
    assert game.xp(ADA) == 80
    assert game.broken() == []


def test_a_weekly_mission_starts_afresh_on_monday(playing: str) -> None:
    mission = game.published(game.mission(2, window=Window.WEEKLY))
    for day in (0, 1, 4, 5, 6):  # Wednesday, Thursday, Sunday, Monday, Tuesday
        solve(f"day-{day}", now_in=timedelta(days=day))

    assert game.rows("select period from progress where mission_id = %s order by 1", mission) == [
        ("2026-W47",),
        ("2026-W48",),
    ]
    assert (card(mission, days=5).completed_at is None, card(mission, days=12).value) == (False, 0)


def test_work_that_comes_late_counts_in_its_own_window(playing: str) -> None:
    mission = game.published(game.mission(2, window=Window.DAILY))
    solve("a")
    game.play(game.batch({"key": "late"}), now=game.later(days=3))

    assert game.rows("select period, completed_at from progress where mission_id = %s", mission) == [
        ("2026-11-18", game.later(days=3))
    ]


def test_a_badge_is_given_once_for_each_completion(playing: str) -> None:
    game.published(game.mission(1, window=Window.DAILY, badge_id="polyglot"))
    events = [*solve("a"), *solve("b"), *solve("c", now_in=timedelta(days=1)), *solve("d", now_in=timedelta(days=1))]

    assert [event.badge_id for event in game.only(BadgeEarned, events)] == ["polyglot"] * 2
    assert game.rows("select count(*), count(distinct cause) from badge_award") == [(2, 2)]


def test_a_badge_can_come_without_xp(playing: str) -> None:
    game.published(game.mission(1, xp=0, badge_id="polyglot"))
    solve("a")

    assert game.rows("select badge_id, player_id from badge_award") == [("polyglot", game.player(ADA))]
    assert game.rows("select count(*) from xp_entry") == [(0,)]
    assert game.broken() == []


def test_only_what_passes_the_filters_counts(playing: str) -> None:
    mission = game.published(game.mission(9, filters=(Filter(dimension="size", values=("large",)),)))
    solve("a", dimensions={"size": "large"})
    solve("b", dimensions={"size": ["small", "large"]})
    solve("c", dimensions={"size": "small"})
    solve("d")

    assert card(mission).value == 2
    assert card(mission).line == "2 of 9 ticket.solved · size large"


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
    solve("a", value=5, dimensions={"queue": "red"})
    solve("b", "c", value=1, dimensions={"queue": ["blue", "green"]})
    solve("d", value=4, now_in=timedelta(days=1), dimensions={"queue": "red"})

    assert card(mission).value == value


def test_more_than_the_threshold_is_more(playing: str) -> None:
    mission = game.published(game.mission(2, operator=Operator.GT))
    solve("a", "b")
    before = card(mission)
    solve("c")

    assert (before.value, before.completed_at, before.progress < 1) == (2, None, True)
    assert card(mission).completed_at == NOW


def test_everybody_has_a_progress_of_his_own(playing: str) -> None:
    mission = game.published(game.mission(3))
    solve("a", "b")
    solve("c", person=game.who(BEN))

    assert (card(mission, ADA).value, card(mission, BEN).value) == (2, 1)


def test_the_next_version_retires_the_one_before_and_keeps_what_was_earned(playing: str) -> None:
    admin, first, second = game.an_admin(), game.published(game.mission(1)), uuid4()
    solve("a")
    session.write(missions.revise, first, second, game.mission(2), actor_id=admin, now=NOW)
    solve("b", person=game.who(BEN))
    events = session.write(missions.publish, second, actor_id=admin, now=game.later(minutes=1))
    solve("c", now_in=timedelta(minutes=2))

    assert events == [MissionRetired(first), MissionPublished(second, "Tidy up")]
    assert (game.xp(ADA), game.xp(BEN)) == (40, 40)
    assert [(one.state, one.version) for one in map(_definition, (first, second))] == [("retired", 1), ("published", 2)]
    assert card(second).value == 1
    with pytest.raises(NotFound):
        card(first)
    assert game.broken() == []


def _definition(mission: UUID) -> MissionDefinition:
    return session.read(queries.definition, mission)


def test_versions_of_a_version_stay_in_the_family(playing: str) -> None:
    admin, first, second, third = game.an_admin(), game.published(game.mission()), uuid4(), uuid4()
    session.write(missions.revise, first, second, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.revise, second, third, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.publish, third, actor_id=admin, now=NOW)

    assert [_definition(one).version for one in (first, second, third)] == [1, 2, 3]
    assert [_definition(one).state for one in (first, second, third)] == ["retired", "draft", "published"]


def test_a_retired_mission_counts_no_more_and_keeps_its_rewards(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission(2))
    solve("a")
    assert session.write(missions.retire, mission, actor_id=admin, now=NOW) == [MissionRetired(mission)]
    solve("b", "c")

    assert game.xp(ADA) == 0
    assert game.rows("select value from progress where mission_id = %s", mission) == [(1,)]
    assert _definition(mission).retired_at == NOW


def test_what_is_over_stays_over(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission())
    with pytest.raises(Refused, match="published already"):
        session.write(missions.publish, mission, actor_id=admin, now=NOW)
    session.write(missions.retire, mission, actor_id=admin, now=NOW)

    with pytest.raises(Refused, match="retired"):
        session.write(missions.publish, mission, actor_id=admin, now=NOW)
    with pytest.raises(Refused, match="retired already"):
        session.write(missions.retire, mission, actor_id=admin, now=NOW)


def test_publishing_and_retiring_are_on_record(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission())
    session.write(missions.retire, mission, actor_id=admin, now=NOW)

    lines = game.rows("select action, actor_id, details from audit where subject = %s order by id", str(mission))
    assert lines == [
        (f"mission.{what}", admin, {"title": "Tidy up", "version": 1}) for what in ("published", "retired")
    ]


def test_a_badge_that_does_not_exist_is_refused_at_its_field(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission())
    unknown = game.mission(badge_id="no-such-badge")

    verbs: list[Callable[[], object]] = [
        lambda: session.write(missions.draft, uuid4(), unknown, actor_id=admin, now=NOW),
        lambda: session.write(missions.revise, mission, uuid4(), unknown, actor_id=admin, now=NOW),
    ]
    for verb in verbs:
        with pytest.raises(Invalid) as refused:
            verb()
        assert refused.value.fields == {"badge_id": "There is no such badge."}


VERBS: list[Callable[[UUID, UUID], object]] = [
    lambda actor, _: session.write(missions.draft, uuid4(), game.mission(), actor_id=actor, now=NOW),
    lambda actor, mission: session.write(missions.draft, mission, game.mission(), actor_id=actor, now=NOW),
    lambda actor, mission: session.write(missions.publish, mission, actor_id=actor, now=NOW),
    lambda actor, mission: session.write(missions.revise, mission, uuid4(), game.mission(), actor_id=actor, now=NOW),
    lambda actor, mission: session.write(missions.retire, mission, actor_id=actor, now=NOW),
]


@pytest.mark.parametrize("verb", VERBS, ids=["draft", "change", "publish", "revise", "retire"])
def test_only_an_admin_may(playing: str, verb: Callable[[UUID, UUID], object]) -> None:
    mission = drafted(game.mission(), game.an_admin())
    before = game.rows("select * from mission order by id")

    for nobody in (game.joined(ADA), uuid4()):
        with pytest.raises(Forbidden, match="Only an admin"):
            verb(nobody, mission)
    assert game.rows("select * from mission order by id") == before


@pytest.mark.parametrize("verb", VERBS[2:], ids=["publish", "revise", "retire"])
def test_a_mission_that_does_not_exist_is_not_found(playing: str, verb: Callable[[UUID, UUID], object]) -> None:
    with pytest.raises(NotFound, match="no such mission"):
        verb(game.an_admin(), uuid4())


def test_the_missions_closest_to_done_stand_first_and_the_done_ones_last(playing: str) -> None:
    far, near, done = (game.published(game.mission(threshold)) for threshold in (10, 3, 2))
    solve("a", "b")

    order = [one.id for one in session.read(queries.mission_cards, game.player(ADA), now=NOW)]
    assert order[0] == near
    assert order[1] == far
    assert order[-1] == done


def test_definitions_tell_who_is_on_it_and_who_is_done(playing: str) -> None:
    mission = game.published(game.mission(2))
    solve("a", "b")
    solve("c", person=game.who(BEN))

    found = _definition(mission)
    assert (found.players, found.completions) == (2, 1)
    assert session.read(queries.definitions)[0].state == "published"


def test_the_metrics_a_form_offers_are_those_of_rules_and_those_seen(playing: str) -> None:
    solve("a")
    found = session.read(queries.known_metrics)

    assert "ticket.solved" in found
    assert "pull_request.merged" in found
    assert "xp.earned" not in found
    assert [*found] == sorted(set(found))
