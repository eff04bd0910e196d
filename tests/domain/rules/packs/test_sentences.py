"""What is wrong with a field is said so that one can mend it."""

import pytest

from tests.domain.rules.packs.refusing import changed, sentences

METRIC = "metric: review.submitted"
BADGE, RULE, LOOK = "badges → looker", "scoring_rules → review", "missions → look"
AGAIN = f"{LOOK}-again"
GOAL, TREE = f"{LOOK} → requirement", f"{AGAIN} → requirement → all"

MISSING = "This is missing."
WHOLE = "A whole number, please."
TIME = "A time with its zone, please: 2026-11-20T09:00:00Z."
PLAYER = "The id of a player, please."
LIST = "A list belongs here: [one, two], or lines that begin with “-”."
SLUG = "An id looks like “first-light”: small letters, digits and hyphens."
DIMENSION = "A dimension looks like “merged_by”: small letters, digits and underscores."
NO_METRIC = "A metric looks like “pull_request.merged”: small letters, words with points between."
INVISIBLE = "There is an invisible character in this text. Please remove it."
CLOSES = (
    "Limited places, and conditions that can be lost again, are decided when a window closes: "
    "let it repeat, or give it an end."
)


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
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
        ("cap: 150", "cap: .inf", f"19: {RULE} → cap", WHOLE),
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
        ("name: small", "name: small\nmissions: 3", "3: missions", LIST),
    ],
)
def test_a_fault_is_said_with_its_line_and_its_place(old: str, new: str, place: str, sentence: str) -> None:
    assert f"a.yaml, line {place}: {sentence}" in sentences(changed(old, new))
