"""Reading a pack: what is right comes out whole, and what is wrong is said with its line."""

import time
from uuid import uuid4

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.rules.packs import Pack, decode, read
from domain.rules.packs.document import MAX_CHARACTERS
from domain.specs import AllOf, Condition, NotOf, Window
from tests.domain.rules.packs.made_up import SMALL

HEAD = "format: 1\nname: a\ntitle: A\n"

METRIC = "metric: review.submitted"
BADGE, RULE, LOOK = "badges → looker", "scoring_rules → review", "missions → look"
AGAIN = f"{LOOK}-again"
GOAL, TREE = f"{LOOK} → requirement", f"{AGAIN} → requirement → all"

MISSING = "This is missing."
TWICE = "This key stands here twice."
WHOLE = "A whole number, please."
TIME = "A time with its zone, please: 2026-11-20T09:00:00Z."
PLAYER = "The id of a player, please."
LIST = "A list belongs here: [one, two], or lines that begin with “-”."
SLUG = "An id looks like “first-light”: small letters, digits and hyphens."
DIMENSION = "A dimension looks like “merged_by”: small letters, digits and underscores."
NO_METRIC = "A metric looks like “pull_request.merged”: small letters, words with points between."
INVISIBLE = "There is an invisible character in this text. Please remove it."
CIRCLE = "These wait for each other: look-again → look-again."
CLOSES = (
    "Limited places, and conditions that can be lost again, are decided when a window closes: "
    "let it repeat, or give it an end."
)

ALIAS = "Anchors (&) and aliases (*) are not read here. Please write it out, or quote the text."
TAG = "Tags (!) are not read here. Please remove it, or quote the text."
TOO_LONG = f"The file is too long: at most {MAX_CHARACTERS:,} characters, please."
TOO_DEEP = "This is nested too deeply: at most 40 levels, please."
BEYOND = "A number in this file is out of all bounds."
NO_PACK = "This is no pack: it begins with “format”, “name” and “title”."
NOT_UTF_8 = "This is not UTF-8 text. Please save the file as UTF-8."
NOT_YAML = "This is not YAML"


def sentences(text: str, known: Pack | None = None) -> list[str]:
    """What is said about a file that is refused, a line each."""
    with pytest.raises(Invalid) as refused:
        read(text, "a.yaml", **({"known": known} if known else {}))
    return refused.value.sentence.split("\n")


def mission(text: str) -> str:
    """A file with one mission, whose fields begin on line 6."""
    return f"{HEAD}missions:\n  - id: m\n" + "".join(f"    {line}\n" for line in text.split("\n"))


def changed(old: str, new: str) -> str:
    assert old in SMALL
    return SMALL.replace(old, new, 1)


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


def test_the_spec_of_a_packed_mission_is_the_mission_without_its_slug() -> None:
    entry = read(SMALL, "small.yaml").missions[0]

    assert not hasattr(entry.spec, "id")
    assert entry.of("look", entry.spec) == entry


