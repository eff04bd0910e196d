"""Publishing, revising, scheduling and retiring missions."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from domain.errors import Forbidden, Invalid, NotFound, Refused
from domain.events import InboxChanged, MissionPublished, MissionRetired
from domain.services import deliveries, inbox, missions
from domain.specs import MissionSpec
from domain.store import session
from domain.store.queries import missions as queries
from domain.views import MissionDefinition
from tests.domain.services import game
from tests.domain.services.game import ADA, BEN, NOW


def drafted(spec: MissionSpec, admin: UUID) -> UUID:
    mission = uuid4()
    session.write(missions.draft, mission, spec, actor_id=admin, now=NOW)
    return mission


def _definition(mission: UUID) -> MissionDefinition:
    return session.read(queries.definition, mission)


def test_the_next_version_retires_the_one_before_and_keeps_what_was_earned(playing: str) -> None:
    admin, first, second = game.an_admin(), game.published(game.mission(1)), uuid4()
    game.solve("a")
    session.write(missions.revise, first, second, game.mission(2), actor_id=admin, now=NOW)
    game.solve("b", by=BEN)
    events = session.write(missions.publish, second, actor_id=admin, now=game.later(minutes=1))
    game.solve("c", at=game.later(minutes=2))

    assert events == [MissionRetired(first), MissionPublished(second, "Tidy up")]
    assert (game.xp(ADA), game.xp(BEN)) == (40, 40)
    assert [(one.state, one.version) for one in map(_definition, (first, second))] == [("retired", 1), ("published", 2)]
    assert game.card(second, BEN, at=game.later(minutes=3)).line == "Completed"
    with pytest.raises(NotFound):
        game.card(first, at=game.later(minutes=3))
    assert game.broken() == []


def test_what_waits_does_not_count_for_a_version_whose_next_one_counts_something_else(playing: str) -> None:
    """However few deliveries are applied at once: here the batch holds nothing that the next version counts."""
    admin, first, second = game.an_admin(), game.published(game.mission(2)), uuid4()
    session.write(deliveries.accept, [game.batch({"key": "a"})], now=NOW)
    session.write(missions.revise, first, second, game.mission(2, metric="issue.completed"), actor_id=admin, now=NOW)
    session.write(missions.publish, second, actor_id=admin, now=game.later(minutes=1))

    session.write(inbox.apply, now=game.later(minutes=2), limit=1)

    assert game.rows("select count(*) from progress where mission_id = any(%s)", [first, second]) == [(0,)]


def test_versions_of_a_version_stay_in_the_family(playing: str) -> None:
    admin, first, second, third = game.an_admin(), game.published(game.mission()), uuid4(), uuid4()
    session.write(missions.revise, first, second, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.revise, second, third, game.mission(), actor_id=admin, now=NOW)
    session.write(missions.publish, third, actor_id=admin, now=NOW)

    assert [_definition(one).version for one in (first, second, third)] == [1, 2, 3]
    assert [_definition(one).state for one in (first, second, third)] == ["retired", "draft", "published"]


def test_a_retired_mission_counts_no_more_and_keeps_its_rewards(playing: str) -> None:
    admin, mission = game.an_admin(), game.published(game.mission(2))
    game.solve("a")
    retired = session.write(missions.retire, mission, actor_id=admin, now=NOW)
    assert retired == [MissionRetired(mission), InboxChanged(game.player(ADA))]
    game.solve("b", "c")

    assert game.xp(ADA) == 0
    assert game.rows("select tallies from progress where mission_id = %s", mission) == [([{"": 1}],)]
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

    known = {"title": "Tidy up", "slug": "tidy-up", "version": 1}
    assert game.rows("select action, actor_id, details from audit where subject = %s order by id", str(mission)) == [
        ("mission.published", admin, {**known, "award": "from_now", "at": game.LONG_AGO.isoformat()}),
        ("mission.retired", admin, {**known, "at": NOW.isoformat()}),
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


def test_whoever_was_on_the_way_is_told_when_a_mission_is_retired(playing: str) -> None:
    admin = game.an_admin()
    mission = game.published(game.mission(2), admin=admin)
    game.play(game.batch({"key": "a"}, {"key": "b", "person": game.who(BEN)}, {"key": "c", "person": game.who(BEN)}))

    events = session.write(missions.retire, mission, actor_id=admin, now=NOW)

    assert events == [MissionRetired(mission), InboxChanged(game.player(ADA))]
    told = game.rows("select player_id, title from notification where kind = 'retired'")
    assert told == [(game.player(ADA), "Tidy up")]
