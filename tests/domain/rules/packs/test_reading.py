"""Reading a pack: what is right comes out whole, and what is wrong is said with its line."""

import time
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.packs import decode, read
from domain.rules.packs.document import MAX_CHARACTERS
from domain.specs import AllOf, Condition, NotOf, Window
from tests.domain.rules.packs.made_up import SMALL
from tests.domain.rules.packs.refusing import HEAD, changed, mission, sentences

TWICE = "This key stands here twice."
TOO_LONG = f"The file is too long: at most {MAX_CHARACTERS:,} characters, please."
NOT_UTF_8 = "This is not UTF-8 text. Please save the file as UTF-8."


def test_a_pack_is_what_its_file_says() -> None:
    pack = read(SMALL, "small.yaml")
    look, again = pack.missions

    assert (pack.name, pack.title, pack.badges[0].id, pack.scoring_rules[0].cap) == ("small", "Small", "looker", 150)
    assert (look.id, look.window, look.xp, look.badge_id) == ("look", Window.WEEKLY, 20, "looker")
    assert isinstance(look.requirement, Condition)
    assert look.requirement.filters[0].values == ("yes",)
    assert isinstance(again.requirement, AllOf)
    assert isinstance(again.requirement.all[1], NotOf)
    assert again.after == ("look",)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_with_or_without_a_mark_in_front_is_text(mark: str) -> None:
    assert decode((mark + SMALL).encode(), "small.yaml") == SMALL


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("format: 1", "format: 2", "1: format", "This Questboard reads packs of format 1, not “2”."),
        ("format: 1", "format: [1]", "1: format", "This Questboard reads packs of format 1."),
        ("format: 1\n", "", "1: format", "This is missing. A pack begins with “format: 1”."),
        ("tier: bronze", "tier: bronze\n    tier: gold", "10: badges → looker → tier", TWICE),
        ("scoring_rules:", "badges:", "13: badges", TWICE),
    ],
)
def test_another_format_and_doubled_keys_are_refused(old: str, new: str, place: str, sentence: str) -> None:
    assert f"a.yaml, line {place}: {sentence}" in sentences(changed(old, new))


@pytest.mark.parametrize(
    ("entry", "path"),
    [("- 3", "missions → 1"), ("- {title: 3}", "missions → 1 → id"), ("- {id: [x]}", "missions → 1 → id")],
)
def test_an_entry_without_an_id_goes_by_its_number(entry: str, path: str) -> None:
    assert any(said.startswith(f"a.yaml, line 5: {path}: ") for said in sentences(f"{HEAD}missions:\n  {entry}\n"))


def test_a_fault_of_a_whole_entry_is_said_with_its_id() -> None:
    (said,) = sentences(changed("cap: 150", "cap: 80"))
    assert said.startswith("a.yaml, line 14: scoring_rules → review: ")


def test_the_place_inside_a_not_in_a_not_is_found() -> None:
    text = mission(
        "title: T\nwindow: daily\nrequirement:\n  not:\n    not:\n      not:\n        metric: a.b\n        threshold: x"
    )

    assert sentences(text) == [
        "a.yaml, line 13: missions → m → requirement → not → not → not → threshold: A whole number, please."
    ]


def test_the_place_inside_a_step_is_found() -> None:
    text = mission(
        "title: T\nkind: quest\nsteps:\n  - title: One\n    requirement:\n"
        "      any:\n        - {metric: a.b}\n    badge_id: b"
    )

    assert sentences(text) == [
        "a.yaml, line 12: missions → m → steps → 1 → requirement → any → 1 → threshold: This is missing.",
        "a.yaml, line 13: missions → m → steps → 1 → badge_id: There is no badge “b”.",
    ]


def test_everything_that_is_wrong_is_said_at_once_in_the_order_of_the_file() -> None:
    text = changed("tier: bronze", "tier: tin").replace("cap: 150", "cap: x").replace("[look]", "[book]")

    assert [said.split(":")[0] for said in sentences(text)] == ["a.yaml, line 9", "a.yaml, line 19", "a.yaml, line 45"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a: 1\nb: \xff", f"2: {NOT_UTF_8}"),
        (b"\nb: \xff", f"2: {NOT_UTF_8}"),
        ("format: 1".encode("utf-16"), f"1: {NOT_UTF_8}"),
        (b"\xed\xa0\x80", f"1: {NOT_UTF_8}"),
        (b"a" * 10_000_000, f"1: {TOO_LONG}"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_the_door(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(data, "a.yaml")
    assert refused.value.sentence == f"a.yaml, line {sentence}"


def test_a_file_may_be_as_long_in_every_script() -> None:
    longest = "𝄞" * MAX_CHARACTERS

    assert decode(longest.encode(), "a.yaml") == longest
    with pytest.raises(Invalid, match="too long"):
        decode(f"{longest}a".encode(), "a.yaml")


def test_the_longest_file_is_read_in_seconds() -> None:
    entry = "  - {id: b%05d, name: B, description: " + "D" * 400 + ", tier: gold, category: C, art: eye}\n"
    text = f"{HEAD}badges:\n" + "".join(entry % number for number in range(1_000))
    assert len(text) < MAX_CHARACTERS
    began = time.perf_counter()

    assert len(read(text, "a.yaml").badges) == 1_000
    assert time.perf_counter() - began < 10


@pytest.mark.parametrize(
    "entry",
    ["  - {}\n", "  - {id: m%d, after: [m%d]}\n"],
    ids=["empty entries", "pairs that wait for each other"],
)
def test_a_long_list_of_faults_takes_seconds(entry: str) -> None:
    lines = [entry % (at, at ^ 1) if "%" in entry else entry for at in range(1_000)]
    began = time.perf_counter()

    assert len(sentences(f"{HEAD}missions:\n" + "".join(lines))) == 21
    assert time.perf_counter() - began < 10


pieces = st.sampled_from(
    ["a", ":", "-", " ", "\n", "  ", "[", "]", "{", "}", "'", '"', "\\", "#", "|", ">", "%", "@", "`", "?"]
)


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.lists(pieces, max_size=40).map("".join), st.text(max_size=80)), st.integers(0, len(SMALL)))
@example("\\U99999999", 0)
@example("<<: {a: 1}", 0)
def test_whatever_is_typed_gives_a_pack_or_a_sentence_with_a_line(noise: str, at: int) -> None:
    for text in (noise, SMALL[:at] + noise + SMALL[at:]):
        try:
            read(text, "a.yaml")
        except Invalid as refused:
            for said in refused.sentence.split("\n"):
                assert said.startswith(("a.yaml, line ", "… and "))


def test_people_are_named_by_their_ids() -> None:
    ada = uuid4()
    text = mission(f"title: T\naudience: {{people: [{ada}]}}\nrequirement: {{metric: a.b, threshold: 1}}")

    assert read(text, "a.yaml").missions[0].audience.people == (ada,)
