from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pages.admin.mission_input import FilterInput, MissionInput, input_of, spec_of
from domain.errors import Invalid
from domain.specs import Aggregate, Filter, MissionSpec, RequirementSpec, Window

PLAIN = "Small letters, digits and underscores only."
DOTTED = "Small letters, digits and underscores only, with a dot inside: review.submitted."
MINUTES = st.integers(0, 3_000_000).map(lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
GOOD = MissionInput(title="Review week", metric="review.submitted", threshold=10, xp=150)


def problems(typed: MissionInput, zone: str = "UTC") -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        spec_of(typed, zone)
    return refusal.value.fields


def test_a_filled_form_is_a_mission() -> None:
    spec = spec_of(replace(GOOD, filters=(FilterInput("repository", ("acme/app",)),)), "UTC")
    assert spec == MissionSpec(
        title="Review week",
        requirement=RequirementSpec(
            metric="review.submitted", threshold=10, filters=(Filter(dimension="repository", values=("acme/app",)),)
        ),
        window=Window.WEEKLY,
        xp=150,
    )


def test_an_untouched_form_says_what_is_missing() -> None:
    fields = problems(MissionInput(threshold=None))
    assert fields["title"] == "Please fill this in."
    assert fields["metric"] == "Please fill this in."
    assert fields["threshold"] == "A whole number, please."


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"title": "x" * 81}, "title", "At most 80 characters, please."),
        ({"title": "a\0b"}, "title", "There is an invisible character in this text. Please type it anew."),
        ({"title": "a\ud800"}, "title", "There is an invisible character in this text. Please type it anew."),
        ({"threshold": 0}, "threshold", "At least 1, please."),
        ({"threshold": 2.5}, "threshold", "A whole number, please."),
        ({"threshold": float("inf")}, "threshold", "A whole number, please."),
        ({"xp": 100_001}, "xp", "At most 100,000, please."),
        ({"xp": -1}, "xp", "At least 0, please."),
        ({"window": "yearly"}, "window", "Please choose one."),
        ({"metric": "Reviews!"}, "metric", DOTTED),
        ({"starts_at": "soon"}, "starts_at", "A date and a time, please."),
        ({"starts_at": "2026-11-20T10:00", "ends_at": "2026-11-20T09:00"}, "ends_at",
         "The end must come after the start."),
        ({"filters": (FilterInput("", ("a",)),)}, "filters.0.dimension", "Please fill this in."),
        ({"filters": (FilterInput("A b", ("a",)),)}, "filters.0.dimension", PLAIN),
        ({"filters": (FilterInput("label", ()),)}, "filters.0.values", "Please fill this in."),
    ],
)  # fmt: skip
def test_each_mistake_stands_at_its_field(change: dict[str, object], field: str, sentence: str) -> None:
    assert problems(replace(GOOD, **change)) == {field: sentence}  # type: ignore[arg-type]


def test_different_values_need_a_dimension() -> None:
    assert list(problems(replace(GOOD, aggregate=Aggregate.DISTINCT))) == ["dimension"]


def test_a_dimension_left_over_from_another_choice_does_no_harm() -> None:
    assert spec_of(replace(GOOD, dimension="language"), "UTC").requirement.dimension is None


def test_times_are_those_of_the_admins_clock() -> None:
    typed = replace(GOOD, starts_at="2026-07-01T09:00", ends_at="2026-12-01T09:00")
    spec = spec_of(typed, "Europe/Berlin")
    assert spec.starts_at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert spec.ends_at == datetime(2026, 12, 1, 8, tzinfo=UTC)


@given(
    title=st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=80).filter(
        lambda text: text.strip()
    ),
    threshold=st.integers(1, 10**12),
    window=st.sampled_from(Window),
    starts_at=st.none() | MINUTES,
)
def test_what_is_shown_for_editing_reads_back_as_the_same_mission(
    title: str, threshold: int, window: Window, starts_at: datetime | None
) -> None:
    requirement = RequirementSpec(metric="issue.completed", threshold=threshold)
    spec = MissionSpec(title=title, requirement=requirement, window=window, starts_at=starts_at)
    assert spec_of(input_of(spec, "UTC"), "UTC") == spec
