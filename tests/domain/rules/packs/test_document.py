"""YAML as a tree: scalars stay text, and whoever means harm gets a sentence."""

import time

import pytest

from domain.rules.packs import read
from domain.rules.packs.document import MAX_CHARACTERS
from domain.specs import Condition
from tests.domain.rules.packs.made_up import SMALL
from tests.domain.rules.packs.refusing import mission, sentences

ALIAS = "Anchors (&) and aliases (*) are not read here. Please write it out, or quote the text."
TAG = "Tags (!) are not read here. Please remove it, or quote the text."
TOO_LONG = f"The file is too long: at most {MAX_CHARACTERS:,} characters, please."
TOO_MUCH = "There is too much here: at most 1,000 entries, please."
TOO_DEEP = "This is nested too deeply: at most 40 levels, please."
BEYOND = "A number in this file is out of all bounds."
NO_PACK = "This is no pack: it begins with “format”, “name” and “title”."
NOT_YAML = "This is not YAML"


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
        ("\nb: \0", "2: An invisible character stands here (U+0000). Please remove it."),
        ("a: 1\nb: \ud800", "2: An invisible character stands here (U+D800). Please remove it."),
        ("a: 1\n---\nb: 1", "2: A second document begins here. One file holds one pack."),
        ("a: 1\n? [x]\n: 1", "2: A key is a single word here."),
        ("a: [1, 2", f"1: {NOT_YAML}: expected ',' or ']', but got '<stream end>'."),
        ("a: 'x", f"1: {NOT_YAML}: found unexpected end of stream."),
        (r'a: "\UFFFFFFFF"', f"1: {BEYOND}"),
        (r'a: "\U00110000"', f"1: {BEYOND}"),
        ("%YAML " + "9" * 5_000 + ".1\n--- a", f"1: {BEYOND}"),
        ("%YAML 3.0\n---\na: 1", f"1: {NOT_YAML}: found incompatible YAML document (version 1.* is required)."),
        ("a:\n" + "- 1\n" * 1_001, f"1002: {TOO_MUCH}"),
        ("a: 1\n" * 1_001, f"1001: {TOO_MUCH}"),
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


def test_a_file_of_just_the_longest_length_is_read() -> None:
    remark = "\n#".ljust(MAX_CHARACTERS - len(SMALL), "-")

    assert read(SMALL + remark, "a.yaml") == read(SMALL, "a.yaml")
