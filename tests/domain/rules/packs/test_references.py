"""What the entries of a pack say about each other."""

import pytest

from domain.rules.packs import read
from tests.domain.rules.packs.made_up import SMALL
from tests.domain.rules.packs.refusing import HEAD, changed, mission, sentences

LOOK, AGAIN = "missions → look", "missions → look-again"
CIRCLE = "These wait for each other: look-again → look-again."


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("badge_id: looker", "badge_id: looked", f"31: {LOOK} → badge_id", "There is no badge “looked”."),
        ("after: [look]", "after: [look, book]", f"45: {AGAIN} → after → 2", "There is no mission “book”."),
        ("after: [look]", "after: [look-again]", f"45: {AGAIN} → after", CIRCLE),
        ("id: look-again", "id: look", f"33: {LOOK} → id", "“look” is the id of another entry (line 22)."),
    ],
)
def test_an_entry_that_does_not_fit_the_others_is_refused(old: str, new: str, place: str, sentence: str) -> None:
    assert f"a.yaml, line {place}: {sentence}" in sentences(changed(old, new))


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ("rewards: [{kind: badge, reference: b}]", "rewards → 1"),
        ("tiers: [{tier: gold, threshold: 1, rewards: [{kind: badge, reference: b}]}]", "tiers → 1 → rewards → 1"),
        ("steps: [{title: S, rewards: [{kind: badge, reference: b}]}]", "steps → 1 → rewards → 1"),
    ],
)
def test_a_reward_names_a_badge_that_there_is(fields: str, place: str) -> None:
    text = mission(f"title: T\nrequirement: {{metric: a.b, threshold: 1}}\n{fields}")
    assert any(f"missions → m → {place} → reference: There is no badge “b”." in said for said in sentences(text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "boards:\n  - {id: m, title: M, period: custom, season: spring}\n",
            "line 5: boards → m → season: There is no season “spring”.",
        ),
        (
            "boards:\n  - id: m\n    title: M\n    prizes:\n"
            "      - bar: 3\n        rewards:\n          - {kind: badge, reference: b}\n",
            "line 10: boards → m → prizes → 1 → rewards → 1 → reference: There is no badge “b”.",
        ),
        (
            "experiments:\n  - id: e\n    title: E\n    question: Why?\n    rule: gone\n    first: 2027-01-01\n"
            "    last: 2027-02-01\n    outcome: review.submitted\n"
            "    variants: [{key: more, title: More, xp: 4, full_until: 4, cap: 6}]\n",
            "line 8: experiments → e → rule: There is no scoring rule “gone”.",
        ),
        (
            "boards:\n  - {id: m, title: M}\n  - {id: m, title: N}\n",
            "line 6: boards → m → id: “m” is the id of another entry (line 5).",
        ),
    ],
)
def test_a_board_and_an_experiment_name_what_there_is(text: str, said: str) -> None:
    assert sentences(f"{HEAD}{text}") == [f"a.yaml, {said}"]


def offer(gives: str) -> str:
    return f"{HEAD}offers:\n  - {{id: o, title: An offer, price: 9, gives: {gives}}}\n"


def test_an_offer_gives_a_badge_that_there_is() -> None:
    missing = "a.yaml, line 5: offers → o → gives → reference: There is no badge “b”."
    assert sentences(offer("{kind: badge, reference: b}")) == [missing]
    assert read(offer("{kind: item, reference: b}"), "a.yaml").offers[0].gives.reference == "b"


@pytest.mark.parametrize(
    "entry", ["{id: o}", "{id: o, gives: b}", "{id: o, gives: [b]}", "{id: o, gives: {kind: badge}}"]
)
def test_an_offer_that_is_no_good_is_not_said_to_name_a_badge(entry: str) -> None:
    assert not [said for said in sentences(f"{HEAD}offers:\n  - {entry}\n") if "There is no" in said]


def test_a_mission_is_of_a_season_that_there_is() -> None:
    of_spring = mission("title: T\nrequirement: {metric: a.b, threshold: 1}\nseason: spring")
    spring = "seasons:\n  - {id: spring, name: Spring, first: 2026-03-01, last: 2026-05-31}\n"

    assert any(said.endswith("missions → m → season: There is no season “spring”.") for said in sentences(of_spring))
    assert read(of_spring.replace(HEAD, HEAD + spring), "a.yaml").missions[0].season == "spring"


def test_what_is_known_already_may_be_referred_to() -> None:
    known = read(SMALL, "small.yaml")
    text = mission("title: T\nbadge_id: looker\nafter: [look]\nrequirement: {metric: a.b, threshold: 1}")

    assert read(text, "a.yaml", known=known).missions[0].after == ("look",)
    assert len(sentences(text)) == 2


@pytest.mark.parametrize(
    "entry", ["3", "{title: T}", "{id: [x], after: 3, steps: 4}", "{id: x, after: [[y]], steps: [5]}"]
)
def test_an_entry_that_is_no_good_does_not_hide_the_others(entry: str) -> None:
    text = f"{HEAD}missions:\n  - {entry}\n  - {{id: m, badge_id: b}}\n"

    assert "a.yaml, line 6: missions → m → badge_id: There is no badge “b”." in sentences(text)


def test_a_circle_through_what_is_known_already_is_found() -> None:
    text = mission("title: T\nafter: [look-again]\nrequirement: {metric: a.b, threshold: 1}").replace(
        "id: m", "id: look"
    )

    assert sentences(text, read(SMALL, "small.yaml")) == [
        "a.yaml, line 7: missions → look → after: These wait for each other: look → look-again → look."
    ]


def test_every_circle_is_said_once() -> None:
    goal = "title: T, requirement: {metric: a.b, threshold: 1}"
    links = {"a": "b", "b": "c", "c": "a", "d": "e", "e": "d", "f": "a"}
    text = f"{HEAD}missions:\n" + "".join(f"  - {{id: {one}, {goal}, after: [{two}]}}\n" for one, two in links.items())
    said = sentences(text)

    assert len(said) == 2
    assert said[0].endswith(("a → b → c → a.", "b → c → a → b.", "c → a → b → c."))
    assert said[1].endswith(("d → e → d.", "e → d → e."))