def test_a_word_stays_a_word_and_a_version_keeps_its_zeros() -> None:
    values = "[yes, NO, on, 1.10, 0x10, 2026-11-20, 1_000, 'null']"
    text = mission(
        f"title: T\nrequirement: {{metric: a.b, threshold: 1, filters: [{{dimension: x, values: {values}}}]}}"
    )
    goal = read(text, "a.yaml").missions[0].requirement

    assert isinstance(goal, Condition)
    assert goal.filters[0].values == ("yes", "NO", "on", "1.10", "0x10", "2026-11-20", "1_000", "null")


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_a_key_with_nothing_behind_it_is_as_good_as_absent(nothing: str) -> None:
    text = mission(f"title: T\nbadge_id: {nothing}\nrequirement: {{metric: a.b, threshold: 1}}") + "badges:\n"

    assert read(text, "a.yaml").missions[0].badge_id is None


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_with_or_without_a_mark_in_front_is_text(mark: str) -> None:
    assert decode((mark + SMALL).encode(), "small.yaml") == SMALL


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("format: 1", "format: 2", "1: format", "This Questboard reads packs of format 1, not “2”."),
        ("format: 1", "format: [1]", "1: format", "This Questboard reads packs of format 1."),
        ("format: 1\n", "", "1: format", "This is missing. A pack begins with “format: 1”."),
        ("name: small", "name: Not Small", "2: name", SLUG),
        ("title: Small\n", "", "1: title", MISSING),
        ("title: Small", "title: Small\ncolour: red", "4: colour", "There is no such key."),
        ("tier: bronze", "tier: tin", f"9: {BADGE} → tier", "One of these, please: bronze, silver, gold or platinum."),
        ("tier: bronze", "secret: perhaps", f"9: {BADGE} → secret", "true or false, please."),
        ("name: Looker", "name: [Looker]", f"7: {BADGE} → name", "A text belongs here."),
        ("name: Looker", "name: ''", f"7: {BADGE} → name", "This is empty."),
        ("name: Looker", r'name: "a\0"', f"7: {BADGE} → name", INVISIBLE),
        ("name: Looker", r'name: "\ud83d"', f"7: {BADGE} → name", INVISIBLE),
        ("name: Looker", "name: " + "x" * 81, f"7: {BADGE} → name", "At most 80 characters, please."),
        ("cap: 150", "cap: 80", f"14: {RULE}", "The cap cannot lie below the amount that is paid in full."),
        ("cap: 150", "cap: 1.5", f"19: {RULE} → cap", WHOLE),
        ("cap: 150", "cap: true", f"19: {RULE} → cap", WHOLE),
        ("cap: 150", f"cap: {10**13}", f"19: {RULE} → cap", "At most 1,000,000,000,000, please."),
        ("threshold: 2", "treshold: 2", f"28: {GOAL} → treshold", "There is no such key. Did you mean “threshold”?"),
        ("threshold: 2", "threshold: -1", f"28: {GOAL} → threshold", "At least 0, please."),
        ("threshold: 2", "threshold: 0", f"24: {GOAL}", "“At least 0” is always so."),
        (f"      {METRIC}\n      filters", "      filters", f"24: {GOAL} → metric", MISSING),
        ("dimension: substance", "dimension: S", f"27: {GOAL} → filters → 1 → dimension", DIMENSION),
        ("['yes']", "[]", f"27: {GOAL} → filters → 1 → values", "At least 1, please."),
        ("['yes']", "yes", f"27: {GOAL} → filters → 1 → values", LIST),
        (f"{METRIC}\n          threshold", "metric: A\n          threshold", f"37: {TREE} → 1 → metric", NO_METRIC),
        ("            threshold: 1", "            threshold: one", f"43: {TREE} → 2 → not → threshold", WHOLE),
        ("window: monthly", "window: once", f"33: {AGAIN}", CLOSES),
        ("window: monthly", "window: monthly\n    ends_at: 2027-01-01", f"45: {AGAIN} → ends_at", TIME),
        ("monthly", "monthly\n    audience: {people: [ada]}", f"45: {AGAIN} → audience → people → 1", PLAYER),
        ("badge_id: looker", "badge_id: looked", f"31: {LOOK} → badge_id", "There is no badge “looked”."),
        ("after: [look]", "after: [look, book]", f"45: {AGAIN} → after → 2", "There is no mission “book”."),
        ("after: [look]", "after: [look-again]", f"45: {AGAIN} → after", CIRCLE),
        ("id: look-again", "id: look", f"33: {LOOK} → id", "“look” is the id of another entry (line 22)."),
        ("tier: bronze", "tier: bronze\n    tier: gold", f"10: {BADGE} → tier", TWICE),
        ("scoring_rules:", "badges:", "13: badges", TWICE),
        ("name: small", "name: small\nmissions: 3", "3: missions", LIST),
    ],
)
def test_a_fault_is_said_with_its_line_and_its_place(old: str, new: str, place: str, sentence: str) -> None:
    assert f"a.yaml, line {place}: {sentence}" in sentences(changed(old, new))


@pytest.mark.parametrize(
    ("entry", "path"),
    [("- 3", "missions → 1"), ("- {title: 3}", "missions → 1 → id"), ("- {id: [x]}", "missions → 1 → id")],
)
def test_an_entry_without_an_id_goes_by_its_number(entry: str, path: str) -> None:
    assert any(said.startswith(f"a.yaml, line 5: {path}: ") for said in sentences(f"{HEAD}missions:\n  {entry}\n"))


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


