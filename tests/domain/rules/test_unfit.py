from pathlib import Path

import pytest

from domain.rules.packs import read
from domain.rules.unfit import counted_by, in_mission, in_rule
from domain.specs import Aggregate, Condition, MissionSpec, ScoringRuleSpec
from tests.domain.rules.packs.test_shipped import FILES


def rule(metric: str, xp: int = 5) -> ScoringRuleSpec:
    return ScoringRuleSpec(id="a-rule", title="A rule", metric=metric, xp=xp, full_until=10, cap=20)


def mission(metric: str, threshold: int, aggregate: Aggregate = Aggregate.COUNT) -> MissionSpec:
    return MissionSpec(
        title="A mission", requirement=Condition(metric=metric, aggregate=aggregate, threshold=threshold)
    )


@pytest.mark.parametrize(
    ("metric", "what"),
    [
        ("commit.landed", "commits"),
        ("code.lines_added", "lines of code"),
        ("copilot.prompts", "prompts"),
        ("copilot.suggestions_accepted", "prompts"),
        ("llm.tokens", "tokens"),
        ("time.hours_logged", "hours"),
        ("pull_request.merged", None),
        ("copilot.active_day", None),
        ("deadline.kept", None),
        ("committee.met", None),
    ],
)
def test_an_unfit_number_is_known_by_a_whole_word_of_its_metric(metric: str, what: str | None) -> None:
    assert counted_by(metric) == what


def test_a_rule_that_pays_for_it_is_warned_of_and_one_that_pays_nothing_is_not() -> None:
    assert str(in_rule(rule("commit.landed"))).startswith("It pays for commits. Whoever is paid for numbers")
    assert in_rule(rule("commit.landed", xp=0)) is None
    assert in_rule(rule("pull_request.merged")) is None


def test_a_mission_is_warned_of_where_it_asks_for_an_amount() -> None:
    assert in_mission(mission("commit.landed", 2))
    assert in_mission(mission("llm.tokens", 1_000, Aggregate.SUM))
    assert in_mission(mission("commit.landed", 1)) is None
    assert in_mission(mission("commit.landed", 5, Aggregate.DISTINCT_DAYS)) is None
    assert in_mission(mission("review.submitted", 20)) is None


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_that_comes_along_pays_for_such_a_number(path: Path) -> None:
    pack = read(path.read_text(), path.name)
    assert [one.id for one in pack.scoring_rules if in_rule(one)] == []
    assert [one.id for one in pack.missions if in_mission(one.spec)] == []
