"""What is wrong with a field is said so that one can mend it."""

import pytest

from tests.domain.rules.packs.refusing import HEAD, changed, sentences

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


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("boards:\n  - {id: m, title: M, period: year}\n", "5: boards → m → period: One of these, please: "),
        ("boards:\n  - {id: m, title: M, key: n}\n", "5: boards → m → key: There is no such key."),
        ("boards:\n  - {id: m, title: M, period: custom}\n", "5: boards → m: A board with days of its own"),
        (
            "boards:\n  - {id: m, title: M, period: custom, season: s, first: 2027-01-01, last: 2027-02-01}\n"
            "seasons:\n  - {id: s, name: S, first: 2027-01-01, last: 2027-02-01}\n",
            "5: boards → m: A board that names a season has the days of that",
        ),
        ("league:\n  title: L\n  sise: 20\n", "6: league → sise: There is no such key. Did you mean “size”?"),
        ("league:\n  up: 20\n  size: 3\n", "6: league → size: At least 5, please."),
        ("league: 3\n", "4: league: Keys with values belong here"),
        ("league:\n  divisions: [One]\n", "5: league → divisions: At least 2, please."),
        (
            "factors:\n  steps:\n    - {days: 10, factor: 1200}\n    - {days: 5, factor: 1100}\n",
            "4: factors: Each step of a streak needs more days than the one before",
        ),
        ("factors:\n  premium: 900\n", "5: factors → premium: At least 1,000, please."),
        ("factors:\n  curve: [9, 9]\n", "4: factors: Levels go by the level curve"),
        ("game:\n  hold_days: 4\n", "5: game → hold_days: At least 5, please."),
        ("game:\n  streak: no\n", "5: game → streak: There is no such key. Did you mean “streaks”?"),
        ("duels:\n  on: true\n  xp: 51\n", "6: duels → xp: At most 50, please."),
        ("levels:\n  titles: [{level: 3, title: A}, {level: 2, title: B}]\n", "4: levels: Each level has one title"),
    ],
)
def test_what_is_wrong_with_a_board_or_a_setting_is_said_at_its_line(text: str, said: str) -> None:
    (sentence,) = sentences(f"{HEAD}{text}")
    assert sentence.startswith(f"a.yaml, line {said}")
