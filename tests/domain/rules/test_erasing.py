"""What names somebody, and what stands there afterwards."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.rules.erasing import SOMEBODY, Traces
from domain.specs import ActivitySpec, Person
from tests.factories import NOW

ADA = Traces({("github", "4711"): "gone-1"}, ("ada-l",), ("Ada Lovelace",), ("ada@example.org",), "gone")
APP = replace(ADA, logins=("app",), names=("Al",))


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("github:4711", "github:gone-1"),
        ("github:47110", "github:47110"),
        ("repo/1:issue/4711:completed:4711", "repo/1:issue/4711:completed:gone-1"),
        ("Ada Lovelace", SOMEBODY),
        ("Thanks, Ada Lovelace!", f"Thanks, {SOMEBODY}!"),
        ("ping @Ada-L please", "ping @gone please"),
        ("ada-l found it", "gone found it"),
        ("ada-l/dotfiles", "gone/dotfiles"),
        ("https://github.com/ada-l/dotfiles/pull/4", "https://github.com/gone/dotfiles/pull/4"),
        ("https://github.com/ada-l", "https://github.com/gone"),
        ("ada-lovelace is somebody else", "ada-lovelace is somebody else"),
        ("write to Ada@example.org.", "write to gone."),
        ("merged pull request #4711", "merged pull request #4711"),
    ],
)
def test_what_names_her_is_taken_out_and_nothing_else(text: str, scrubbed: str) -> None:
    assert ADA.scrub(text) == scrubbed


@pytest.mark.parametrize(
    "text", ["acme/app", "the app is slow", "Always", "an app: it works", "https://example.org/shop/app"]
)
def test_a_short_login_is_only_looked_for_where_it_must_be_one(text: str) -> None:
    assert APP.scrub(text) == text
    assert APP.scrub("@app") == "@gone"
    assert APP.scrub("app/dotfiles") == "gone/dotfiles"


@pytest.mark.parametrize(("login", "name", "found"), [("noor", "Noor", True), ("nor", "Nor", False)])
def test_four_letters_are_enough_to_be_looked_for_in_a_sentence(login: str, name: str, *, found: bool) -> None:
    noor = replace(ADA, logins=(login,), names=(name,))
    assert (noor.scrub(f"merged by {login} today") == "merged by gone today") is found
    assert (replace(noor, logins=()).scrub(f"Thanks, {name}!") == f"Thanks, {SOMEBODY}!") is found
    assert (noor.scrub(login), replace(noor, logins=()).scrub(name)) == ("gone", SOMEBODY)


def test_of_a_name_within_another_the_whole_goes() -> None:
    both = replace(
        ADA, logins=("ada",), names=("Lovelace", "Ada Lovelace"), emails=("ada@example.org", "ada@example.org.uk")
    )
    assert both.scrub("Ada Lovelace did it") == f"{SOMEBODY} did it"
    assert both.scrub("from ada@example.org.uk") == "from gone"
    assert both.key("ci:ada@example.org:7") == "ci:gone:7"


def test_who_left_no_trace_is_found_in_no_text() -> None:
    nobody = Traces({}, (), (), (), "gone")
    assert not re.search(nobody.pattern, "")
    assert not re.search(nobody.pattern, "ada-l (?!) 4711")


def test_values_are_scrubbed_all_the_way_down() -> None:
    assert ADA.scrub_all({"ada-l": ["github:4711", 4711, None, {"x": "@ada-l"}]}) == {
        "gone": ["github:gone-1", 4711, None, {"x": "@gone"}]
    }


def test_of_her_own_work_only_what_counts_is_left() -> None:
    hers = ActivitySpec(
        "ci:run-ada-l-7", Person("github", "4711", "ada-l"), "build.fixed", NOW, "Ada fixed it", 3,
        {"repository": "acme/app", "author": "github:4711"}, "https://example.org/7", "ci:run-ada-l-6",
    )  # fmt: skip
    fact = ADA.fact(hers)

    assert (fact.metric, fact.value, fact.occurred_at) == (hers.metric, hers.value, hers.occurred_at)
    assert fact.dimensions == {"repository": "acme/app", "author": "github:gone-1"}
    assert (fact.person.subject, fact.person.login, fact.url) == ("gone-1", "gone", None)
    assert (fact.key, fact.reverses) == ("ci:run-gone-7", "ci:run-gone-6")
    assert not re.search(ADA.pattern, str(fact), re.IGNORECASE)


def test_the_key_of_somebody_elses_work_never_changes() -> None:
    """It is what makes one fact over several roads one grant."""
    theirs = ActivitySpec(
        "ci:pair:ada-l:ben", Person("github", "5", "ben"), "build.fixed", NOW, "with ada-l", url="https://x.org/ada-l/a"
    )
    fact = ADA.fact(theirs)
    assert (fact.key, fact.person, fact.label, fact.url) == (theirs.key, theirs.person, "with gone", None)


PIECES = ("ada-l", "ADA-L", "Ada Lovelace", "ada@example.org", "4711", "github:", ":completed:", *" @/:.-x1")


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_scrubbing_twice_is_scrubbing_once_and_the_pattern_misses_nothing(text: str) -> None:
    once = ADA.scrub(text)
    assert ADA.scrub(once) == once
    assert once == text or re.search(ADA.pattern, text, re.IGNORECASE)
