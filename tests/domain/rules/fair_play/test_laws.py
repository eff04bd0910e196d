from datetime import timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.rules.fair_play import Work, look, velocity
from tests.benchmarks.cheats import CHEATS, planted
from tests.benchmarks.honest import people
from tests.domain.rules.fair_play.work import ADA, BEN, CEM, DOT, later, merged

_KINDS = st.sampled_from(sorted(CHEATS))
_VALUES = st.sampled_from(["no", "yes", "approved", "author", "0", "20", "pull/1", "9" * 30, "bot"])
_NAMES = ["state", "substance", "author_kind", "open_seconds", "pull", "merged_by", "head", "title_digest",
          "line_changes", "reverts", "trigger", "workflow", "opened_by_other", "closed_by_other"]  # fmt: skip
_METRICS = ["pull_request.merged", "review.submitted", "issue.completed", "workflow_run.succeeded", "commit.landed"]
_WORK = st.builds(
    lambda key, player, metric, hours, facts, other: Work(
        str(key), player, metric, later(minutes=60 * hours), later(minutes=60 * hours).date(), facts, other
    ),
    st.integers(0, 10**9),
    st.sampled_from([ADA, BEN, CEM]),
    st.sampled_from(_METRICS),
    st.integers(0, 40),
    st.dictionaries(st.sampled_from(_NAMES), _VALUES | st.lists(_VALUES, max_size=2)),
    st.sampled_from([ADA, BEN, CEM, None]),
)


@given(kinds=st.lists(_KINDS, min_size=1, max_size=3, unique=True), seed=st.integers(0, 99), order=st.randoms())
def test_the_order_of_facts_changes_nothing(kinds: list[str], seed: int, order: Random) -> None:
    work = [one for kind in kinds for one in planted(seed, kind, 0.8)]
    unique = list({one.key: one for one in work}.values())
    found = look(unique)
    order.shuffle(unique)
    assert look(unique) == found


@given(work=st.lists(_WORK, max_size=60, unique_by=lambda one: one.key))
def test_any_facts_are_judged_without_an_error_and_only_by_what_is_there(work: list[Work]) -> None:
    for found in look(work):
        assert set(found.evidence) <= {one.key for one in work}
        assert set(found.players) <= {one.player for one in work}
        assert found.strength >= 1
        assert found.sentence.endswith(".")


@given(before=st.lists(st.integers(0, 12), max_size=20), today=st.integers(0, 60), fewer=st.integers(0, 60))
def test_doing_less_on_a_day_never_makes_it_odd(before: list[int], today: int, fewer: int) -> None:
    past = [merged(ADA, later(days=day)) for day, times in enumerate(before) for _ in range(times)]

    def odd(times: int) -> bool:
        busy = [merged(ADA, later(days=len(before))) for _ in range(times)]
        return any(one.since == later(days=len(before)).date() for one in velocity.find([*past, *busy]))

    assert odd(today) or not odd(min(today, fewer))


@settings(max_examples=30)
@given(kind=_KINDS, seed=st.integers(0, 99), greed=st.floats(0, 1), part=st.floats(0, 1))
def test_a_part_of_what_somebody_did_is_never_odder_than_all_of_it(
    kind: str, seed: int, greed: float, part: float
) -> None:
    cheat = planted(seed, kind, greed)
    some = cheat[: round(part * len(cheat))]
    assert {one.key for one in look(some)} <= {one.key for one in look(cheat)}


@settings(max_examples=30)
@given(kind=_KINDS, seed=st.integers(0, 99))
def test_a_steady_stranger_changes_nothing(kind: str, seed: int) -> None:
    cheat = planted(seed, kind, 1.0)
    stranger = [merged(DOT, later(days=day)) for day in range(-60, 20) for _ in range(3)]
    assert DOT not in people()
    assert look([*cheat, *stranger]) == look(cheat)


@given(days=st.integers(1, 40), each=st.integers(1, 14))
def test_a_steady_rate_is_never_odd(days: int, each: int) -> None:
    assert look([merged(ADA, later(days=day) + timedelta(minutes=n)) for day in range(days) for n in range(each)]) == []


def test_a_finding_keeps_its_key_while_it_grows() -> None:
    ring = planted(1, "ring of two, in seconds", 1.0)
    [grown], [young] = look(ring), look(ring[:-6])
    assert grown.key == young.key
    assert len(grown.evidence) > len(young.evidence)


def test_what_went_on_last_is_told_first() -> None:
    work = [one for kind in ("flood of releases", "second account", "land and revert") for one in planted(3, kind, 1.0)]
    ends = [one.last_at for one in look(work)]
    assert len(set(ends)) == len(ends) >= 3
    assert ends == sorted(ends, reverse=True)
