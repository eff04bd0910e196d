"""The packs that come with Questboard keep to the rules of the game."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.rules.missions import MISSION_COMPLETED
from domain.rules.packs import Pack, PackedMission, decode, read, write
from domain.specs import BadgeTier, BadgeType, Condition, Filter, Kind, Match, Operator, Scope, Window, conditions

ROOT = Path(__file__).parents[4]
FILES = sorted((ROOT / "assets" / "packs").glob("*.yaml"))
REPO = {"repository", "language"}
#: What the GitHub source gives, and the game itself, with their dimensions.
GIVEN = {
    "pull_request.merged": REPO | {"branch", "default_branch", "label", "merged_by", "merged_by_other"},
    "review.submitted": REPO | {"state", "substance"},
    "issue.completed": REPO | {"label", "opened_by_other", "closed_by_other"},
    "release.published": REPO | {"prerelease"},
    "workflow_run.succeeded": REPO | {"workflow", "trigger", "branch"},
    "xp.earned": set(),
    "mission.completed": {"mission"},
    "badge.earned": set(),
}
YES_NO = {"yes", "no"}
VALUES = {
    "merged_by_other": YES_NO,
    "merged_by": {"author", "person", "bot", "unknown"},
    "substance": YES_NO,
    "opened_by_other": YES_NO,
    "prerelease": YES_NO,
}
#: What a person does in a year of ordinary work: five a week at most, with holidays.
A_YEAR = {
    "merged-pull-request": 150,
    "review-with-substance": 200,
    "completed-issue": 100,
    "published-release": 12,
    "green-build": 200,
}
TIMES_A_YEAR = {Window.ONCE: 1, Window.DAILY: 220, Window.WEEKLY: 46, Window.MONTHLY: 12, Window.SEASON: 4}


def pack_of(path: Path) -> Pack:
    return read(decode(path.read_bytes(), path.name), path.name)


STARTER = pack_of(ROOT / "assets" / "packs" / "starter.yaml")
PACKS = [pack_of(path) for path in FILES]
each_pack = pytest.mark.parametrize("pack", PACKS, ids=[path.stem for path in FILES])


def goals(pack: Pack) -> Iterator[tuple[PackedMission, Condition]]:
    return ((mission, one) for mission in pack.missions for goal in mission.goals for one in conditions(goal))


def wins(mission: PackedMission) -> int:
    """The most XP that one completion of a mission gives."""
    return mission.xp + sum(step.xp for step in mission.steps) + sum(tier.xp for tier in mission.tiers)


def test_three_packs_are_shipped() -> None:
    assert [pack.name for pack in PACKS] == [path.stem for path in FILES]
    assert {pack.name for pack in PACKS} == {"starter", "code-review-month", "open-source-launch"}


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_a_shipped_pack_is_written_the_canonical_way(path: Path) -> None:
    assert write(pack_of(path)) == path.read_text(encoding="utf-8")


def test_what_competes_is_off_until_an_admin_switches_it_on() -> None:
    assert [one.id for pack in PACKS for one in pack.boards] == ["review-month"]
    assert not any(one.on for pack in PACKS for one in pack.boards)
    assert not any(pack.league or pack.duels for pack in PACKS)


def test_all_of_them_can_be_applied_side_by_side() -> None:
    ids = [("badge", one.id) for pack in PACKS for one in pack.badges]
    ids += [("rule", one.id) for pack in PACKS for one in pack.scoring_rules]
    ids += [("board", one.id) for pack in PACKS for one in pack.boards]
    ids += [("mission", one.id) for pack in PACKS for one in pack.missions]
    assert len(ids) == len(set(ids))


@each_pack
def test_only_what_is_really_counted_is_asked_for(pack: Pack) -> None:
    asked = [(one.metric, one.dimension, one.filters) for _, one in goals(pack)]
    asked += [(rule.metric, None, rule.filters) for rule in pack.scoring_rules]
    for metric, dimension, filters in asked:
        wanted = {one.dimension for one in filters} | ({dimension} if dimension else set())
        assert wanted <= GIVEN[metric]


@each_pack
def test_only_values_that_occur_are_looked_for(pack: Pack) -> None:
    filters = [one for _, goal in goals(pack) for one in goal.filters]
    for wanted in filters + [one for rule in pack.scoring_rules for one in rule.filters]:
        if wanted.dimension in VALUES:
            assert set(wanted.values) <= VALUES[wanted.dimension]


@each_pack
def test_the_missions_that_are_counted_exist(pack: Pack) -> None:
    slugs = {mission.id for mission in pack.missions}
    for _, goal in goals(pack):
        if goal.metric == MISSION_COMPLETED:
            assert {value for one in goal.filters for value in one.values} <= slugs


@each_pack
def test_every_badge_can_be_earned_by_exactly_one_goal(pack: Pack) -> None:
    given = [badge for m in pack.missions for badge in (m.badge_id, *(step.badge_id for step in m.steps)) if badge]
    assert sorted(given) == sorted(badge.id for badge in pack.badges)


@each_pack
def test_a_badge_that_can_come_again_is_repeatable_and_a_tiered_one_begins_at_its_first_tier(pack: Pack) -> None:
    badges = {badge.id: badge for badge in pack.badges}
    for mission in pack.missions:
        if mission.badge_id:
            assert badges[mission.badge_id].repeatable == (mission.window is not Window.ONCE)
            assert badges[mission.badge_id].secret == mission.secret
        if mission.badge_id and mission.tiers:
            assert badges[mission.badge_id].tier == mission.tiers[0].tier


@each_pack
def test_every_badge_has_art_of_ours(pack: Pack) -> None:
    icons = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "assets/icons/icons.svg").read_text(encoding="utf-8")))
    assert {badge.art for badge in pack.badges} <= icons


@each_pack
def test_no_badge_shares_its_art_within_a_pack(pack: Pack) -> None:
    art = [badge.art for badge in pack.badges]
    assert len(art) == len(set(art))


@each_pack
def test_reviews_pay_only_where_they_say_something(pack: Pack) -> None:
    """Without substance they may only be limited, never asked for."""
    something = Filter(dimension="substance", values=("yes",))
    for mission, goal in goals(pack):
        if goal.metric == "review.submitted" and something not in goal.filters:
            assert "not" in mission.model_dump_json() or goal.operator is Operator.LTE


@each_pack
def test_every_rule_has_a_cap_and_pays_less_before_it(pack: Pack) -> None:
    assert all(0 < rule.full_until <= rule.cap < 10 * rule.xp for rule in pack.scoring_rules)


def test_a_year_of_every_starter_mission_does_not_outweigh_the_work_itself() -> None:
    work = sum(rule.xp * A_YEAR[rule.id] for rule in STARTER.scoring_rules)
    extra = sum(wins(mission) * TIMES_A_YEAR[mission.window] for mission in STARTER.missions)
    assert extra < work


def test_no_achievement_of_a_first_day_pays_xp() -> None:
    """What the first piece of work gives is its scoring rule’s to say, and First light’s."""
    small = [m for m in STARTER.missions if m.kind is Kind.ACHIEVEMENT and not m.tiers and wins(m) == 0]
    assert {"first-look", "loose-end"} <= {mission.id for mission in small}


def test_the_starter_pack_has_something_of_every_kind() -> None:
    missions = STARTER.missions
    windows = {mission.window for mission in missions}
    found = [goal for _, goal in goals(STARTER)]

    assert len(STARTER.badges) >= 30
    assert {badge.type for badge in STARTER.badges} == set(BadgeType)
    assert {tier.tier for mission in missions for tier in mission.tiers} == set(BadgeTier)
    assert windows == set(Window)
    assert {mission.scope for mission in missions} == set(Scope)
    assert {mission.kind for mission in missions} == set(Kind)
    assert sum(mission.kind is Kind.QUEST for mission in missions) >= 2
    assert any(step.optional for mission in missions for step in mission.steps)
    assert any(mission.places for mission in missions)
    assert any(mission.after for mission in missions)
    assert any(mission.settles and not mission.places for mission in missions)
    assert any(goal.within for goal in found)
    assert sum(badge.secret for badge in STARTER.badges) >= 3
    assert sum(mission.kind is not Kind.ACHIEVEMENT for mission in missions) <= 10


def test_what_the_first_questboards_began_with_is_in_it_still() -> None:
    missions = {mission.id: (mission.xp, mission.window) for mission in STARTER.missions}

    assert [rule.id for rule in STARTER.scoring_rules] == list(A_YEAR)
    assert {slug: missions[slug] for slug in BEGINNING} == BEGINNING
    assert {"first-light", "second-pair-of-eyes", "release-captain", "polyglot"} <= {one.id for one in STARTER.badges}


BEGINNING = {
    "first-light": (50, Window.ONCE),
    "helping-hand": (20, Window.DAILY),
    "a-steady-week": (80, Window.WEEKLY),
    "second-pair-of-eyes": (120, Window.ONCE),
    "polyglot": (100, Window.ONCE),
    "release-captain": (150, Window.ONCE),
}


@each_pack
def test_copy_is_in_whole_sentences_and_short(pack: Pack) -> None:
    for text in [one.description for one in pack.badges] + [one.description for one in pack.missions]:
        assert 10 <= len(text) <= 160
        assert text.endswith((".", "?"))
        assert not re.search(r"[\"']", text)


@each_pack
def test_whoever_filters_by_value_lists_what_to_look_for(pack: Pack) -> None:
    assert all(one.match is Match.IN for _, goal in goals(pack) for one in goal.filters)