@pytest.mark.parametrize(("wrong", "more"), [(20, None), (21, "… and 1 more."), (90, "… and 70 more.")])
def test_at_most_twenty_faults_are_listed_and_the_rest_is_counted(wrong: int, more: str | None) -> None:
    said = sentences(HEAD + "".join(f"wrong{number}: 1\n" for number in range(wrong)))

    assert len([one for one in said if one.startswith("a.yaml, line ")]) == 20
    assert said[20:] == ([more] if more else [])


def test_what_is_known_already_may_be_referred_to() -> None:
    known = read(SMALL, "small.yaml")
    text = mission("title: T\nbadge_id: looker\nafter: [look]\nrequirement: {metric: a.b, threshold: 1}")

    assert read(text, "a.yaml", known=known).missions[0].after == ("look",)
    assert len(sentences(text)) == 2


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


BOMB = "a: &a [x, x]\n" + "".join(
    f"{two}: &{two} [*{one}, *{one}]\n" for one, two in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "1: The file is empty."),
        ("# nothing but a remark\n", "1: The file is empty."),
        ("~", f"1: {NO_PACK}"),
        ("- 1", f"1: {NO_PACK}"),
        (BOMB, f"1: {ALIAS}"),
        ("a: *b", f"1: {ALIAS}"),
        ("a: 1\nb: !!python/name:os.system x", f"2: {TAG}"),
        ("a: ! x", f"1: {TAG}"),
        ("a: 1\nb:\n\t- c", "3: A tab stands here. YAML is indented with spaces."),
        ("a: 1\nb: \0", "2: An invisible character stands here (U+0000). Please remove it."),
        ("a: 1\nb: \ud800", "2: An invisible character stands here (U+D800). Please remove it."),
        ("a: 1\n---\nb: 1", "2: A second document begins here. One file holds one pack."),
        ("a: 1\n? [x]\n: 1", "2: A key is a single word here."),
        ("a: [1, 2", f"1: {NOT_YAML}: expected ',' or ']', but got '<stream end>'."),
        ("a: 'x", f"1: {NOT_YAML}: found unexpected end of stream."),
        (r'a: "\UFFFFFFFF"', f"1: {BEYOND}"),
        (r'a: "\U00110000"', f"1: {BEYOND}"),
        ("%YAML " + "9" * 5_000 + ".1\n--- a", f"1: {BEYOND}"),
        ("%YAML 3.0\n---\na: 1", f"1: {NOT_YAML}: found incompatible YAML document (version 1.* is required)."),
        ("[" * 60_000, f"1: {TOO_DEEP}"),
        ("\n".join(f"{' ' * depth}a:" for depth in range(600)), f"42: {TOO_DEEP}"),
        ("a" * (MAX_CHARACTERS + 1), f"1: {TOO_LONG}"),
        ("a: 1\n" * 2_000_000, f"1: {TOO_LONG}"),
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    began = time.perf_counter()

    assert sentences(text) == [f"a.yaml, line {sentence}"]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a: 1\nb: \xff", f"2: {NOT_UTF_8}"),
        ("format: 1".encode("utf-16"), f"1: {NOT_UTF_8}"),
        (b"\xed\xa0\x80", f"1: {NOT_UTF_8}"),
        (b"a" * 10_000_000, f"1: {TOO_LONG}"),
    ],
)
def test_bytes_that_are_no_text_are_refused_at_the_door(data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        decode(data, "a.yaml")
    assert refused.value.sentence == f"a.yaml, line {sentence}"


def test_the_longest_file_is_read_in_seconds() -> None:
    entry = "  - {id: b%05d, name: B, description: D, tier: gold, category: C, art: eye}\n"
    text = f"{HEAD}badges:\n" + "".join(entry % number for number in range(6_400))
    assert len(text) < MAX_CHARACTERS
    began = time.perf_counter()

    assert len(read(text, "a.yaml").badges) == 6_400
    assert time.perf_counter() - began < 20


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
