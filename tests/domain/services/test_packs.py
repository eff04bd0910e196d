"""Packs come into force, once, and leave alone what they do not name."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

import pytest

from domain.errors import Forbidden, Invalid, Refused
from domain.events import BadgeChanged, DomainEvent, MissionPublished, MissionRetired
from domain.rules.packs import Difference, Pack, PackedMission, decode, diff, read, write
from domain.services import missions, packs, setup
from domain.specs import BadgeTier, Condition, MissionSpec
from domain.store import audit, session
from domain.store.queries.packs import current
from tests.domain.rules.packs.made_up import SMALL
from tests.domain.services import game
from tests.domain.services.game import NOW

LATER = NOW + timedelta(days=3)
PACK = read(SMALL, "small.yaml")
LOOK = uuid5(NAMESPACE_URL, "questboard:mission:look")
LOOK_AGAIN = uuid5(NAMESPACE_URL, "questboard:mission:look-again")
DEFINED = ("badge", "scoring_rule", "mission", "audit")


def applied(pack: Pack = PACK, *, actor: UUID | None = None, later: bool = False) -> list[DomainEvent]:
    return session.write(packs.apply, pack, actor_id=actor, now=LATER if later else NOW)


def changed(*swaps: tuple[str, str]) -> Pack:
    """The small pack, with some of its text replaced."""
    text = SMALL
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return read(text, "small.yaml")


def everything() -> list[list[tuple[object, ...]]]:
    return [game.rows(f"select * from {table} order by 1, 2") for table in DEFINED]


def versions(slug: str) -> list[tuple[int, str]]:
    return [
        (row[0], row[1]) for row in game.rows("select version, state from mission where slug = %s order by 1", slug)
    ]


def test_what_a_pack_holds_comes_into_force(store: str) -> None:
    events = applied()

    assert events == [MissionPublished(LOOK, "Look"), MissionPublished(LOOK_AGAIN, "Look again")]
    here = session.read(current)
    assert (here.badges, here.scoring_rules, here.missions) == (PACK.badges, PACK.scoring_rules, PACK.missions)
    assert game.rows("select id, version, published_at, retired_at from scoring_rule") == [("review", 1, NOW, None)]
    assert game.rows("select id, family_id, slug, published_at from mission order by slug") == [
        (LOOK, LOOK, "look", NOW),
        (LOOK_AGAIN, LOOK_AGAIN, "look-again", NOW),
    ]


def test_applying_a_pack_again_changes_nothing(store: str) -> None:
    applied()
    before = everything()

    assert applied(later=True) == []
    assert everything() == before


def test_the_installation_as_a_pack_is_no_news_to_itself(store: str) -> None:
    session.write(setup.seed, now=NOW)
    before = everything()
    exported = read(write(session.read(current)), "export.yaml")

    assert applied(exported, later=True) == []
    assert everything() == before


def test_a_badge_changes_in_place(store: str) -> None:
    applied()

    (told,) = applied(changed(("Looked.", "Looked closely.")), later=True)
    assert isinstance(told, BadgeChanged)
    assert [badge.description for badge in session.read(current).badges] == ["Looked closely."]


def test_a_changed_rule_gets_its_next_version_and_the_old_one_pays_out_its_day(store: str) -> None:
    applied()
    applied(changed(("xp: 30", "xp: 40")), later=True)

    assert game.rows("select version, spec ->> 'xp', published_at, retired_at from scoring_rule order by 1") == [
        (1, "30", NOW, None),
        (2, "40", LATER, None),
    ]
    assert [rule.xp for rule in session.read(current).scoring_rules] == [40]


def test_a_rule_for_another_kind_of_work_ends_the_one_before(store: str) -> None:
    applied()
    applied(changed(("metric: review.submitted\n    xp", "metric: issue.completed\n    xp")), later=True)

    assert game.rows("select version, retired_at from scoring_rule order by 1") == [(1, LATER), (2, None)]


def test_a_retired_rule_comes_back_as_its_next_version(store: str) -> None:
    applied()
    game.by_hand(store, "update scoring_rule set retired_at = now()")
    assert session.read(current).scoring_rules == ()
    applied(later=True)

    assert game.rows("select version, retired_at is null from scoring_rule order by 1") == [(1, False), (2, True)]


def test_a_changed_mission_becomes_its_next_version(store: str) -> None:
    applied()
    events = applied(changed(("threshold: 2", "threshold: 3")), later=True)
    second = uuid5(NAMESPACE_URL, "questboard:mission:look:2")

    assert events == [MissionRetired(LOOK), MissionPublished(second, "Look")]
    assert versions("look") == [(1, "retired"), (2, "published")]
    assert versions("look-again") == [(1, "published")]
    assert game.rows("select distinct family_id from mission where slug = 'look'") == [(LOOK,)]


def test_a_retired_mission_comes_back_as_its_next_version(store: str) -> None:
    applied()
    admin = game.an_admin()
    session.write(missions.retire, LOOK, actor_id=admin, now=NOW)
    applied(later=True)

    assert versions("look") == [(1, "retired"), (2, "published")]


def test_a_draft_of_the_same_name_is_left_alone(store: str) -> None:
    admin, theirs = game.an_admin(), uuid4()
    spec = MissionSpec(title="Mine", requirement=Condition(metric="a.b", threshold=1))
    session.write(missions.draft, theirs, spec, slug="look", actor_id=admin, now=NOW)
    applied()

    assert versions("look") == [(1, "draft"), (2, "published")]
    assert game.rows("select spec ->> 'title' from mission where id = %s", theirs) == [("Mine",)]


def test_what_is_not_in_the_pack_is_left_alone(store: str) -> None:
    applied()
    small = PACK.model_copy(update={"badges": (), "scoring_rules": (), "missions": PACK.missions[:1]})
    before = everything()

    assert applied(small, later=True) == []
    assert everything() == before


def test_missions_come_behind_those_they_wait_for(store: str) -> None:
    events = applied(PACK.model_copy(update={"missions": PACK.missions[::-1]}))

    assert [event.title for event in game.only(MissionPublished, events)] == ["Look", "Look again"]


def test_a_start_that_has_passed_is_no_change(store: str) -> None:
    text = f"starts_at: {NOW + timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}\n    window: weekly"
    starting = changed(("window: weekly", text))

    assert len(applied(starting)) == 2
    assert applied(starting, later=True) == []
    assert {change.difference for change in diff(starting, session.read(current), now=LATER)} == {Difference.UNCHANGED}


def test_a_mission_that_began_before_it_was_applied_is_no_change_either(store: str) -> None:
    started = changed(("window: weekly", "starts_at: 2026-01-01T00:00:00Z\n    window: weekly"))
    applied(started)

    assert applied(started, later=True) == []


def test_a_mission_that_is_over_is_refused_by_name_and_nothing_is_applied(store: str) -> None:
    over = changed(("window: weekly", "ends_at: 2026-01-01T00:00:00Z\n    window: weekly"))

    with pytest.raises(Invalid, match=r"missions → look: This mission would be over before it begins\."):
        applied(over)
    assert everything() == [[], [], [], []]


def test_a_mission_that_is_scheduled_is_refused_by_name(store: str) -> None:
    applied()
    admin, second = game.an_admin(), uuid4()
    session.write(missions.revise, LOOK, second, PACK.missions[0].spec, actor_id=admin, now=NOW)
    session.write(missions.publish, second, at=LATER, actor_id=admin, now=NOW)

    with pytest.raises(Refused, match="missions → look: Another version of this mission is scheduled"):
        applied(changed(("threshold: 2", "threshold: 3")))


def test_missions_that_would_wait_for_each_other_are_refused(store: str) -> None:
    applied()
    look = PACK.missions[0].spec.model_copy(update={"after": ("look-again",)})
    circle = Pack(name="a", title="A", missions=(PackedMission.of("look", look),))

    with pytest.raises(Invalid, match=r"wait for each other: look(-again)? → "):
        applied(circle)


def test_everything_that_is_applied_is_on_record(store: str) -> None:
    admin = game.an_admin()
    applied(actor=admin)
    applied(changed(("xp: 30", "xp: 40"), ("tier: bronze", "tier: gold")), actor=admin, later=True)
    lines = game.rows(
        "select action, subject, actor_id, details from audit where subject in ('looker', 'review') order by id"
    )

    assert lines == [
        ("badge.added", "looker", admin, {"pack": "small", "changes": []}),
        ("scoring_rule.added", "review", admin, {"pack": "small", "changes": []}),
        ("badge.changed", "looker", admin, {"pack": "small", "changes": ["tier bronze → gold"]}),
        ("scoring_rule.changed", "review", admin, {"pack": "small", "changes": ["xp 30 → 40"]}),
    ]
    assert game.rows(
        "select action, actor_id from audit where action like 'mission.%%' and subject = %s", str(LOOK)
    ) == [("mission.published", admin)]


def test_from_the_command_line_it_is_the_program_that_is_on_record(store: str) -> None:
    applied()

    assert game.rows("select distinct actor_id from audit") == [(None,)]
    assert session.read(lambda reading: [*audit.broken(reading)]) == []


@pytest.mark.parametrize("kind", ["badges", "scoring_rules", "missions"])
def test_only_an_admin_may_apply_a_pack_of_whatever_kind(store: str, kind: str) -> None:
    part = Pack(name="a", title="A").model_copy(update={kind: getattr(PACK, kind)})

    for nobody in (game.joined(), uuid4()):
        with pytest.raises(Forbidden, match="Only an admin"):
            applied(part, actor=nobody)
    assert everything()[:3] == [[], [], []]


def test_a_new_game_begins_with_the_starter_pack(store: str) -> None:
    events = session.write(setup.seed, now=NOW)
    here, starter = session.read(current), setup.starter()

    assert len(game.only(MissionPublished, events)) == len(starter.missions)
    assert len(events) == len(starter.missions) + len(starter.offers)
    assert {change.difference for change in diff(starter, here, now=NOW)} == {Difference.UNCHANGED}


def test_a_game_in_which_something_is_defined_is_not_seeded(store: str) -> None:
    applied(Pack(name="a", title="A", badges=PACK.badges))

    assert session.write(setup.seed, now=NOW) == []
    assert len(session.read(current).badges) == 1


def test_every_pack_that_is_shipped_can_be_applied_beside_the_others(store: str) -> None:
    session.write(setup.seed, now=NOW)
    for path in sorted(setup.STARTER.parent.glob("*.yaml")):
        pack = read(decode(path.read_bytes(), path.name), path.name, known=session.read(current))
        new = [] if path == setup.STARTER else [mission.title for mission in pack.missions]

        assert sorted(event.title for event in game.only(MissionPublished, applied(pack))) == sorted(new)
        assert applied(pack, later=True) == []


def test_what_decided_how_an_earned_badge_was_given_stays(playing: str) -> None:
    game.play(game.merged(game.ADA, 1))
    first = game.pack().badges[0]
    changed = game.pack().model_copy(update={"badges": (first.model_copy(update={"tier": BadgeTier.GOLD}),)})

    with pytest.raises(Invalid, match="badges → first-light → tier: Somebody has earned this badge"):
        session.write(packs.apply, changed, actor_id=None, now=game.NOW)
