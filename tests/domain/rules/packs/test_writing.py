"""Writing a pack: what is written is what is read."""

import pytest
from hypothesis import given, settings

from domain.rules.packs import Pack, read, write
from domain.specs import BadgeSpec, DuelRules, LeagueSpec
from tests.domain.rules.packs.made_up import SMALL, packs
from tests.domain.specs.made_up import TRICKY


@settings(deadline=None, max_examples=80)
@given(packs())
def test_what_is_written_is_read_back_the_same(pack: Pack) -> None:
    text = write(pack)

    assert read(text, "a.yaml") == pack
    assert write(read(text, "a.yaml")) == text


def test_a_canonical_file_is_left_as_it_is() -> None:
    assert write(read(SMALL, "small.yaml")) == SMALL


def test_the_way_a_file_is_laid_out_does_not_matter() -> None:
    text = (
        SMALL.replace("title: Small\n", "")
        .replace("weekly\n", "weekly # often\n    xp: 20\n")
        .replace("    xp: 20\n    badge", "    secret: no\n    badge")
    )

    assert write(read(text + "title: Small\n", "small.yaml")) == SMALL


@pytest.mark.parametrize("text", TRICKY)
def test_a_text_that_looks_like_something_else_stays_text(text: str) -> None:
    badge = BadgeSpec(id="a", name="A", description=text, tier="gold", category="C", art="eye")
    pack = Pack(name="a", title="A", badges=(badge,))

    assert read(write(pack), "a.yaml").badges[0].description == badge.description


def test_long_text_is_folded_and_short_things_stand_in_one_line() -> None:
    told = read(SMALL, "small.yaml")
    badge = told.badges[0].model_copy(update={"description": "Look at it once more. " * 8 + "Done."})
    lines = write(told.model_copy(update={"badges": (badge,)})).splitlines()

    assert "    description: >-" in lines
    assert "        - {dimension: substance, values: ['yes']}" in lines
    assert max(map(len, lines)) <= 110


@pytest.mark.parametrize(("length", "lines"), [(80, 1), (81, 2)])
def test_a_text_of_more_than_eighty_characters_stands_below_its_key(length: int, lines: int) -> None:
    text = write(Pack(name="a", title="A", description="ü" * length))

    assert text.endswith("ü" * length + "\n")
    assert len(text.splitlines()) == 3 + lines


def test_a_pack_without_entries_is_only_a_head() -> None:
    assert write(Pack(name="a", title="A")) == "format: 1\nname: a\ntitle: A\n"


def test_a_text_of_several_lines_stands_line_by_line() -> None:
    text = write(Pack(name="a", title="A", description="Look,\nand look again."))

    assert text.endswith("description: |-\n  Look,\n  and look again.\n")


@pytest.mark.parametrize(
    ("char", "escape"), [("\xad", r"\xAD"), ("\u200b", r"\u200B"), ("\u202e", r"\u202E"), ("\U000e0041", r"\U000E0041")]
)
def test_what_the_eye_cannot_see_is_written_as_an_escape(char: str, escape: str) -> None:
    """Such characters hide in a text, or turn the order of what stands around them."""
    assert f'"review{escape}er"' in write(Pack(name="a", title="A", description=f"review{char}er"))


def test_a_text_beside_one_that_needs_escapes_stays_readable() -> None:
    text = write(Pack(name="a", title="Unsicht\u200bbar", description="Grün ist gut zu sehen."))

    assert text.endswith('title: "Unsicht\\u200Bbar"\ndescription: Grün ist gut zu sehen.\n')


def test_a_board_leaves_out_its_defaults_and_settings_are_written_in_full() -> None:
    text = """\
format: 1
name: a
title: A

boards:
  - id: review-month
    title: Reviews
    measure: metric_count
    metric: review.submitted
    period: month
    prizes:
      - {bar: 5, rewards: [{kind: coins, amount: 10}]}

league:
  title: League
  divisions: [Bronze, Silver, Gold]
  size: 20
  up: 20
  down: 10
  period: week
  on: false

duels:
  on: true
  xp: 0
  coins: 0
"""
    pack = read(text, "a.yaml")

    assert (pack.league, pack.duels, pack.factors) == (LeagueSpec(), DuelRules(on=True), None)
    assert write(pack) == text
